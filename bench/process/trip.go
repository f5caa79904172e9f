package process

import (
	"context"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/workloads"
)

// A Trip is a worker process that is sent one share at a time, to measure how long that takes there and back: what the
// mode processes-pipe hides by sending ahead. It isn't for use by several goroutines at once.
type Trip struct{ p *process }

// OpenTrip starts a worker process for a workload. Close ends it.
func OpenTrip(ctx context.Context, w *workloads.Workload) (*Trip, error) {
	if err := MayStart(w); err != nil {
		return nil, err
	}
	p, err := startProcess(ctx, 0, mode.Spec{Workload: w, Workers: 1, Share: 1}, nil)
	if err != nil {
		return nil, err
	}
	return &Trip{p}, nil
}

// Item sends the share of one item and returns its sum.
func (t *Trip) Item(i int) (sum uint64, err error) {
	lot := worker.Lot{First: uint64(i), Count: 1}
	f, err := t.p.ask(lot.Frame(1), worker.KindSum)
	return f.Args[0], err
}

// Close ends the worker.
func (t *Trip) Close() error { return t.p.Close() }
