package machine

import (
	"cmp"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// mostCores is the largest number of cores that a Linux kernel can be built for. A mask of fewer than the kernel was
// built for is refused.
const mostCores = 1 << 13

// Kinds of cores, where a machine has more than one.
const (
	Performance = "performance"
	Efficiency  = "efficiency"
)

// A CoreInfo is what the system says of one logical core.
type CoreInfo struct {
	ID       int
	Siblings []int   // hardware threads of the same physical core, itself included; nil: unknown
	Kind     string  // Performance or Efficiency; "" where all are of one kind, or it isn't known
	Capacity int     // what it can do, of 1024 for the machine's fastest; 0: unknown
	MaxMHz   float64 // highest frequency; 0: unknown
	Governor string  // who sets the frequency, such as "performance" or "powersave"; "": unknown
}

// CoreInfos lists the cores that are switched on, by id. It is empty where the system doesn't say, as on any but Linux.
func CoreInfos() []CoreInfo { return coreInfos(os.DirFS("/")) }

// coreInfos is CoreInfos of a system whose files are in root.
func coreInfos(root fs.FS) []CoreInfo {
	const dir = "sys/devices/system/cpu/"
	var infos []CoreInfo
	for _, id := range parseList(text(root, dir+"online")) {
		core := dir + "cpu" + strconv.Itoa(id)
		c := CoreInfo{ID: id, Governor: strings.TrimSpace(text(root, core+"/cpufreq/scaling_governor"))}
		c.Siblings = parseList(text(root, core+"/topology/thread_siblings_list"))
		if v, ok := number(root, core+"/cpu_capacity"); ok && v > 0 && v <= 1<<20 {
			c.Capacity = int(v)
		}
		if v, ok := number(root, core+"/cpufreq/cpuinfo_max_freq"); ok && v > 0 {
			c.MaxMHz = float64(v) / 1000
		}
		infos = append(infos, c)
	}
	setKinds(infos, parseList(text(root, "sys/devices/cpu_atom/cpus")))
	return infos
}

// setKinds says which cores are small ones. Intel's hybrid processors list them. Elsewhere those are taken to be small
// that have less than three quarters of the fastest one's capacity or, where no capacities differ, of its highest
// frequency. Cores of one kind differ by a few per cent too, as some were found to bear more.
func setKinds(infos []CoreInfo, atoms []int) {
	small := make([]bool, len(infos))
	capacity := func(c CoreInfo) float64 { return float64(c.Capacity) }
	frequency := func(c CoreInfo) float64 { return c.MaxMHz }
	known := slices.ContainsFunc(infos, func(c CoreInfo) bool { return below(infos, c, capacity) })
	for i, c := range infos {
		switch {
		case len(atoms) > 0:
			small[i] = slices.Contains(atoms, c.ID)
		case known:
			small[i] = below(infos, c, capacity)
		default:
			small[i] = below(infos, c, frequency)
		}
	}
	if !slices.Contains(small, true) || !slices.Contains(small, false) {
		return // all of one kind
	}
	for i := range infos {
		infos[i].Kind = Performance
		if small[i] {
			infos[i].Kind = Efficiency
		}
	}
}

// below is whether a core has less than three quarters of the largest value that any has.
func below(infos []CoreInfo, c CoreInfo, value func(CoreInfo) float64) bool {
	largest := slices.MaxFunc(infos, func(a, b CoreInfo) int { return cmp.Compare(value(a), value(b)) })
	return value(c) > 0 && value(c) < 0.75*value(largest)
}

// parseList reads the kernel's lists of cores, "0-3,8": in order, nil where it is none.
func parseList(s string) []int {
	var ids []int
	for part := range strings.SplitSeq(strings.TrimSpace(s), ",") {
		first, last, isRange := strings.Cut(part, "-")
		lo, err := strconv.Atoi(first)
		hi := lo
		if isRange && err == nil {
			hi, err = strconv.Atoi(last)
		}
		if err != nil || lo < 0 || hi < lo || hi >= mostCores {
			return nil
		}
		for id := lo; id <= hi; id++ {
			ids = append(ids, id)
		}
		if len(ids) > mostCores {
			return nil
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
