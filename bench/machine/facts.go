package machine

import (
	"cmp"
	"context"
	"io/fs"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/host"
	"github.com/shirou/gopsutil/v3/mem"

	"corerace/results"
)

const unknown = "unknown"

// Facts says what this machine is and how much of it this process may use. Every fact stands alone: one that can't be
// had is 0, empty or "unknown" and doesn't touch the others. It reads files and may start a helper program of the
// system, so it is called once, before anything is timed.
func Facts(ctx context.Context) results.Machine {
	return results.Machine{
		CPUModel:      cpuModel(ctx),
		CoresPhysical: physical(ctx),
		CoresLogical:  logical(ctx),
		CoresAllowed:  affinity(),
		CPUQuota:      quota(os.DirFS("/")),
		MemoryBytes:   memory(ctx),
		OS:            system(ctx),
		Kernel:        kernel(ctx),
		GOOS:          runtime.GOOS,
		Arch:          runtime.GOARCH,
		GoVersion:     runtime.Version(),
	}
}

// Usable is the number of cores that this process may keep busy at once: those in its affinity mask, or all where the
// mask isn't known, and no more than the quota of its cgroup rounded up. It is at least 1.
func Usable(m results.Machine) int {
	n := len(m.CoresAllowed)
	if n == 0 {
		n = m.CoresLogical
	}
	if m.CPUQuota > 0 {
		n = int(min(float64(n), math.Ceil(m.CPUQuota)))
	}
	return max(n, 1)
}

// AllowedCores is how many cores this process may use just now; 0 where the system doesn't say.
func AllowedCores() int { return len(affinity()) }

// cpuModel joins the names where the cores aren't all of one model: on such a machine a second core may well be a
// slower one. Where they have none it is what boardModel says, and at last who made them.
func cpuModel(ctx context.Context) string {
	infos, _ := cpu.InfoWithContext(ctx) // what was read before an error is still true
	var models, vendors []string
	for _, i := range infos {
		if i.ModelName != "Undefined" { // what gopsutil calls a part that it doesn't know
			models = append(models, i.ModelName)
		}
		vendors = append(vendors, i.VendorID)
	}
	return cmp.Or(joined(models), boardModel(os.DirFS("/")), joined(vendors), unknown)
}

// joined is names, each once, without spaces that don't count.
func joined(names []string) string {
	var all []string
	for _, name := range names {
		if name = strings.Join(strings.Fields(name), " "); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, " + ")
}

// physical is the number of cores without their second hardware threads; 0: unknown.
func physical(ctx context.Context) int {
	n, err := cpu.CountsWithContext(ctx, false)
	if err != nil {
		return 0
	}
	return n
}

// logical is the number of cores as the system numbers them. Where it doesn't say, it is what the runtime may use,
// which is at most that.
func logical(ctx context.Context) int {
	n, err := cpu.CountsWithContext(ctx, true)
	if err != nil || n < 1 {
		return runtime.NumCPU()
	}
	return n
}

// memory is the machine's memory in bytes; 0: unknown. The limit of a cgroup isn't looked at.
func memory(ctx context.Context) uint64 {
	m, err := mem.VirtualMemoryWithContext(ctx)
	if err != nil {
		return 0
	}
	return m.Total
}

// system is the name and the version of the distribution, or else what Go calls the system.
func system(ctx context.Context) string {
	name, _, version, err := host.PlatformInformationWithContext(ctx)
	if err != nil || name == "" {
		return runtime.GOOS
	}
	return strings.TrimSpace(name + " " + version)
}

// kernel is the version of the kernel.
func kernel(ctx context.Context) string {
	v, err := host.KernelVersionWithContext(ctx)
	if err != nil {
		return unknown
	}
	return cmp.Or(v, unknown)
}

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
