package lab

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/bench/testkit/quiet"
	"corerace/results"
	"corerace/results/locks"
	"corerace/results/stats"
)

// A pretend subject answers at once.
type pretend struct {
	rule Rule
	err  error
}

func (p pretend) Name() string { return "pretend" }
func (p pretend) Doc() string  { return "Answers at once." }
func (p pretend) Rule() Rule   { return p.rule }
func (p pretend) line(s Spec, experiment string) (results.GIL, error) {
	return s.Line(p, experiment), p.err
}
func (p pretend) Slices(_ context.Context, s Spec) (results.GIL, error) {
	return p.line(s, results.GILSlices)
}
func (p pretend) Slowdown(_ context.Context, s Spec) (results.GIL, error) {
	return p.line(s, results.GILSlowdown)
}
func (p pretend) Convoy(_ context.Context, s Spec) (results.GIL, error) {
	return p.line(s, results.GILConvoy)
}
func (p pretend) Blocking(_ context.Context, s Spec) (results.GIL, error) {
	return p.line(s, results.GILBlocking)
}
func (p pretend) Updates(_ context.Context, s Spec, _ bool) (results.GIL, error) {
	return p.line(s, results.GILUpdates)
}

// A shelf keeps what a lab measures.
type shelf struct {
	lines []results.GIL
	ends  []results.End
}

func (s *shelf) Run(results.Run) error     { return nil }
func (s *shelf) Round(results.Round) error { return nil }
func (s *shelf) GIL(g results.GIL) error   { s.lines = append(s.lines, g); return nil }
func (s *shelf) End(e results.End) error   { s.ends = append(s.ends, e); return nil }

func TestEveryCaseIsMeasuredOnceARoundInItsOwnOrder(t *testing.T) {
	var s shelf
	cases := Cases(pretend{rule: Interval})
	l := Lab{Cases: cases, Rounds: 2, Seed: 7}
	if err := l.Run(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	if len(s.lines) != 2*len(cases) || len(s.ends) != 1 || s.ends[0].Reason != "rounds" {
		t.Fatalf("%d lines of %d cases in 2 rounds, ends %+v", len(s.lines), len(cases), s.ends)
	}
	order := func(lines []results.GIL) (keys []string) {
		for _, g := range lines {
			keys = append(keys, fmt.Sprint(g.Experiment, g.Threads, g.Cores, g.Interval))
		}
		return keys
	}
	first, second := order(s.lines[:len(cases)]), order(s.lines[len(cases):])
	if slices.Equal(first, second) {
		t.Error("both rounds have the same order")
	}
	slices.Sort(first)
	slices.Sort(second)
	if !slices.Equal(first, second) {
		t.Error("the rounds measured different cases")
	}
	var again shelf
	if err := (&Lab{Cases: cases, Rounds: 2, Seed: 7}).Run(t.Context(), &again); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(order(s.lines), order(again.lines)) {
		t.Error("the same seed has another order")
	}
}

// Within a budget a comparison gets its six rounds before anything else gets a second one.
func TestWhatIsComparedGetsItsIntervalsFirst(t *testing.T) {
	var s shelf
	cases := append(Cases(pretend{rule: Interval}), Cases(pretend{rule: Free})...)
	ctx, stop := context.WithCancel(t.Context())
	l := Lab{Cases: cases, Budget: time.Hour, Compare: true}
	l.Progress = func(round, done, of int, g results.GIL) {
		if round == stats.MinRounds+2 {
			stop()
		}
	}
	l.Run(ctx, &s)
	rounds := map[int]int{}
	for _, g := range s.lines {
		rounds[g.Round]++
		compared := g.Interval > 0 && locks.GILCompares(g.Experiment, g.Threads, g.Cores == 1)
		if g.Round > 1 && g.Round <= stats.MinRounds && !compared {
			t.Errorf("round %d has %s with %d threads", g.Round, g.Experiment, g.Threads)
		}
	}
	few := rounds[2]
	if few == 0 || few >= len(cases) || rounds[1] != len(cases) || rounds[stats.MinRounds] != few ||
		rounds[stats.MinRounds+1] != len(cases) {
		t.Errorf("of %d cases the rounds have %v", len(cases), rounds)
	}
}

func TestAFailedCaseIsNamed(t *testing.T) {
	failing := Case{Experiment: results.GILSlices, Subject: pretend{Ticks, errors.New("no")}, Spec: Spec{Threads: 2}}
	err := (&Lab{Cases: []Case{failing}, Rounds: 1}).Run(t.Context(), new(shelf))
	if err == nil || err.Error() != "pretend, slices with 2 threads: no" {
		t.Errorf("the error is %v", err)
	}
}

func TestALabThatIsStoppedHasNoEnd(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	stop(errors.New("stopped"))
	var s shelf
	if err := (&Lab{Cases: Cases(pretend{rule: Free}), Rounds: 1}).Run(ctx, &s); err == nil || len(s.ends) != 0 {
		t.Errorf("the error is %v, ends %v", err, s.ends)
	}
}

func TestTheLeadIsNotLookedAt(t *testing.T) {
	ms := time.Millisecond
	slices, gaps := Settled([]time.Duration{60 * ms, 60 * ms, 5 * ms, 6 * ms}, []time.Duration{4, 3, 2, 1})
	if slices == nil || slices.N != 2 || slices.Max != 6*ms || gaps.N != 2 || gaps.Max != 2 {
		t.Errorf("slices %+v, gaps %+v", slices, gaps)
	}
	if slices, gaps = Settled([]time.Duration{ms}, nil); slices != nil || gaps != nil {
		t.Errorf("slices %+v, gaps %+v, all of them in the lead", slices, gaps)
	}
}

// Whatever the machine does, the models say what happened: sums, orders and hard bounds.
func TestModelsDoEveryExperiment(t *testing.T) {
	models, err := Models()
	if err != nil {
		t.Skip(err)
	}
	for _, m := range models {
		for _, c := range Cases(m) {
			c.Spec.For = time.Duration(testkit.Times(15, 50)) * time.Millisecond
			if c.Experiment == results.GILConvoy {
				c.Spec.For *= time.Duration(1 + c.Spec.Threads)
			}
			t.Run(fmt.Sprintf("%s/%s/%d/%v", m.Name(), c.Experiment, c.Spec.Threads, c.Spec.OneCore),
				func(t *testing.T) {
					if c.Experiment == results.GILBlocking {
						checkBlocking(t, c)
						return
					}
					g, err := c.do(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					checkModel(t, c, g)
				})
		}
	}
}

// checkBlocking checks that calls with the lock come one after the other, and others side by side. Sleeping doesn't
// need a core, but waking up does: other programs can make either part of the ratio longer.
func checkBlocking(t *testing.T, c Case) {
	t.Helper()
	c.Spec.For = 100 * time.Millisecond
	quiet.Retry(t, func() string {
		g, err := c.do(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		checkModel(t, c, g)
		ratio := g.Wall.Seconds() / g.SerialWall.Seconds()
		if c.Spec.Release == (ratio < 0.7) {
			return ""
		}
		return fmt.Sprintf("wall ÷ serial is %.2f, with the lock let go: %v", ratio, c.Spec.Release)
	})
}

func checkModel(t *testing.T, c Case, g results.GIL) {
	t.Helper()
	if g.Experiment != c.Experiment || g.Subject != c.Subject.Name() || g.Threads != c.Spec.Threads || g.Wall <= 0 {
		t.Errorf("the line is %+v", g)
	}
	switch c.Experiment {
	case results.GILSlices:
		// The first slices may be shorter: a thread that comes wins the lock from one that goes.
		if c.Subject.Rule() == Interval && g.Slices != nil && g.Slices.N > 6 && g.Slices.P50 < c.Spec.Interval {
			t.Errorf("the median slice is %v, with an interval of %v", g.Slices.P50, c.Spec.Interval)
		}
	case results.GILSlowdown:
		if g.SerialWall <= 0 {
			t.Error("one thread took no time")
		}
	case results.GILConvoy:
		if g.Threads < 2 && g.RoundTrips == 0 || g.RoundTrips > 0 && g.Latency.N != g.RoundTrips {
			t.Errorf("%d round trips, latency %+v", g.RoundTrips, g.Latency)
		}
	case results.GILUpdates:
		if g.Updates <= 0 || !c.Called && g.LostUpdates != 0 || g.LostUpdates < 0 {
			t.Errorf("%d of %d updates are missing, called: %v", g.LostUpdates, g.Updates, c.Called)
		}
	}
}
