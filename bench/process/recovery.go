package process

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
)

const (
	// maxShareDeaths is how many workers may die of one share before the job is given up: chance kills one, and
	// hardly another at the same place.
	maxShareDeaths = 3
	// maxDeaths is how many workers may die in one job.
	maxDeaths = 1000
	// maxStarts is how often a replacement may fail to start before the job is given up.
	maxStarts = 3
)

// A recovery keeps account of the workers of a pool that die, and says whether it is worth replacing them.
type recovery struct {
	spec  mode.Spec
	start func(ctx context.Context, i int, s mode.Spec) (*process, error)

	mu      sync.Mutex
	ran     bool      // a job was begun
	began   time.Time // the job; zero before the first
	deaths  []results.Death
	ofShare map[int64]int // deaths
}

// begin forgets the deaths of the job before. Those at the start of the pool count for the first job.
func (r *recovery) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ran {
		r.deaths = nil
	}
	r.ran, r.began, r.ofShare = true, time.Now(), map[int64]int{}
}

// all returns the deaths of the job.
func (r *recovery) all() []results.Death {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deaths
}

// note writes a death down. It returns its number, and why the job must be given up, if it must.
func (r *recovery) note(d results.Death, why error) (number int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ran {
		d.T = time.Since(r.began)
		r.ofShare[d.Share]++
	}
	r.deaths = append(r.deaths, d)
	switch n := r.ofShare[d.Share]; {
	case d.Share != results.NoShare && n >= maxShareDeaths:
		err = fmt.Errorf("share %d was given up: %d workers died of it, the last was %w", d.Share, n, why)
	case len(r.deaths) >= maxDeaths:
		err = fmt.Errorf("%d workers died in one job, the last was %w", len(r.deaths), why)
	}
	return len(r.deaths) - 1, err
}

// replaced writes down who took the place of one that died.
func (r *recovery) replaced(number, pid int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deaths[number].Replacement = pid
}

// A seat is the place of one worker in a pool of processes. The process that sits there may die, and another takes
// the place. Its methods are called on the worker's own goroutine, except Close.
type seat struct {
	*process
	pool   *recovery
	ctx    context.Context // ends with Close
	cancel context.CancelFunc

	mu sync.Mutex // around process, where Close may look
}

// newSeat starts the first process of place i, or where that is killed before it is ready, another.
func (r *recovery) newSeat(ctx context.Context, i int, s mode.Spec) (*seat, error) {
	p, err := r.start(ctx, i, s)
	for try := 1; err != nil && try < maxStarts; try++ {
		e, ok := errors.AsType[*processError](err)
		if !r.spec.Recover || !ok || e.what != nil || ctx.Err() != nil { // where it said why, it will say so again
			return nil, err
		}
		number, _ := r.note(results.Death{Worker: i, PID: e.pid, Share: results.NoShare, Reason: e.reason()}, err)
		if p, err = r.start(ctx, i, s); err == nil {
			r.replaced(number, p.cmd.Process.Pid)
		}
	}
	if err != nil {
		return nil, err
	}
	t := &seat{process: p, pool: r}
	t.ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return t, nil
}

// replace puts a new process, which is ready, into the place of one that died with an error at a share, or at
// results.NoShare. It returns why there is none: that error itself where the pool doesn't recover.
func (t *seat) replace(share int64, why error) error {
	if !t.pool.spec.Recover || t.ctx.Err() != nil {
		return why
	}
	number, err := t.pool.note(results.Death{Worker: t.i, PID: t.cmd.Process.Pid, Share: share, Reason: reason(why)},
		why)
	if err != nil {
		return err
	}
	if blocks := worker.BlocksOf(t.pool.spec.Workload); blocks != nil {
		blocks.Disown(t.cmd.Process.Pid)
	}
	p, err := t.startAgain(why)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ctx.Err() != nil { // closed meanwhile
		p.end(0)
		return why
	}
	p.working.Store(t.working.Load())
	t.process = p
	t.pool.replaced(number, p.cmd.Process.Pid)
	return nil
}

func (t *seat) startAgain(why error) (p *process, err error) {
	for range maxStarts {
		if p, err = t.pool.start(t.ctx, t.i, t.pool.spec); err == nil {
			return p, nil
		}
		if t.ctx.Err() != nil {
			return nil, why
		}
	}
	return nil, fmt.Errorf("%w; no other worker could take its place: %w", why, err)
}

// Close implements Worker.
func (t *seat) Close() error {
	t.cancel()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.process.Close()
}

// A processError is what ended a worker process.
type processError struct {
	i, pid int
	what   error  // nil where how says all
	how    string // it ended: "killed by signal 9 (killed)"
}

// Error names the worker.
func (e *processError) Error() string {
	return fmt.Sprintf("worker %d (pid %d): %s", e.i, e.pid, e.reason())
}

func (e *processError) Unwrap() error { return e.what }

func (e *processError) reason() string {
	if e.what == nil {
		return e.how
	}
	return e.what.Error() + "; " + e.how
}

// reason is what ended a worker, without its name.
func reason(err error) string {
	if e, ok := errors.AsType[*processError](err); ok {
		return e.reason()
	}
	return err.Error()
}
