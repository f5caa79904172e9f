package bench

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"corerace/bench/worker"
	"corerace/workloads"
)

// A Kept pool runs passes of a workload again and again on the same workers, as a benchmark does.
type Kept struct {
	mode     *Mode
	spec     Spec
	pool     Pool
	deadline time.Duration
}

// Keep opens a pool of a mode for a workload whose serial pass takes pass. part is about how long a worker's part of
// a job takes; it sets the length of the shares.
func Keep(ctx context.Context, m *Mode, w *workloads.Workload, workers int, pass, part time.Duration) (*Kept, error) {
	w, err := worker.Bind(w)
	if err != nil {
		return nil, err
	}
	k := &Kept{mode: m, spec: Spec{Workload: w, Workers: workers, Share: ShareOf(w, pass, part)}}
	k.deadline = max(DefaultDeadline, 20*pass)
	defer m.enter(k.spec)()
	pool, err := m.open(ctx, k.spec)
	if err != nil {
		return nil, err
	}
	k.pool = pool
	return k, nil
}

// Enter changes what the mode needs around Run, and returns the undo.
func (k *Kept) Enter() (leave func()) { return k.mode.enter(k.spec) }

// Run runs passes and checks their sum. It is called between Enter and its undo.
func (k *Kept) Run(ctx context.Context, passes int) (Outcome, error) {
	g := worker.Grid{Size: k.spec.Workload.Size, Share: k.spec.Share, Passes: passes}
	o, err := k.pool.Run(ctx, Job{Grid: g, Deadline: k.deadline})
	if want := k.spec.Workload.Sum * uint64(passes); err == nil && o.Sum != want {
		err = fmt.Errorf("the sum is %d, %d expected", o.Sum, want)
	}
	return o, err
}

// Close ends the workers.
func (k *Kept) Close() error { return k.pool.Close() }

// PassTime sets a workload up and returns about how long its serial pass takes here.
func PassTime(ctx context.Context, w *workloads.Workload) (time.Duration, error) {
	if err := w.Check(); err != nil {
		return 0, err
	}
	c, err := calibrate(ctx, w, finest())
	return c.pass, err
}

// Noise returns how far the same serial work differs from one time to the next: the standard deviation of the log ratio
// of two neighbouring blocks of passes of some 20 ms.
func Noise(ctx context.Context, w *workloads.Workload) (float64, error) {
	c, err := calibrate(ctx, w, finest())
	return c.noise, err
}

// Cores returns how many cores this process may use at once: GOMAXPROCS at the start follows the cores that it is
// allowed and its cgroup's quota.
func Cores() int { return runtime.GOMAXPROCS(0) }
