package race

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/results"
	"corerace/workloads"
)

func TestEveryCellIsMeasuredOnceInEachRoundInAnotherOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Rounds = 5
		var got tape
		if err := race(t, e, &got); err != nil {
			t.Fatal(err)
		}
		orders := map[string]bool{}
		for round := range 6 {
			seen := map[results.Cell]int{}
			var order []string
			for _, s := range got.Samples[10*round : 10*round+10] {
				if s.Round != round || s.Pos != len(order) {
					t.Errorf("sample %d of round %d says round %d, place %d", len(order), round, s.Round, s.Pos)
				}
				if !s.Twin {
					seen[s.Cell]++
				}
				order = append(order, fmt.Sprint(s.Cell))
			}
			if len(seen) != 8 {
				t.Errorf("round %d: %d cells, 8 expected", round, len(seen))
			}
			orders[strings.Join(order, " ")] = true
		}
		if len(orders) < 5 {
			t.Errorf("6 rounds have %d orders", len(orders))
		}
		if got.Record.End == nil || got.Record.End.Reason != "rounds" || len(got.Rounds) != 6 {
			t.Errorf("end %v after %d rounds", got.Record.End, len(got.Rounds))
		}
	})
}

func TestEveryWorkloadHasATwin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Rounds = 1
		var got tape
		if err := race(t, e, &got); err != nil {
			t.Fatal(err)
		}
		twins := map[results.Cell]int{}
		for _, s := range got.Samples {
			if s.Twin {
				twins[s.Cell]++
			}
		}
		for _, w := range []string{"a", "b"} {
			if n := twins[results.Cell{Workload: w, Mode: "fast", Workers: 2}]; n != 2 || len(twins) != 2 {
				t.Errorf("twins: %v", twins)
			}
		}
	})
}

func TestARaceEndsAtALookWhenItIsPreciseEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Rounds, e.Precision = 100, 0.02
		var got tape
		if err := race(t, e, &got); err != nil {
			t.Fatal(err)
		}
		if got.Record.End == nil || got.Record.End.Reason != ReasonPrecision || len(got.Rounds) != 11 {
			t.Errorf("end %v after %d rounds; the first look is after 10", got.Record.End, len(got.Rounds)-1)
		}
	})
}

func TestTheSeedSetsTheOrder(t *testing.T) {
	orderOf := func(seed uint64) (order string) {
		synctest.Test(t, func(t *testing.T) {
			e := fakeExperiment()
			e.Rounds, e.Seed = 2, seed
			var got tape
			if err := race(t, e, &got); err != nil {
				t.Fatal(err)
			}
			for _, s := range got.Samples {
				order += fmt.Sprintln(s.Cell)
			}
		})
		return order
	}
	if first, again := orderOf(1), orderOf(1); first != again {
		t.Error("one seed gives two orders")
	}
	if orderOf(1) == orderOf(2) {
		t.Error("two seeds give one order")
	}
}

func TestTheBudgetIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Budget = 30 * time.Second
		start := time.Now()
		var got tape
		if err := race(t, e, &got); err != nil {
			t.Fatal(err)
		}
		took := time.Since(start)
		round := took / time.Duration(len(got.Rounds))
		if took > e.Budget || took < e.Budget-2*round {
			t.Errorf("%d rounds took %v of a budget of %v", len(got.Rounds), took, e.Budget)
		}
		if got.Record.End == nil || got.Record.End.Reason != "budget" {
			t.Errorf("end is %v", got.Record.End)
		}
	})
}

func TestWorkloadsThatDoNotFitAreDroppedAndNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Budget = 8 * time.Second
		r, err := e.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Plan.Workloads) != 1 || r.Plan.Workloads[0].Name != "a" || len(r.cells) != 5 {
			t.Errorf("planned: %+v", r.Plan.Workloads)
		}
		if len(r.Plan.Notes) != 1 || !strings.Contains(r.Plan.Notes[0], "workload b was dropped") {
			t.Errorf("notes: %q", r.Plan.Notes)
		}
	})
}

func TestAMachineThatGetsSlowerDropsWorkloadsInTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := 1
		w := sleeper("a", 10*time.Millisecond)
		once := w.Run
		w.Run = func(lo, hi int) (sum uint64) {
			for range slow {
				sum = once(lo, hi)
			}
			return sum
		}
		e := fakeExperiment()
		e.Workloads[0] = w
		e.Budget = 18 * time.Second
		r, err := e.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		slow = 4
		var got tape
		if err := r.Run(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Notes) == 0 || !strings.Contains(got.Notes[0].Text, "workload b was dropped after round 0") {
			t.Errorf("notes: %+v", got.Notes)
		}
		if last := got.Samples[len(got.Samples)-1]; last.Workload != "a" {
			t.Errorf("the last sample is of %s", last.Workload)
		}
	})
}

func TestASinkThatFailsEndsTheRace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Rounds = 5
		got := tape{failAfter: 11}
		if err := race(t, e, &got); !errors.Is(err, errFull) {
			t.Errorf("error is %v", err)
		}
		if len(got.Samples) != 11 || got.Record.End != nil {
			t.Errorf("%d samples, end %v", len(got.Samples), got.Record.End)
		}
	})
}

func TestACancelledRaceHasNoEnd(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	e := fakeExperiment()
	e.Workloads = []*workloads.Workload{jobs.Spinning}
	e.Modes = []*mode.Mode{mode.Serial(), mode.Goroutines()}
	e.Rounds, e.Target = 1000, time.Millisecond
	r, err := e.Plan(ctx)
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	got := tape{onSample: func(s results.Sample) {
		if s.Round == 1 {
			cancel(enough)
		}
	}}
	if err := r.Run(ctx, &got); !errors.Is(err, enough) {
		t.Errorf("error is %v", err)
	}
	if got.Record.End != nil || len(got.Samples) < 4 {
		t.Errorf("%d samples, end %v", len(got.Samples), got.Record.End)
	}
}

func TestImpossibleExperimentsAreRefused(t *testing.T) {
	for _, c := range []struct {
		change func(*Experiment)
		want   string
	}{
		{func(e *Experiment) { e.Workloads = nil }, "no workload"},
		{func(e *Experiment) { e.Modes = nil }, "no mode"},
		{func(e *Experiment) { e.Workers = nil }, "no number of workers"},
		{func(e *Experiment) { e.Workers = []int{0} }, "0 workers: 1 to"},
		{func(e *Experiment) { e.Rounds = 0 }, "nothing says when to stop"},
		{func(e *Experiment) { e.Modes = e.Modes[1:] }, "mode fast needs its baseline serial among the modes"},
		{func(e *Experiment) { e.Modes = append(e.Modes, e.Modes[0]) }, "mode serial is there twice"},
		{func(e *Experiment) { e.Workloads[0].Sum++ }, "workload a: the sum of a pass is 10, 11 expected"},
		{func(e *Experiment) { e.Target = -1 }, "can't be negative"},
	} {
		e := fakeExperiment()
		e.Rounds = 1
		c.change(e)
		_, err := e.Plan(t.Context())
		jobs.WantError(t, err, c.want)
	}
}

func TestGuardsFindTheImpossible(t *testing.T) {
	sound := func() results.Sample {
		return results.Sample{Cell: results.Cell{Workers: 2}, Wall: time.Second,
			PerWorker: []results.Worker{{PID: 11, TID: 11}, {PID: 12, TID: 12}},
			CPU:       results.CPU{Workers: 1900 * time.Millisecond}}
	}
	if err := guard(sound(), 2, 0, 0); err != nil {
		t.Errorf("a sound sample: %v", err)
	}
	for _, c := range []struct {
		change func(*results.Sample)
		want   string
	}{
		{func(s *results.Sample) { s.CPU.Workers = 2100 * time.Millisecond },
			"guard: 2.1s of CPU time in 1s on 2 cores"},
		{func(s *results.Sample) { s.PerWorker = s.PerWorker[:1] }, "guard: 1 workers ran, 2 expected"},
		{func(s *results.Sample) { s.PerWorker[1] = s.PerWorker[0] }, "worker 1 .* is there twice"},
		{func(s *results.Sample) { s.CPU = results.CPU{Parent: 400 * time.Millisecond, Workers: time.Second} },
			"the parent used 400ms of 1.4s"},
	} {
		s := sound()
		c.change(&s)
		jobs.WantError(t, guard(s, 2, 0, 0), c.want)
	}
	moving := sound()
	for i := range moving.PerWorker {
		moving.PerWorker[i].PID, moving.PerWorker[i].TID = 77, 0
	}
	if err := guard(moving, 2, 0, 0); err != nil {
		t.Errorf("workers of another process that aren't bound to a thread: %v", err)
	}
}

func TestWhatRecordingTakesIsNotTheParentsWork(t *testing.T) {
	for _, c := range []struct {
		parent, recording time.Duration
		hidden            float64
		refused, warned   bool
	}{
		{50 * time.Millisecond, 0, 0, false, false},
		{200 * time.Millisecond, 0, 0, false, true}, // a slow machine
		{200 * time.Millisecond, 150 * time.Millisecond, 0, false, false},
		{500 * time.Millisecond, 0, 0, true, true},
		{500 * time.Millisecond, 0, 0.05, true, true},
		{500 * time.Millisecond, 0, 0.3, false, true}, // the host took the core in the parent's turn
		{500 * time.Millisecond, 300 * time.Millisecond, 0, false, true},
	} {
		s := results.Sample{Cell: results.Cell{Workers: 2}, Wall: time.Second,
			PerWorker: []results.Worker{{PID: 11, TID: 11}, {PID: 12, TID: 12}},
			CPU:       results.CPU{Parent: c.parent, Workers: time.Second}}
		if err := guard(s, 2, c.recording, c.hidden); (err != nil) != c.refused {
			t.Errorf("parent %v, recording %v: %v", c.parent, c.recording, err)
		}
		if text := busyParent(s, c.recording); (text != "") != c.warned {
			t.Errorf("parent %v, recording %v: %q", c.parent, c.recording, text)
		}
	}
}

// What a mode keeps beside its pools is asked for before and after each round, or it would count as others'.
func TestWhatAModeKeepsIsAskedForAroundEachRound(t *testing.T) {
	asked := 0
	m := mode.Goroutines()
	m.Unwaited = func() time.Duration {
		asked++
		return time.Duration(asked) * time.Hour
	}
	var got tape
	e := &Experiment{Workloads: []*workloads.Workload{workloads.Primes()}, Modes: []*mode.Mode{mode.Serial(), m},
		Workers: []int{1}, Rounds: 3, Target: time.Millisecond, unprobed: true}
	if err := race(t, e, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Rounds) == 0 || asked != 2*len(got.Rounds) {
		t.Errorf("asked %d times in %d rounds", asked, len(got.Rounds))
	}
	for _, r := range got.Rounds {
		if r.Others != nil && *r.Others > 0.5 {
			t.Errorf("round %d: others had %v cores, an hour of which is ours", r.Round, *r.Others)
		}
	}
}
