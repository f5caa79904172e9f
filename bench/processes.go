package bench

import (
	"context"
	"fmt"
	"sync"
	"time"

	"corerace/bench/worker"
)

// Processes is n processes that claim shares from a cursor in memory that they share: processes at their best. Go
// can't fork without exec, since a forked child has one thread and the runtime needs the others: a process here is
// fork and exec of this very program.
func Processes() *Mode {
	return &Mode{
		Name:      "processes",
		Doc:       "Processes, fork and exec of this program, that claim shares from a cursor in shared memory.",
		Options:   []Option{startMethod(), transportOption()},
		Available: canStart,
		Suits:     suitsTransport,
		Open:      openProcesses,
	}
}

// ProcessesPipe is n processes that are sent one share after the other: processes as pools usually do it.
func ProcessesPipe() *Mode {
	return &Mode{
		Name:      "processes-pipe",
		Doc:       "The same processes, each sent its shares one by one over a pipe, as pools usually do it.",
		Options:   []Option{encodeOption(), startMethod()},
		Available: canStart,
		Open:      openPipeProcesses,
	}
}

// An arenaPool is a crew of processes around a cursor in shared memory.
type arenaPool struct {
	*crew
	arena *worker.Arena
	unmap *sync.Once
}

func openProcesses(ctx context.Context, s Spec) (Pool, error) {
	if err := mayStart(s.Workload); err != nil {
		return nil, err
	}
	done, err := s.handBlocks()
	if err != nil {
		return nil, err
	}
	defer done()
	var arena *worker.Arena
	if err = s.blocksInMemory(); err == nil {
		arena, err = worker.NewArena()
	}
	if err != nil {
		pool, perr := openPipeProcesses(ctx, s)
		return fallbackPool{pool, fmt.Sprintf("%v: shares are sent over the pipe", err)}, perr
	}
	c, err := openCrew(ctx, s, arena.Cursor(), func(ctx context.Context, i int, s Spec) (Worker, error) {
		p, err := startProcess(ctx, i, s, arena.File())
		return claimer{p}, err
	})
	if err != nil {
		arena.Close()
		return nil, err
	}
	return arenaPool{c, arena, new(sync.Once)}, nil
}

// Close implements Pool.
func (p arenaPool) Close() error {
	p.crew.Close()
	p.unmap.Do(func() { p.arena.Close() })
	return nil
}

// A claimer is a process that claims its shares from shared memory by itself.
type claimer struct{ *process }

// Work implements Worker.
func (c claimer) Work(j *Job) (Tally, error) {
	c.working.Store(true)
	defer c.working.Store(false)
	return c.finish(j, j.Grid.Frame())
}

func openPipeProcesses(ctx context.Context, s Spec) (Pool, error) {
	if err := mayStart(s.Workload); err != nil {
		return nil, err
	}
	if s.Workload.Blocks() {
		return openSentBlocks(ctx, s)
	}
	c, err := openCrew(ctx, s, new(worker.Cursor), func(ctx context.Context, i int, s Spec) (Worker, error) {
		p, err := startProcess(ctx, i, s, nil)
		return sender{p}, err
	})
	if err != nil {
		return nil, err
	}
	return pipePool{c}, nil
}

// A sender is a process whose shares are claimed in the parent and sent to it.
type sender struct{ *process }

// Work implements Worker.
func (p sender) Work(j *Job) (Tally, error) {
	p.working.Store(true)
	defer p.working.Store(false)
	var failed error
	t, err := j.Loop(func(lo, hi int) uint64 {
		if failed != nil {
			return 0
		}
		f, err := p.ask(worker.Frame{Kind: worker.KindShare, Args: [4]uint64{uint64(lo), uint64(hi)}}, worker.KindSum)
		if err != nil {
			failed = err
			j.cursor.Stop()
		}
		return f.Args[0]
	})
	if failed != nil || err != nil {
		return Tally{}, firstError(failed, err)
	}
	end := time.Now()
	told, err := p.finish(j, worker.Frame{Kind: worker.KindTally})
	told.End = end
	if err == nil && (told.Sum != t.Sum || told.Shares != t.Shares) {
		err = p.failed(fmt.Errorf("it counts %d shares, it was sent %d", told.Shares, t.Shares))
	}
	return told, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// A pipePool is a crew of processes whose shares are sent.
type pipePool struct{ *crew }

// Run implements Pool.
func (p pipePool) Run(ctx context.Context, j Job) (Outcome, error) {
	o, err := p.crew.Run(ctx, j)
	o.Claim = "pipe"
	return o, err
}

// A fallbackPool is a pool that isn't what was asked for, and says so.
type fallbackPool struct {
	Pool
	why string
}

// Run implements Pool.
func (p fallbackPool) Run(ctx context.Context, j Job) (Outcome, error) {
	o, err := p.Pool.Run(ctx, j)
	o.Warnings = append(o.Warnings, p.why)
	return o, err
}
