package bench

import (
	"context"
	"time"

	"corerace/bench/gil"
	"corerace/bench/machine"
	"corerace/bench/worker"
	"corerace/results"
)

// GIL is n goroutines behind one lock that is passed on every few milliseconds, on one core: threads under a global
// interpreter lock, on any operating system.
func GIL() *Mode {
	var book stretchBook
	return &Mode{
		Name: "gil", OneCore: true,
		Doc:     "Goroutines behind one lock that its holder passes on every 5 ms: threads under a global interpreter lock.",
		Options: []Option{intervalOption("how long a worker may hold the lock while another one waits")},
		Open: func(ctx context.Context, s Spec) (Pool, error) {
			l := gil.NewTurns(s.Duration("interval"))
			rule := lockRule{stretch: 20 * time.Microsecond, interval: s.Duration("interval")}
			return openLocked(ctx, s, &book, rule, l, func() gil.Holder { return l.Thread() }, startGoroutine)
		},
		Enter: oneProc,
	}
}

// GILMulticore is n threads behind the lock of CPython 3.2 and later.
func GILMulticore() *Mode {
	var book stretchBook
	return &Mode{
		Name: "gil-multicore", OneCore: true, Available: exactLock,
		Doc: "Threads behind the lock of CPython 3.2 and later: who waits asks for it after 5 ms.",
		Options: []Option{
			intervalOption("how long a worker waits for the lock until it asks for it"),
			DurationOption("stretch", 50*time.Microsecond, time.Microsecond, 10*time.Millisecond,
				"length of the work between two checkpoints, at least one item"),
		},
		Open: func(ctx context.Context, s Spec) (Pool, error) {
			l := gil.New(s.Duration("interval"))
			l.MeasureCPU = true
			rule := lockRule{stretch: s.Duration("stretch"), interval: s.Duration("interval")}
			return openLocked(ctx, s, &book, rule, l, func() gil.Holder { return l.Thread() }, startThread)
		},
		Enter: procForEach,
	}
}

// GILTicks is n threads behind the lock of CPython up to 3.1.
//
// A tick's length is such that two threads lose what they do in CPython 2.7: see [gil.DefaultTick].
func GILTicks() *Mode {
	var book stretchBook
	return &Mode{
		Name: "gil-ticks", OneCore: true, Available: exactLock,
		Doc: "Threads behind the lock of CPython up to 3.1, which is let go and taken again every 100 ticks.",
		Options: []Option{
			CountOption("interval", gil.DefaultTicks, 1, 1_000_000, "ticks between two checks"),
			DurationOption("tick", gil.DefaultTick, time.Nanosecond, 100*time.Microsecond, "length of a tick"),
		},
		Open: func(ctx context.Context, s Spec) (Pool, error) {
			n := s.Count("interval")
			l := gil.NewTicks(n)
			rule := lockRule{stretch: time.Duration(n) * s.Duration("tick"), ticks: n}
			return openLocked(ctx, s, &book, rule, l, func() gil.Holder { return tickHolder{l.Thread(), n + 1} }, startThread)
		},
		Enter: procForEach,
	}
}

func intervalOption(doc string) Option {
	return DurationOption("interval", gil.DefaultInterval, 100*time.Microsecond, 10*time.Second, doc)
}

// procForEach sets GOMAXPROCS to one more than the workers, as a worker that waits for the lock keeps its P, and
// returns the undo.
func procForEach(s Spec) (leave func()) {
	return machine.SetProcs(s.Workers + 1)
}

// A tickHolder counts all ticks of a stretch at its end.
type tickHolder struct {
	*gil.TickThread
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
	Stats() gil.Stats
	Reset()
}

// A lockedPool is a crew that shares a lock.
type lockedPool struct {
	*crew
	rule lockRule
	lock countingLock
}

func openLocked(ctx context.Context, s Spec, book *stretchBook, rule lockRule, lock countingLock, side func() gil.Holder,
	start func(context.Context, int, Spec) (Accountant, error)) (Pool, error) {
	sides := make([]gil.Holder, s.Workers) // a lock gets its sides on one goroutine
	for i := range sides {
		sides[i] = side()
	}
	c, err := openCrew(ctx, s, new(worker.Cursor), lockedWorkers(book, rule.stretch, sides, start))
	if err != nil {
		return nil, err
	}
	return lockedPool{c, rule, lock}, nil
}

// Run implements Pool.
func (p lockedPool) Run(ctx context.Context, j Job) (Outcome, error) {
	p.lock.Reset()
	o, err := p.crew.Run(ctx, j)
	if err == nil {
		o.Lock, o.Holds = p.rule.account(p.lock.Stats(), o)
	}
	return o, err
}

// account is what a lock counted, as a record has it.
func (r lockRule) account(s gil.Stats, o Outcome) (*results.Lock, []results.Hold) {
	sum := s.Sum()
	l := &results.Lock{HandOffs: s.Switches, Held: sum.Held, Waited: sum.Waited, CPU: sum.CPU, Interval: r.interval, Ticks: r.ticks,
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
