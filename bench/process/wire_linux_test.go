package process

import (
	"testing"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
)

// A workload in C prints on standard output itself, which isn't the wire by then.
func TestWhatAWorkloadPrintsAsCIsNotOnTheWire(t *testing.T) {
	for _, m := range []*mode.Mode{Processes(), ProcessesPipe()} {
		p := jobs.OpenPool(t, m, jobs.SaysAsC, 2, 10)
		for range 3 {
			if o, err := p.Run(t.Context(), jobs.JobOf(jobs.SaysAsC, 10, 1)); err != nil || o.Sum != 100 {
				t.Errorf("%s: sum %d, %v", m, o.Sum, err)
			}
		}
	}
}
