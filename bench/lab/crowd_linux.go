package lab

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

// crowd calls f on n threads, and returns when all have returned. With bound they run on one core, that of an index
// into the allowed ones, from the end where it is negative.
func crowd(n int, bound bool, core int, f func(i int)) error {
	defer procs(n)()
	if !bound {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				runtime.LockOSThread() // for good: the thread ends with the goroutine
				f(i)
			})
		}
		all.Wait()
		return nil
	}
	allowed := machine.Facts(context.Background()).CoresAllowed
	if len(allowed) == 0 {
		return errors.New("the cores that may be used aren't known")
	}
	if core < 0 {
		core += len(allowed)
	}
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = machine.Pinned(allowed[core], func() { f(i) }) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// firstError is the end of an experiment: it was stopped, or it failed.
func firstError(ctx context.Context, err error) error { return cmp.Or(context.Cause(ctx), err) }

// stamps are what threads note that look at the clock in a loop, under their lock.
type stamps struct {
	owner    int // 1 above the thread that stamped last
	last     time.Time
	switches []time.Time
	lost     []time.Duration
}

// stamp looks at the clock. Where another thread stamped last, there was a switch.
func (s *stamps) stamp(i int) time.Time {
	now := time.Now()
	if s.owner != i+1 {
		if s.owner != 0 {
			s.lost = append(s.lost, now.Sub(s.last))
		}
		s.switches = append(s.switches, now)
		s.owner = i + 1
	}
	s.last = now
	return now
}

// settled are the slices, each from one switch to the next, and the gaps at their ends, each from the last stamp of one
// thread to the first of the next.
func (s *stamps) settled() (slices, gaps *results.Spread) {
	var ds []time.Duration
	for i := 1; i < len(s.switches); i++ {
		ds = append(ds, s.switches[i].Sub(s.switches[i-1]))
	}
	return Settled(ds, s.lost)
}

// procs sets GOMAXPROCS to one more than threads that may all wait for a lock, and returns the undo.
func procs(threads int) (undo func()) {
	return machine.SetProcs(threads + 1)
}
