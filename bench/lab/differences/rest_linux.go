package differences

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// groupOf is the process group of a process.
func groupOf(pid int) int {
	group, _ := unix.Getpgid(pid) // that of one which has ended is nobody's, and has nothing that runs
	return group
}

// groupUse is how many ticks of CPU time the processes of a group have used, and whether none of them runs or wants to
// (proc_pid_stat(5)).
func groupUse(group int) (ticks int64, idle bool) {
	paths, _ := filepath.Glob("/proc/[0-9]*/task/[0-9]*/stat")
	idle = true
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
		if len(f) < 13 || string(f[2]) != strconv.Itoa(group) {
			continue
		}
		user, _ := strconv.ParseInt(string(f[11]), 10, 64)
		sys, _ := strconv.ParseInt(string(f[12]), 10, 64)
		ticks += user + sys
		idle = idle && !slices.Contains([]string{"R", "D"}, string(f[0]))
	}
	return ticks, idle
}
