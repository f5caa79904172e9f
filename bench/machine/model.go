package machine

import (
	"io/fs"
	"slices"
	"strings"
)

// boardModel is what can be told of processors whose cores have no name: those of ARM and RISC-V. It is the board that
// the device tree names, with who made the cores and which part they are, so that two of them aren't taken for one; ""
// where the system says neither.
func boardModel(root fs.FS) string {
	board := ""
	for _, name := range []string{"proc/device-tree/model", "sys/firmware/devicetree/base/model"} {
		if board = strings.Join(strings.Fields(strings.Trim(text(root, name), "\x00")), " "); board != "" {
			break
		}
	}
	cores := coreParts(text(root, "proc/cpuinfo"))
	switch {
	case cores == "":
		return board
	case board == "":
		return cores
	}
	return board + " (" + cores + ")"
}

// partFields are the fields of a core in /proc/cpuinfo that say what it is, as they are called there and here.
var partFields = []struct{ name, short string }{
	{"CPU implementer", "implementer"}, {"CPU part", "part"}, {"CPU variant", "variant"}, // arm64
	{"uarch", ""}, {"mvendorid", "vendor"}, {"marchid", "arch"}, {"mimpid", "imp"}, // riscv64
}

// coreParts says what the cores are, each kind once.
func coreParts(cpuinfo string) string {
	var kinds []string
	for block := range strings.SplitSeq(cpuinfo, "\n\n") {
		fields := map[string]string{}
		for line := range strings.Lines(block) {
			if name, value, ok := strings.Cut(line, ":"); ok {
				fields[strings.TrimSpace(name)] = strings.TrimSpace(value)
			}
		}
		var parts []string
		for _, f := range partFields {
			if v := fields[f.name]; v != "" {
				parts = append(parts, strings.TrimSpace(f.short+" "+v))
			}
		}
		if kind := strings.Join(parts, ", "); kind != "" && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return strings.Join(kinds, " + ")
}
