package race

import (
	"strings"
	"testing"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/results"
	"corerace/workloads"
)

// A stepping clock is moved by the work and read in whole steps.
type steppingClock struct{ at, step time.Duration }

func (c *steppingClock) now() time.Time { return time.Unix(0, 0).Add(c.at.Truncate(c.step)) }

// passing is a workload whose pass takes d by a stepping clock.
func passing(c *steppingClock, d time.Duration) *workloads.Workload {
	return &workloads.Workload{Name: "passing", Doc: "Moves a clock.", Size: 10, Sum: 10, Run: func(lo, hi int) uint64 {
		c.at += d * time.Duration(hi-lo) / 10
		return uint64(hi - lo)
	}}
}

// Passes that are shorter than a step of the clock take no time by it, or a whole step. A pass of nothing made plans of
// 200 million passes.
func TestPassesAreTimedByAClockOfAnyStep(t *testing.T) {
	const pass = 700 * time.Microsecond
	for _, step := range []time.Duration{1, time.Microsecond, time.Millisecond, 4 * time.Millisecond,
		15625 * time.Microsecond} {
		clock := &steppingClock{step: step}
		c, err := calibrate(t.Context(), passing(clock, pass), timer{now: clock.now, step: step})
		if err != nil {
			t.Fatal(err)
		}
		if c.pass < pass*97/100 || c.pass > pass*103/100 {
			t.Errorf("steps of %v: a pass of %v, %v expected", step, c.pass, pass)
		}
	}
}

func TestAPlanFarFromItsTargetIsRefused(t *testing.T) {
	clock := &steppingClock{step: 15 * time.Millisecond}
	// it is coarser than is known
	c, err := calibrate(t.Context(), passing(clock, time.Millisecond), timer{now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	c.pass = 1
	err = c.check(results.PlannedWorkload{Name: "passing", Passes: 100_000_000, Pass: 1})
	if err == nil || !strings.Contains(err.Error(), "clock") {
		t.Errorf("got %v", err)
	}
	if err := c.check(results.PlannedWorkload{Passes: 100, Pass: c.mean / 2}); err != nil {
		t.Errorf("a busy machine: %v", err)
	}
}

// Ten programs on two cores made blocks of passes of which each waited for a core: a run was refused for its clock.
func TestAPlanOnAStarvedMachineIsNotTheClocks(t *testing.T) {
	const pass, waits = time.Millisecond, 40
	clock := &steppingClock{step: 1}
	used := func() time.Duration { return clock.at / waits }
	c, err := calibrate(t.Context(), passing(clock, waits*pass), timer{clock.now, 1, used})
	if err != nil {
		t.Fatal(err)
	}
	c.pass = pass // one that didn't wait
	plan := results.PlannedWorkload{Name: "passing", Passes: 50, Pass: pass}
	if err := c.check(plan); err != nil {
		t.Error(err)
	}
	if c.cpu = 0; c.check(plan) == nil {
		t.Error("nothing is said where the CPU time isn't known")
	}
}

func TestTargetsAreLongEnoughForTheClock(t *testing.T) {
	r := &Race{exp: &Experiment{}, Plan: results.Plan{Target: DefaultTarget}}
	r.timeBy(timer{step: 4 * time.Millisecond})
	if r.Plan.Target != 200*time.Millisecond || len(r.Plan.Notes) != 1 {
		t.Errorf("%v %q", r.Plan.Target, r.Plan.Notes)
	}
	r = &Race{exp: &Experiment{}, Plan: results.Plan{Target: DefaultTarget}}
	if r.timeBy(timer{step: 40}); r.Plan.Target != DefaultTarget || r.Plan.Notes != nil {
		t.Errorf("%v %q", r.Plan.Target, r.Plan.Notes)
	}
}

func TestTheStepOfAClockIsSeen(t *testing.T) {
	clock := &steppingClock{step: 4 * time.Millisecond}
	moving := func() time.Time { clock.at += time.Microsecond; return clock.now() }
	if got := machine.StepOf(moving); got != 4*time.Millisecond {
		t.Errorf("%v, 4 ms expected", got)
	}
	if got := machine.StepOf(clock.now); got != 0 {
		t.Errorf("a clock that stands still steps by %v", got)
	}
}

// The claims go on, so no worker is silent, and still the job ends.
func TestAJobThatTakesFarTooLongIsEnded(t *testing.T) {
	w := workloads.Primes()
	p := jobs.OpenPool(t, mode.Goroutines(), w, 2, 16)
	j := jobs.JobOf(w, 16, 1_000_000)
	j.Limit = 20 * time.Millisecond
	if _, err := p.Run(t.Context(), j); err == nil || !strings.Contains(err.Error(), "longer than was planned") {
		t.Errorf("got %v", err)
	}
}

func TestAnItemThatHasAnotherValueEachTimeIsNamed(t *testing.T) {
	var calls uint64
	w := *jobs.Counting
	w.Unpublished, w.Sum = true, 0
	w.Run = func(lo, hi int) uint64 { calls++; return calls }
	_, err := PassTime(t.Context(), &w)
	jobs.WantError(t, err, `the sum of a pass is \d+, and was \d+ before: an item hasn't the same value each time`)
}
