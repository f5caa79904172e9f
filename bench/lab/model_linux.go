package lab

import (
	"context"
	"time"

	"corerace/bench/gil"
	"corerace/bench/worker/system"
	"corerace/results"
	"corerace/workloads"
)

// Models returns the models of the two locks of CPython, and what has no lock, or says why they aren't here. Their
// program gives [workloads.Spin] to [bench.Hook].
func Models() ([]Subject, error) {
	return []Subject{
		&model{"gil-multicore", "the lock of CPython 3.2 and later, on threads", Interval},
		&model{"gil-ticks", "the lock of CPython up to 3.1, on threads", Ticks},
		newProcesses(),
	}, nil
}

// unit is the work between two looks at the lock of an interval, as long as a few bytecodes.
const unit = 500 * time.Nanosecond

// tick is what a tick takes. In a loop of CPython 2.7 that counts down, 100 of them take 0.5 µs, but a check there
// costs more than one of the bare lock: the state of the thread is swapped, and what it works on moves from core to
// core with it. A shorter tick brings the cost of a check over the work between two of them closer to that of 2.7.
const tick = gil.DefaultTick

// A model is one of the locks of package gil, with threads that do as a small program does.
type model struct {
	name, doc string
	rule      Rule
}

func (m *model) Name() string { return m.name }
func (m *model) Doc() string  { return m.doc }
func (m *model) Rule() Rule   { return m.rule }

// A setup is a lock with its sides, and the work between two looks at it.
type setup struct {
	sides []gil.Holder
	stats func() gil.Stats
	items int // of workloads.Spin in a unit
	spin  func(lo, hi int) uint64
}

// ticking counts the ticks of a unit at its end.
type ticking struct {
	*gil.TickThread
	ticks int
}

// Checkpoint implements gil.Holder.
func (t ticking) Checkpoint() { t.Ticks(t.ticks) }

// setup makes a lock for a number of threads.
func (m *model) setup(s Spec, threads int) *setup {
	u := &setup{spin: workloads.Spin().Run}
	length := unit
	if m.rule == Interval {
		l := gil.New(s.Interval)
		for range threads {
			u.sides = append(u.sides, l.Thread())
		}
		u.stats = l.Stats
	} else {
		n := s.Ticks
		if n == 0 {
			n = gil.DefaultTicks
		}
		l := gil.NewTicks(n)
		step := min(n, gil.DefaultTicks)
		for range threads {
			u.sides = append(u.sides, ticking{l.Thread(), step + 1})
		}
		u.stats = l.Stats
		length = time.Duration(step) * tick
	}
	u.items = max(1, int(float64(length)/itemTime(u.spin)+0.5))
	return u
}

// itemTime is how long an item of the spin takes, in nanoseconds: the shortest of several tries.
func itemTime(spin func(lo, hi int) uint64) float64 {
	const items = 20_000
	best := time.Hour
	for range 5 {
		began := time.Now()
		spin(0, items)
		best = min(best, time.Since(began))
	}
	return max(float64(best)/items, 0.1)
}

// work does a number of units with a look at the lock after each.
func (u *setup) work(side gil.Holder, units int) {
	for range units {
		u.spin(0, u.items)
		side.Checkpoint()
	}
}

// count fills in what the lock counted.
func (u *setup) count(l *results.GIL) {
	s := u.stats()
	c := s.Sum()
	l.Switches, l.Checks, l.Wakes, l.WakeUps, l.Lost = s.Switches, c.Checks, c.Wakes, c.WakeUps, c.Lost
}

// Slices implements Subject.
func (m *model) Slices(ctx context.Context, s Spec) (results.GIL, error) {
	line := s.Line(m, results.GILSlices)
	u := m.setup(s, s.Threads)
	var st stamps
	done := make([]float64, s.Threads)
	began, cpu := time.Now(), processCPU()
	end := began.Add(Lead + s.For)
	err := crowd(s.Threads, s.OneCore, 0, func(i int) {
		u.sides[i].Acquire()
		defer u.sides[i].Release()
		for ctx.Err() == nil && st.stamp(i).Before(end) {
			u.work(u.sides[i], 1)
			done[i]++
		}
	})
	line.Wall, line.CPU = time.Since(began), processCPU()-cpu
	u.count(&line)
	line.Slices, line.HandOver = st.settled()
	line.Jain = results.Jain(done)
	return line, firstError(ctx, err)
}

// Slowdown implements Subject. The work of one thread is done before and after, on the first and on the last core,
// since cores aren't always as fast as each other.
func (m *model) Slowdown(ctx context.Context, s Spec) (results.GIL, error) {
	line := s.Line(m, results.GILSlowdown)
	one := m.setup(s, 1)
	units := max(s.Threads, int(float64(s.For)/(itemTime(one.spin)*float64(one.items))))
	alone := func(core int) (wall, cpu time.Duration, err error) {
		began, before := time.Now(), processCPU()
		err = crowd(1, true, core, func(int) { m.share(ctx, one, 0, units) })
		return time.Since(began), processCPU() - before, err
	}
	last := -1
	if s.OneCore {
		last = 0
	}
	wall, cpu, err := alone(0)
	if err != nil {
		return line, err
	}
	u := m.setup(s, s.Threads)
	u.items = one.items
	began, before := time.Now(), processCPU()
	if err := crowd(s.Threads, s.OneCore, 0, func(i int) { m.share(ctx, u, i, units/s.Threads) }); err != nil {
		return line, err
	}
	line.Wall, line.CPU = time.Since(began), processCPU()-before
	wall2, cpu2, err := alone(last)
	line.SerialWall, line.SerialCPU = (wall+wall2)/2, (cpu+cpu2)/2
	u.count(&line)
	return line, firstError(ctx, err)
}

// share does a thread's part, in pieces between which it looks whether to stop.
func (m *model) share(ctx context.Context, u *setup, i, units int) {
	u.sides[i].Acquire()
	defer u.sides[i].Release()
	for left := units; left > 0 && ctx.Err() == nil; left -= 2000 {
		u.work(u.sides[i], min(left, 2000))
	}
}

// Blocking implements Subject. The calls sleep for a millisecond each.
func (m *model) Blocking(ctx context.Context, s Spec) (results.GIL, error) {
	line := s.Line(m, results.GILBlocking)
	line.Released = s.Release
	calls := max(s.Threads, int(s.For/time.Millisecond))
	run := func(threads int) (time.Duration, error) {
		u := m.setup(s, threads)
		began := time.Now()
		err := crowd(threads, s.OneCore, 0, func(i int) { block(ctx, u.sides[i], calls/threads, s.Release) })
		return time.Since(began), err
	}
	var err error
	if line.SerialWall, err = run(1); err != nil {
		return line, err
	}
	line.Wall, err = run(s.Threads)
	return line, firstError(ctx, err)
}

// block does calls that block, with or without the lock.
func block(ctx context.Context, side gil.Holder, calls int, release bool) {
	side.Acquire()
	defer side.Release()
	sleep := func() { time.Sleep(time.Millisecond) }
	for range calls {
		if ctx.Err() != nil {
			return
		}
		if release {
			side.Blocking(sleep)
		} else {
			sleep()
		}
		side.Checkpoint()
	}
}

func processCPU() time.Duration {
	user, sys := system.ProcessCPU()
	return user + sys
}
