package bench

import (
	"context"
	"fmt"
	"sync"

	"corerace/bench/worker"
)

// Processes is n processes that claim shares from a cursor in memory that they share: processes at their best. Go
// can't fork without exec, since a forked child has one thread and the runtime needs the others: a process here is
// fork and exec of this very program.
func Processes() *Mode {
	return &Mode{
		Name:      "processes",
		Doc:       "Processes, fork and exec of this program, that claim shares from a cursor in shared memory.",
		Options:   []Option{transportOption()},
		Available: canStart,
		Suits:     suitsTransport,
		Open:      openProcesses,
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
	var arena *worker.Arena
	err := s.blocksInMemory()
	if err == nil {
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

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
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
