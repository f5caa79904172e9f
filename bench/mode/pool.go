package mode

import (
	"cmp"
	"context"
	"fmt"

	"corerace/bench/worker"
	"corerace/bench/worker/system"
)

// A Pool is a number of workers that are ready, and what they share.
type Pool interface {
	// Run gives the job to all workers at once and returns when the last sum is in. An error ends the pool: it
	// names the worker that failed.
	Run(ctx context.Context, j Job) (Outcome, error)
	// Close ends the workers and waits for them.
	Close() error
}

// OpenPool opens a pool of a mode for a spec. It is for measuring pools themselves, with shares of a set size and jobs
// of any; for other programs there is bench.Open.
func OpenPool(ctx context.Context, m *Mode, s Spec) (Pool, error) {
	if err := cmp.Or(m.Check(), s.Workload.Check()); err != nil {
		return nil, err
	}
	return m.Pool(ctx, s)
}

// openBound opens a mode for a workload that is bound to its blocks, where it has some.
func openBound(ctx context.Context, m *Mode, s Spec) (Pool, error) {
	w, err := worker.Bind(s.Workload)
	if err != nil {
		return nil, err
	}
	s.Workload = w
	if err := m.Fits(s); err != nil {
		return nil, fmt.Errorf("mode %s can't run workload %s: %w", m, w.Name, err)
	}
	blocks := worker.BlocksOf(w)
	if blocks == nil {
		return m.Open(ctx, s)
	}
	text, err := s.handBlocks(blocks)
	if err != nil {
		return nil, err
	}
	blocks.Reset()
	pool, err := m.Open(ctx, s)
	if err != nil {
		text.Close()
		return nil, err
	}
	return &blockPool{pool, blocks, text}, nil
}

// Pool opens the mode for a spec.
func (m *Mode) Pool(ctx context.Context, s Spec) (Pool, error) {
	if err := m.Here(); err != nil {
		return nil, fmt.Errorf("mode %s isn't available: %w", m, err)
	}
	if s.Workers < 1 || (m.Most > 0 && s.Workers > m.Most) {
		return nil, fmt.Errorf("mode %s can't have %d workers", m, s.Workers)
	}
	s.mode, s.Opened = m, system.Clock()
	return openBound(ctx, m, s)
}
