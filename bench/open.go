package bench

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/bench/worker"
	"corerace/workloads"
)

// Open opens a pool of a mode for a workload: "goroutines", "processes", or any other that is spelt as on the command
// line. It takes one serial pass, which says how long the shares should be. Where the workers may be processes, the
// program calls [Hook] first in main, with the workload in its list.
//
// The lines that follow are the same in every mode: [Kept.Do], as often as wanted, and [Kept.Close].
func Open(ctx context.Context, spelling string, w *workloads.Workload, workers int) (*race.Kept, error) {
	m, err := mode.FindMode(Modes(), spelling)
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
	return race.Keep(ctx, m, w, workers, pass, pass/time.Duration(max(1, min(workers, race.Cores()))))
}
