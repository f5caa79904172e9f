package bench

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"corerace/bench/worker"
	"corerace/workloads"
)

// Open opens a pool of a mode for a workload: "goroutines", "processes", or any other that is spelt as on the command
// line. It takes one serial pass, which says how long the shares should be. Where the workers may be processes, the
// program calls [Hook] first in main, with the workload in its list.
//
// The lines that follow are the same in every mode: [Kept.Do], as often as wanted, and [Kept.Close].
func Open(ctx context.Context, mode string, w *workloads.Workload, workers int) (*Kept, error) {
	m, err := FindMode(Modes(), mode)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(w.Check(), w.Here()); err != nil {
		return nil, err
	}
	if _, err := worker.Prepare(w); err != nil {
		return nil, err
	}
	if w, err = worker.Bind(w); err != nil {
		return nil, err
	}
	start := time.Now()
	if _, err := worker.RunShare(w.Run, 0, w.Size); err != nil {
		return nil, fmt.Errorf("workload %s: %w", w.Name, err)
	}
	pass := max(time.Since(start), 1)
	return Keep(ctx, m, w, workers, pass, pass/time.Duration(max(1, min(workers, Cores()))))
}

// Do runs passes with what the mode needs around them, and returns what came of it: the sum, which is checked, and who
// did what.
func (k *Kept) Do(ctx context.Context, passes int) (Outcome, error) {
	defer k.Enter()()
	return k.Run(ctx, passes)
}

// OpenPool opens a pool of a mode for a spec. It is for measuring pools themselves, with shares of a set size and jobs of
// any; for other programs there is [Open].
func OpenPool(ctx context.Context, m *Mode, s Spec) (Pool, error) {
	if err := cmp.Or(m.Check(), s.Workload.Check()); err != nil {
		return nil, err
	}
	return m.open(ctx, s)
}
