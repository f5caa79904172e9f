package bench

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"corerace/bench/worker"
	"corerace/workloads"
)

// A Kept pool runs one pass of a workload again and again on the same workers, as a benchmark does.
type Kept struct {
	mode *Mode
	spec Spec
	pool Pool
	job  Job
}

// Keep opens a pool of a mode for passes over a workload. part is about how long a worker's part of a pass takes; it
// sets the length of the shares.
func Keep(ctx context.Context, m *Mode, w *workloads.Workload, workers int, pass, part time.Duration) (*Kept, error) {
	k := &Kept{mode: m, spec: Spec{Workload: w, Workers: workers, Share: ShareOf(w, pass, part)}}
	defer m.enter(k.spec)()
	pool, err := m.open(ctx, k.spec)
	if err != nil {
		return nil, err
	}
	k.pool = pool
	k.job = Job{Grid: worker.Grid{Size: w.Size, Share: k.spec.Share, Passes: 1}, Deadline: max(DefaultDeadline, 20*pass)}
	return k, nil
}

// Enter changes what the mode needs around passes, and returns the undo.
func (k *Kept) Enter() (leave func()) { return k.mode.enter(k.spec) }

// Pass runs one pass and checks its sum. It is called between Enter and its undo.
func (k *Kept) Pass(ctx context.Context) (Outcome, error) {
	o, err := k.pool.Run(ctx, k.job)
	if err == nil && o.Sum != k.spec.Workload.Sum {
		err = fmt.Errorf("the sum of a pass is %d, %d expected", o.Sum, k.spec.Workload.Sum)
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
	c, err := calibrate(ctx, w)
	return c.pass, err
}

// Cores returns how many cores this process may use at once: GOMAXPROCS at the start follows the cores that it is
// allowed and its cgroup's quota.
func Cores() int { return runtime.GOMAXPROCS(0) }
