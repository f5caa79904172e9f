//go:build !linux

package machine

import (
	"context"
	"time"

	"github.com/shirou/gopsutil/v3/process"
)

// processes are the pids of all processes.
func processes(ctx context.Context) ([]int, error) {
	listed, err := process.PidsWithContext(ctx)
	pids := make([]int, len(listed))
	for i, pid := range listed {
		pids[i] = int(pid)
	}
	return pids, err
}

// usedBy is the CPU time of a process.
func usedBy(ctx context.Context, pid int) (time.Duration, error) {
	t, err := one(pid).TimesWithContext(ctx)
	if err != nil {
		return 0, err
	}
	return seconds(t.User + t.System), nil
}

// nameOf is what a process is called.
func nameOf(ctx context.Context, pid int) (string, error) { return one(pid).NameWithContext(ctx) }

// parentOf is the pid of what started a process.
func parentOf(ctx context.Context, pid int) (int, error) {
	parent, err := one(pid).PpidWithContext(ctx)
	return int(parent), err
}

func one(pid int) *process.Process { return &process.Process{Pid: int32(pid)} }
