package machine

import (
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"
)

// DescendantsCPU is the CPU time that the living processes below this one have used, with those that they have waited
// for. It moves in ticks of 10 ms, and reading it takes some milliseconds. It is for [Conditions.Ours]: processes that
// are kept over rounds are ours long before they are waited for.
func DescendantsCPU() time.Duration { return descendantsCPU(os.DirFS("/proc"), os.Getpid()) }

// TreeCPU is the same of a process and all below it.
func TreeCPU(pid int) time.Duration { return treeCPU(os.DirFS("/proc"), pid) }

// treeCPU is TreeCPU in a file system like /proc.
func treeCPU(proc fs.FS, pid int) time.Duration {
	sum := descendantsCPU(proc, pid)
	b, err := fs.ReadFile(proc, strconv.Itoa(pid)+"/stat")
	if err != nil {
		return sum
	}
	st, _ := parseStat(string(b))
	return sum + st.own + st.children
}

// statTick is the unit of the times in /proc/PID/stat on Linux, whatever the kernel's own tick is.
const statTick = 10 * time.Millisecond

// descendantsCPU is DescendantsCPU of a process in a file system like /proc.
func descendantsCPU(proc fs.FS, root int) time.Duration {
	entries, err := fs.ReadDir(proc, ".")
	if err != nil {
		return 0
	}
	parents, used := map[int]int{}, map[int]time.Duration{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		b, err := fs.ReadFile(proc, e.Name()+"/stat")
		if err != nil {
			continue // it has ended meanwhile
		}
		if st, ok := parseStat(string(b)); ok {
			parents[pid], used[pid] = st.parent, st.own+st.children
		}
	}
	var total time.Duration
	for pid := range used {
		if descends(parents, pid, root) {
			total += used[pid]
		}
	}
	return total
}

// descends reports whether a process descends from root. The list was read while processes came and went, so what looks
// like a circle ends somewhere.
func descends(parents map[int]int, pid, root int) bool {
	for range 100 {
		parent, ok := parents[pid]
		if !ok {
			return false
		}
		if parent == root {
			return true
		}
		pid = parent
	}
	return false
}

// A procStat is what is used of /proc/PID/stat.
type procStat struct {
	parent   int
	own      time.Duration // CPU time of the process
	children time.Duration // and of those that it has waited for
}

// parseStat reads fields 4 and 14 to 17 of proc_pid_stat(5). The name before them may hold anything.
func parseStat(s string) (st procStat, ok bool) {
	f := strings.Fields(s[strings.LastIndexByte(s, ')')+1:])
	if len(f) < 15 {
		return procStat{}, false
	}
	parent, err := strconv.Atoi(f[1])
	if err != nil {
		return procStat{}, false
	}
	var times [4]time.Duration
	for i, word := range f[11:15] {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return procStat{}, false
		}
		times[i] = time.Duration(n) * statTick
	}
	return procStat{parent, times[0] + times[1], times[2] + times[3]}, true
}
