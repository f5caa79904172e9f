package machine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// What is asked of processes is read from /proc here. gopsutil's package process would do, but it imports net and
// os/user, and these bring cgo: each worker process would start with the dynamic loader.

// processes are the pids of all processes.
func processes(context.Context) ([]int, error) {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer proc.Close()
	names, err := proc.Readdirnames(-1)
	var pids []int
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids, err
}

// usedBy is the CPU time of a process.
func usedBy(_ context.Context, pid int) (time.Duration, error) {
	st, err := statOf(pid)
	return st.own, err
}

// parentOf is the pid of what started a process.
func parentOf(_ context.Context, pid int) (int, error) {
	st, err := statOf(pid)
	return st.parent, err
}

// statOf reads /proc/PID/stat.
func statOf(pid int) (procStat, error) {
	b, err := os.ReadFile(procFile(pid, "stat"))
	if err != nil {
		return procStat{}, err
	}
	st, ok := parseStat(string(b))
	if !ok {
		return procStat{}, fmt.Errorf("%s: the fields of proc_pid_stat(5) expected", procFile(pid, "stat"))
	}
	return st, nil
}

// longestComm is how much of a name the kernel keeps (TASK_COMM_LEN, less the zero at its end).
const longestComm = 15

// nameOf is what a process is called. A name that the kernel may have cut is taken from the command line, if it goes on
// there.
func nameOf(_ context.Context, pid int) (string, error) {
	b, err := os.ReadFile(procFile(pid, "comm"))
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(string(b), "\n")
	if len(name) < longestComm {
		return name, nil
	}
	b, _ = os.ReadFile(procFile(pid, "cmdline"))
	program, _, _ := strings.Cut(string(b), "\x00")
	if base := filepath.Base(program); strings.HasPrefix(base, name) {
		return base, nil
	}
	return name, nil
}

func procFile(pid int, name string) string { return "/proc/" + strconv.Itoa(pid) + "/" + name }
