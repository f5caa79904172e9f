package process

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
)

// Processes is n processes that claim shares from a cursor in memory that they share: processes at their best. Go
// can't fork without exec, since a forked child has one thread and the runtime needs the others: a process here is
// fork and exec of this very program, or of the lean image of it.
func Processes() *mode.Mode {
	return &mode.Mode{
		Name:      "processes",
		Doc:       "Processes, fork and exec of this program, that claim shares from a cursor in shared memory.",
		Options:   []mode.Option{startMethod(), transportOption(), mode.CutOption(), imageOption()},
		Available: canStartSelf,
		Suits:     suitsTransport,
		Open:      openProcesses,
	}
}

// An arenaPool is a crew of processes around a cursor in shared memory.
type arenaPool struct {
	*mode.Crew
	*recovery
	arena *worker.Arena
	left  *atomic.Int32 // workers that haven't finished the job
	mute  *atomic.Int32 // those that died in it with nothing announced
	unmap *sync.Once
}

// openProcesses opens a pool on shared memory. Where there is none it is one over pipes, and every sample says so.
func openProcesses(ctx context.Context, s mode.Spec) (mode.Pool, error) {
	if err := MayStart(s.Workload); err != nil {
		return nil, err
	}
	var arena *worker.Arena
	err := s.BlocksInMemory()
	if err == nil {
		arena, err = worker.NewArena(s.Workers)
	}
	if err != nil {
		pool, perr := openPipeProcesses(ctx, s)
		return fallbackPool{pool, fmt.Sprintf("%v: shares are sent over the pipe", err)}, perr
	}
	p := arenaPool{arena: arena, left: new(atomic.Int32), mute: new(atomic.Int32), unmap: new(sync.Once)}
	p.recovery = &recovery{spec: s, start: func(ctx context.Context, i int, s mode.Spec) (*process, error) {
		return startProcess(ctx, i, s, arena.File())
	}}
	p.Crew, err = mode.OpenCrew(ctx, s, arena.Cursor(),
		func(ctx context.Context, i int, s mode.Spec) (mode.Worker, error) {
			seat, err := p.newSeat(ctx, i, s)
			return claimer{seat, p}, err
		})
	if err != nil {
		arena.Close()
		return nil, err
	}
	p.Crew.Watched = true
	return p, nil
}

// maxRuns is how often a job is run before it is given up because shares were lost.
const maxRuns = 3

// Run implements Pool. Where more shares were lost than can be told, the whole job is run again.
func (p arenaPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	p.begin()
	began := time.Now()
	for run := 1; ; run++ {
		p.arena.Reset()
		p.left.Store(int32(p.Size()))
		p.mute.Store(0)
		o, err := p.Crew.Run(ctx, j)
		o.Deaths = p.all()
		if _, lost := p.arena.Missing(j.Shares()); p.Broken != nil || lost == 0 || len(o.Deaths) == 0 ||
			run == maxRuns {
			return again(o, began, run), err
		}
	}
}

// again says, of the last of several runs of a job, that it wasn't the first.
func again(o mode.Outcome, began time.Time, runs int) mode.Outcome {
	if runs > 1 {
		o.Wall, o.Start = o.Start.Add(o.Wall).Sub(began), began
		o.Warnings = append(o.Warnings, fmt.Sprintf("the whole job was run %d times: workers died before they could "+
			"say what they had claimed", runs))
	}
	return o
}

// Close implements Pool.
func (p arenaPool) Close() error {
	p.Crew.Close()
	p.unmap.Do(func() { p.arena.Close() })
	return nil
}

// A claimer is a place whose process claims its shares from shared memory by itself.
type claimer struct {
	*seat
	pool arenaPool
}

// Work implements Worker.
func (c claimer) Work(j *mode.Job) (mode.Tally, error) {
	c.working.Store(true)
	defer func() { c.working.Store(false) }() // of the process that is there by then
	t, err := c.survive(j)
	if err != nil || c.pool.left.Add(-1) > 0 {
		return t, err
	}
	// This was the last one: what is missing now was taken by a worker that died before it could say so.
	for c.seat.pool.spec.Recover && !j.Cursor.Stopped() {
		lot, ok := c.pool.lost(j.Shares())
		if !ok {
			break
		}
		c.pool.arena.Slot(c.i).Announce(lot)
		if t, err = c.survive(j); err != nil {
			break
		}
	}
	return t, err
}

// lost returns the lot that is missing when all workers are done. Where several died before they could announce theirs,
// the sum of the numbers that are missing doesn't tell whose they are, unless it is a single share.
func (p arenaPool) lost(shares uint64) (lot worker.Lot, ok bool) {
	lot, _ = p.arena.Missing(shares)
	return lot, lot.Count == 1 || lot.Count > 1 && p.mute.Load() == 1
}

// survive lets the process, and those that take its place, claim shares until none is left. They begin with what their
// slot has unfinished.
func (c claimer) survive(j *mode.Job) (mode.Tally, error) {
	slot := c.pool.arena.Slot(c.i)
	for {
		f := j.Grid.Frame()
		if j.Parts > 0 {
			f.Kind = worker.KindPart
		}
		stop := c.watch(j.Silence(), slot.Progress)
		t, err := c.finish(j, f)
		stop()
		if err == nil {
			err = c.agrees(t, slot)
		}
		if err == nil {
			if j.Parts == 0 {
				t.Lots.Claims, t.Lots.Most = slot.Lots()
			}
			return t, nil
		}
		at := int64(results.NoShare)
		if share, ok := slot.Unfinished(); ok {
			at = int64(share)
		} else {
			c.pool.mute.Add(1)
		}
		if err := c.replace(at, err); err != nil {
			return mode.Tally{}, err
		}
	}
}

// agrees checks what a worker says it did against what it wrote down.
func (c claimer) agrees(t mode.Tally, slot *worker.Slot) error {
	if sum, shares := slot.Done(); t.Sum != sum || t.Shares != shares {
		return c.failed(fmt.Errorf("it says %d shares and the sum %d, it wrote down %d and %d", t.Shares, t.Sum, shares,
			sum))
	}
	return nil
}

// A fallbackPool is a pool that isn't what was asked for, and says so.
type fallbackPool struct {
	mode.Pool
	why string
}

// Run implements Pool.
func (p fallbackPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	o, err := p.Pool.Run(ctx, j)
	o.Warnings = append(o.Warnings, p.why)
	return o, err
}
