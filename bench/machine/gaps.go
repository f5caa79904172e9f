package machine

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"
)

// gaps is what a spinning thread missed of the time.
//
// A thread that does nothing but read the clock sees it move by some 30 ns a time. Where it moves by more than 2 µs,
// the thread wasn't there. The kernel knows of some of that: it ran another program. Of the rest it knows nothing,
// because the host of a virtual machine took the core away, and such gaps are there while the steal counter stays at 0.
type gaps struct {
	Missing   float64 // share of the wall time that was in gaps
	Hidden    float64 // share of the wall time that was in gaps and on a core, as the kernel has it
	PerSecond float64 // gaps
}

// gap is the shortest step of the clock that counts as a gap.
const gap = 2 * time.Microsecond

// spinBurst is how long the probe spins at a time. Go's scheduler interrupts what runs for 10 ms, and that would be a
// gap that it made itself.
const spinBurst = 4 * time.Millisecond

// gapProbe spins on the first two cores that this process may run on, one after the other, for d in all, and returns
// what was missing on both together. Where a core is taken away it spins for less, and it never takes much longer. It
// fails where no thread can be bound to a core.
func gapProbe(ctx context.Context, d time.Duration) (gaps, error) {
	on := affinity()
	if len(on) == 0 {
		on = []int{0}
	}
	on = on[:min(2, len(on))]
	var s spell
	for _, core := range on {
		err := Pinned(core, func() { s.spin(ctx, d/time.Duration(len(on))) })
		if err != nil {
			return gaps{}, err
		}
	}
	return s.gaps()
}

// gapProbeTogether spins on all cores that this process may run on, at the same time, for d, and returns what was
// missing on all of them. Where a host has fewer cores than it promised, one core at a time is always there, and all of
// them never are. It fails where there is one core, and where a thread can't be bound to its core.
func gapProbeTogether(ctx context.Context, d time.Duration) (gaps, error) {
	on := affinity()
	if len(on) < 2 {
		return gaps{}, errors.New("there is one core: nothing can be beside it")
	}
	var (
		ready, ended sync.WaitGroup
		spells       = make([]spell, len(on))
		failed       = make([]error, len(on))
	)
	ready.Add(len(on))
	for i, core := range on {
		ended.Go(func() {
			here := sync.OnceFunc(ready.Done)
			defer here() // where the thread can't be bound, the others don't wait for it
			failed[i] = Pinned(core, func() {
				here()
				ready.Wait()
				spells[i].spin(ctx, d)
			})
		})
	}
	ended.Wait()
	var all spell
	for _, s := range spells {
		all.add(s)
	}
	if err := errors.Join(failed...); err != nil {
		return gaps{}, err
	}
	return all.gaps()
}

// A spell adds up bursts of spinning.
type spell struct {
	wall, cpu, missing time.Duration
	n                  int
}

func (s *spell) spin(ctx context.Context, d time.Duration) {
	for began := time.Now(); time.Since(began) < d && ctx.Err() == nil; {
		s.burst()
		runtime.Gosched() // between bursts, where it isn't counted
	}
}

// add adds what another thread missed.
func (s *spell) add(o spell) {
	s.wall += o.wall
	s.cpu += o.cpu
	s.missing += o.missing
	s.n += o.n
}

// burst spins once. The clock is read as the time since a fixed moment, which is a third of the cost of time.Now.
func (s *spell) burst() {
	used := threadCPU()
	began := time.Now()
	var last, missing time.Duration
	n := 0
	for last < spinBurst {
		now := time.Since(began)
		if step := now - last; step > gap {
			missing += step
			n++
		}
		last = now
	}
	s.cpu += threadCPU() - used
	s.wall += last
	s.missing += missing
	s.n += n
}

func (s *spell) gaps() (gaps, error) {
	if s.wall <= 0 {
		return gaps{}, errors.New("the gap probe had no time")
	}
	wall := float64(s.wall)
	// wall − cpu is what the kernel knows that it gave to others. Gaps beyond that were taken by somebody above it.
	known := max(0, s.wall-s.cpu) // the two readings of the CPU clock are in s.cpu: some µs in 4 ms
	return gaps{
		Missing:   float64(s.missing) / wall,
		Hidden:    float64(max(0, s.missing-known)) / wall,
		PerSecond: float64(s.n) / s.wall.Seconds(),
	}, nil
}
