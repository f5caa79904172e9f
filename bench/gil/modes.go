package gil

import (
	"context"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
)

// GIL is n goroutines behind one lock that is passed on every few milliseconds, on one core: threads under a global
// interpreter lock, on any operating system.
func GIL() *mode.Mode {
	var book stretchBook
	return &mode.Mode{
		Name: "gil", OneCore: true,
		Doc: "Goroutines behind one lock that its holder passes on every 5 ms: " +
			"threads under a global interpreter lock.",
		Options: []mode.Option{intervalOption("how long a worker may hold the lock while another one waits")},
		Open: func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
			l := newTurns(s.Duration("interval"))
			rule := lockRule{stretch: 20 * time.Microsecond, interval: s.Duration("interval")}
			return openLocked(ctx, s, &book, rule, l, func() Holder { return l.Thread() }, mode.StartGoroutine)
		},
		Enter: mode.OneProc,
	}
}

// GILMulticore is n threads behind the lock of CPython 3.2 and later.
func GILMulticore() *mode.Mode {
	var book stretchBook
	return &mode.Mode{
		Name: "gil-multicore", OneCore: true, Available: exactLock,
		Doc: "Threads behind the lock of CPython 3.2 and later: who waits asks for it after 5 ms.",
		Options: []mode.Option{
			intervalOption("how long a worker waits for the lock until it asks for it"),
			mode.DurationOption("stretch", 50*time.Microsecond, time.Microsecond, 10*time.Millisecond,
				"length of the work between two checkpoints, at least one item"),
		},
		Open: func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
			l := New(s.Duration("interval"))
			l.MeasureCPU = true
			rule := lockRule{stretch: s.Duration("stretch"), interval: s.Duration("interval")}
			return openLocked(ctx, s, &book, rule, l, func() Holder { return l.Thread() }, mode.StartThread)
		},
		Enter: procForEach,
	}
}

// GILTicks is n threads behind the lock of CPython up to 3.1.
//
// A tick's length is such that two threads lose what they do in CPython 2.7: see [DefaultTick].
func GILTicks() *mode.Mode {
	var book stretchBook
	return &mode.Mode{
		Name: "gil-ticks", OneCore: true, Available: exactLock,
		Doc: "Threads behind the lock of CPython up to 3.1, which is let go and taken again every 100 ticks.",
		Options: []mode.Option{
			mode.CountOption("interval", DefaultTicks, 1, 1_000_000, "ticks between two checks"),
			mode.DurationOption("tick", DefaultTick, time.Nanosecond, 100*time.Microsecond, "length of a tick"),
		},
		Open: func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
			n := s.Count("interval")
			l := NewTicks(n)
			rule := lockRule{stretch: time.Duration(n) * s.Duration("tick"), ticks: n}
			return openLocked(ctx, s, &book, rule, l, func() Holder { return tickHolder{l.Thread(), n + 1} },
				mode.StartThread)
		},
		Enter: procForEach,
	}
}

// intervalOption is the option interval of the locks whose rule is a time.
func intervalOption(doc string) mode.Option {
	return mode.DurationOption("interval", DefaultInterval, 100*time.Microsecond, 10*time.Second, doc)
}

// procForEach sets GOMAXPROCS to one more than the workers, as a worker that waits for the lock keeps its P, and
// returns the undo.
func procForEach(s mode.Spec) (leave func()) {
	return machine.SetProcs(s.Workers + 1)
}

// A tickHolder counts all ticks of a stretch at its end.
type tickHolder struct {
	*TickThread
	ticks int
}

// Checkpoint implements gil.Holder.
func (t tickHolder) Checkpoint() { t.Ticks(t.ticks) }

// A lockRule says how a mode lets go of its lock.
type lockRule struct {
	stretch  time.Duration // between two checkpoints
	interval time.Duration // 0: the lock has none
	ticks    int
}

// A countingLock counts what its holders do.
type countingLock interface {
	Stats() Stats
	Reset()
}

// A lockedPool is a crew that shares a lock.
type lockedPool struct {
	*mode.Crew
	rule lockRule
	lock countingLock
}

// openLocked opens a crew whose members share a lock, and each have a side of it. start starts a member: a goroutine,
// or a thread.
func openLocked(
	ctx context.Context, s mode.Spec, book *stretchBook, rule lockRule, lock countingLock, side func() Holder,
	start func(context.Context, int, mode.Spec) (mode.Accountant, error)) (mode.Pool, error) {
	sides := make([]Holder, s.Workers) // a lock gets its sides on one goroutine
	for i := range sides {
		sides[i] = side()
	}
	c, err := mode.OpenCrew(ctx, s, new(worker.Cursor), lockedWorkers(book, rule.stretch, sides, start))
	if err != nil {
		return nil, err
	}
	return lockedPool{c, rule, lock}, nil
}

// Run implements Pool.
func (p lockedPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	p.lock.Reset()
	o, err := p.Crew.Run(ctx, j)
	if err == nil {
		o.Lock, o.Holds = p.rule.account(p.lock.Stats(), o)
	}
	return o, err
}

// account is what a lock counted, as a record has it.
func (r lockRule) account(s Stats, o mode.Outcome) (*results.Lock, []results.Hold) {
	sum := s.Sum()
	l := &results.Lock{HandOffs: s.Switches, Held: sum.Held, Waited: sum.Waited, CPU: sum.CPU, Interval: r.interval,
		Ticks:  r.ticks,
		Checks: sum.Checks, Wakes: sum.Wakes, WakeUps: sum.WakeUps, Lost: sum.Lost,
		Slices: results.NewSpread(s.Slices), HandOver: results.NewSpread(s.Gaps)}
	var held []float64
	for _, c := range s.Threads {
		held = append(held, c.Held.Seconds())
	}
	l.Jain = results.Jain(held)
	if r.interval > 0 {
		over := make([]time.Duration, len(s.Slices))
		for i, d := range s.Slices {
			over[i] = max(0, d-r.interval)
		}
		l.Overrun = results.NewSpread(over)
	}
	holds := make([]results.Hold, 0, min(len(s.Holds), results.MaxHolds))
	for _, h := range s.Holds[:cap(holds)] {
		holds = append(holds, results.Hold{Worker: h.Thread, From: s.Started.Add(h.From).Sub(o.Start), For: h.For})
	}
	return l, holds
}
