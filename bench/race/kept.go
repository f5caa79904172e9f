package race

import (
	"context"
	"runtime"
	"time"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/workloads"
)

// A Kept pool runs passes of a workload again and again on the same workers, as a benchmark does.
type Kept struct {
	mode     *mode.Mode
	spec     mode.Spec
	pool     mode.Pool
	deadline time.Duration
}

// Keep opens a pool of a mode for a workload whose serial pass takes pass. part is about how long a worker's part of
// a job takes; it sets the length of the shares.
func Keep(
	ctx context.Context, m *mode.Mode, w *workloads.Workload, workers int, pass, part time.Duration,
) (*Kept, error) {
	w, err := worker.Bind(w)
	if err != nil {
		return nil, err
	}
	k := &Kept{mode: m, spec: mode.Spec{Workload: w, Workers: workers, Share: ShareOf(w, pass, part)}}
	k.deadline = max(mode.DefaultDeadline, 20*pass)
	defer m.Around(k.spec)()
	pool, err := m.Pool(ctx, k.spec)
	if err != nil {
		return nil, err
	}
	k.pool = pool
	return k, nil
}

// Enter changes what the mode needs around Run, and returns the undo.
func (k *Kept) Enter() (leave func()) { return k.mode.Around(k.spec) }

// Run runs passes and checks their sum. It is called between Enter and its undo.
func (k *Kept) Run(ctx context.Context, passes int) (mode.Outcome, error) {
	g := worker.Grid{Size: k.spec.Workload.Size, Share: k.spec.Share, Passes: passes}
	o, err := k.pool.Run(ctx, mode.Job{Grid: g, Deadline: k.deadline})
	if want := k.spec.Workload.Sum * uint64(passes); err == nil && o.Sum != want {
		err = SumError{o.Sum, want}
	}
	return o, err
}

// Close ends the workers.
func (k *Kept) Close() error { return k.pool.Close() }

// Cores returns how many cores this process may use at once: GOMAXPROCS at the start follows the cores that it is
// allowed and its cgroup's quota.
func Cores() int { return runtime.GOMAXPROCS(0) }

// Do runs passes with what the mode needs around them, and returns what came of it: the sum, which is checked, and who
// did what.
func (k *Kept) Do(ctx context.Context, passes int) (mode.Outcome, error) {
	defer k.Enter()()
	return k.Run(ctx, passes)
}
