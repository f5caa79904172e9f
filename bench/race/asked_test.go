package race

import (
	"errors"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

func TestARaceWithoutAnyModeThatWasAskedForIsRefused(t *testing.T) {
	absent := fakeMode("absent", nil)
	absent.Available = func() error { return errors.New("it is on holiday") }
	e := &Experiment{Workloads: []*workloads.Workload{jobs.Counting}, Modes: []*mode.Mode{mode.Serial(), absent},
		Added:   []string{"serial"},
		Workers: []int{1}, Rounds: 1, unprobed: true}
	_, err := e.Plan(t.Context())
	jobs.WantError(t, err, "nothing to race: mode absent isn't here: it is on holiday")

	e.Added = nil
	r, err := e.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if m := r.Plan.Modes[0]; m.Added || m.OneAtATime == nil || !*m.OneAtATime {
		t.Errorf("the plan says %+v of serial", m)
	}
}
