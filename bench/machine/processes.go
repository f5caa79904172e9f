package machine

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// A Process is another program's process, and what it used.
type Process struct {
	PID   int
	Name  string
	Cores float64 // cores' worth of time, on average
}

// slowest bounds what listing the processes may take beyond the interval: on some systems each is asked for by a helper
// program.
const slowest = 2 * time.Second

// TopProcesses are the processes that used most CPU time in an interval of length d from now, at most n of them and the
// greediest first. This process and those that descend from it are left out, and so are those that used nothing, began
// later or have ended. The counters move in ticks of 10 ms. It takes d, what reading the counters twice takes, and at
// most 2 s more.
func TopProcesses(ctx context.Context, d time.Duration, n int) ([]Process, error) {
	ctx, cancel := context.WithTimeout(ctx, d+slowest)
	defer cancel()
	began := time.Now()
	before, err := processTimes(ctx)
	if err != nil {
		return nil, err
	}
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-time.After(d):
	}
	length := time.Since(began)
	after, err := processTimes(ctx)
	if err != nil {
		return nil, err
	}
	var top []Process
	for _, u := range rank(before, after, length) {
		if len(top) >= n || ctx.Err() != nil {
			break
		}
		if u.Name, err = nameOf(ctx, u.PID); err == nil && !isOwn(ctx, u.PID) {
			top = append(top, u)
		}
	}
	return top, nil
}

// processTimes is the CPU time of every process in seconds, by pid. Those that may not be asked are left out.
func processTimes(ctx context.Context) (map[int]float64, error) {
	pids, err := processes(ctx)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	times := make(map[int]float64, len(pids))
	for _, pid := range pids {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("list processes: %w", context.Cause(ctx))
		}
		if used, err := usedBy(ctx, pid); err == nil {
			times[pid] = used.Seconds()
		}
	}
	return times, nil
}

// rank lists the processes that used something, the greediest first.
func rank(before, after map[int]float64, length time.Duration) []Process {
	var used []Process
	for pid, now := range after {
		prev, ok := before[pid]
		if ok && now > prev && length > 0 {
			used = append(used, Process{PID: pid, Cores: (now - prev) / length.Seconds()})
		}
	}
	slices.SortFunc(used, func(a, b Process) int {
		return cmp.Or(cmp.Compare(b.Cores, a.Cores), cmp.Compare(a.PID, b.PID))
	})
	return used
}

// isOwn is whether a process is this one or descends from it.
func isOwn(ctx context.Context, pid int) bool {
	own := os.Getpid()
	for range 100 { // pids are used again, so what is read one by one may go round in a circle
		if pid == own {
			return true
		}
		parent, err := parentOf(ctx, pid)
		if err != nil || parent <= 0 {
			return false
		}
		pid = parent
	}
	return false
}
