package race

import (
	"slices"
	"testing"

	"corerace/bench/language"
	"corerace/bench/mode"
	"corerace/bench/testkit/pythons"
	"corerace/workloads"
)

func TestPlanCalibratesEveryBaselineApart(t *testing.T) {
	modes := append([]*mode.Mode{mode.Serial()}, language.PythonModes(pythons.Find)[:2]...)
	pythons.All(t)
	e := &Experiment{Workloads: []*workloads.Workload{workloads.Primes(), workloads.Triad()}, Modes: modes,
		Workers: []int{1, 2}, Rounds: 1, unprobed: true}
	r, err := e.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := r.Plan.Workloads[0]
	if len(p.Baselines) != 1 || p.Baselines[0].Baseline != "python-serial" || p.Baselines[0].Pass < p.Pass {
		t.Errorf("a pass takes %v, and in other baselines %+v", p.Pass, p.Baselines)
	}
	for _, c := range r.cells {
		if want := p.In(c.m.Against()).Passes; c.w.Name == "primes" && c.planned.Passes != want {
			t.Errorf("%s has %d passes, %d expected", c.m, c.planned.Passes, want)
		}
		if c.w.Name == "triad" && c.m.Suits != nil {
			t.Errorf("%s is planned in %s", c.w.Name, c.m)
		}
	}
	left := slices.ContainsFunc(r.Plan.Notes, func(s string) bool {
		return s == "workload triad was left out of the mode python-serial: it has no twin in Python"
	})
	if !left {
		t.Errorf("the notes don't say that triad was left out: %q", r.Plan.Notes)
	}
}
