package shared

import (
	"context"

	"corerace/bench/mode"
	"corerace/bench/worker"
)

// SerialPart lets the first worker do a part of every job alone, while the others wait, as a program does that has to
// read or to sort something before it can share its work. Amdahl's law is about such a part: with a share s of the
// work in it, n workers are 1 ÷ (s + (1 − s) ÷ n) times as fast as one.
//
// Source: Amdahl, Validity of the Single Processor Approach to Achieving Large Scale Computing Capabilities (AFIPS
// 1967).
func SerialPart() *mode.Mode {
	return &mode.Mode{
		Name:    "serial-part",
		Doc:     "Goroutines, of which the first does a part of the work alone while the others wait.",
		Options: []mode.Option{mode.CountOption("percent", 25, 1, 99, "how much of the work is done by one alone")},
		Open: func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
			gate, percent := make(chan struct{}, s.Workers), uint64(s.Count("percent"))
			return mode.Each(func(ctx context.Context, i int, s mode.Spec) (mode.Worker, error) {
				w, err := mode.StartThread(ctx, i, s)
				return &partner{w, s, i, gate, percent}, err
			})(ctx, s)
		},
	}
}

// A partner is a worker that waits for the first, or is it.
type partner struct {
	mode.Accountant
	spec    mode.Spec
	i       int
	gate    chan struct{}
	percent uint64
}

// Work implements mode.Worker.
func (p *partner) Work(j *mode.Job) (mode.Tally, error) {
	return p.Account(func() (mode.Tally, error) {
		var alone mode.Tally
		var err error
		if p.i == 0 {
			alone.Sum, alone.Shares, err = worker.Loop(&alonePart{j, j.Shares() * p.percent / 100}, j.Grid, p.spec.Workload.Run)
			for range p.spec.Workers - 1 {
				p.gate <- struct{}{}
			}
		} else {
			<-p.gate
		}
		if err != nil {
			return alone, err
		}
		t, err := j.LoopSingly(p.spec.Workload.Run)
		t.Sum += alone.Sum
		t.Shares += alone.Shares
		return t, err
	})
}

// An alonePart claims the first shares of a job, while nobody else does.
type alonePart struct {
	j    *mode.Job
	left uint64
}

// Next implements worker.Claimer.
func (a *alonePart) Next() worker.Lot {
	if a.left == 0 {
		return worker.Lot{}
	}
	a.left--
	first := a.j.Claim()
	if first >= a.j.Shares() { // it was stopped
		a.left = 0
		return worker.Lot{}
	}
	return worker.Lot{First: first, Count: 1}
}
