package race

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"corerace/bench/mode"
)

// A dyingPool fails, or has a wrong sum, from a job of its mode on.
type dyingPool struct {
	fakePool
	jobs  *int
	after int
	wrong bool
}

var errDied = errors.New("interpreter (pid 7): silent for 10s, past its deadline")

func (p dyingPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	if *p.jobs++; *p.jobs <= p.after {
		return p.fakePool.Run(ctx, j)
	}
	if o, err := p.fakePool.Run(ctx, j); p.wrong {
		o.Sum++
		return o, err
	}
	return mode.Outcome{}, errDied
}

// dying is a mode in another language that fails from a job on.
func dying(name, baseline string, after int, wrong bool) *mode.Mode {
	jobs := 0
	m := fakeMode(name, nil)
	m.Foreign, m.Baseline = true, baseline
	m.Open = func(_ context.Context, s mode.Spec) (mode.Pool, error) {
		return dyingPool{fakePool{s}, &jobs, after, wrong}, nil
	}
	return m
}

// A program in another language that dies, or falls silent, ends its mode and those that are measured against it. What
// was measured of them stays, and the others go on.
func TestAnInterpreterThatDiesLeavesTheOthersRunning(t *testing.T) {
	for name, test := range map[string]struct {
		serialAfter, threadsAfter int
		serial                    bool // whether other-serial goes on
	}{
		"one of its modes": {1 << 20, 4, true},
		"its baseline":     {40, 1 << 20, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := fakeExperiment()
				e.Rounds = 5
				e.Modes = append(e.Modes, dying("other-serial", "other-serial", test.serialAfter, false),
					dying("other-threads", "other-serial", test.threadsAfter, false))
				var got tape
				err := race(t, e, &got)
				if err == nil || !strings.Contains(err.Error(), errDied.Error()) ||
					!strings.Contains(err.Error(), "was left out") {
					t.Errorf("got %v", err)
				}
				rounds := map[string]int{}
				for _, s := range got.Samples {
					if s.Round == e.Rounds {
						rounds[s.Mode]++
					}
				}
				if rounds["fast"] == 0 || rounds["other-threads"] > 0 || rounds["other-serial"] > 0 != test.serial ||
					got.Record.End == nil || len(got.Notes) != 1 {
					t.Errorf("in the last round %v, end %v, notes %v", rounds, got.Record.End, got.Notes)
				}
			})
		})
	}
}

// What an interpreter can't be forgiven: a wrong sum, a death where none is put up with, and that nothing else was
// asked for.
func TestAnInterpreterThatEndsARace(t *testing.T) {
	for name, test := range map[string]struct {
		change func(e *Experiment)
		wrong  bool
		want   string
	}{
		"a wrong sum":     {func(*Experiment) {}, true, "the sum is"},
		"--no-recover":    {func(e *Experiment) { e.NoRecover = true }, false, errDied.Error()},
		"nothing is left": {func(e *Experiment) { e.Modes = append(e.Modes[:1:1], e.Modes[2:]...) }, false, errDied.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := fakeExperiment()
				e.Rounds = 5
				e.Modes = append(e.Modes, dying("other-serial", "other-serial", 40, test.wrong))
				test.change(e)
				var got tape
				err := race(t, e, &got)
				if err == nil || !strings.Contains(err.Error(), test.want) || got.Record.End != nil {
					t.Errorf("got %v, end %v", err, got.Record.End)
				}
			})
		})
	}
}

// One that dies while its passes are timed is left out of the plan, with what is measured against it.
func TestAnInterpreterThatDiesInThePlanIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Rounds = 2
		e.Modes = append(e.Modes, dying("other-serial", "other-serial", 0, false),
			dying("other-threads", "other-serial", 1<<20, false))
		r, err := e.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.cells {
			if c.m.Foreign {
				t.Errorf("%v is among the cells", c)
			}
		}
		if want := "workload a was left out of the mode other-serial, and of what is measured against it: " +
			errDied.Error(); !slices.Contains(r.Plan.Notes, want) {
			t.Errorf("notes %q, want %q", r.Plan.Notes, want)
		}
	})
}
