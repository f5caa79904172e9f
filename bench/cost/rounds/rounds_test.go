package rounds

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// orders has every round return its order as a sample.
func orders(_ context.Context, round int, rng *rand.Rand) ([]string, error) {
	return []string{fmt.Sprint(round, rng.Perm(5))}, nil
}

func TestRoundsAreCountedAfterTheWarmUp(t *testing.T) {
	var told []int
	p := Plan{Rounds: 3, Seed: 7, Progress: func(round int, _ time.Duration) { told = append(told, round) }}
	done, err := Run(t.Context(), p, time.Now(), orders)
	if err != nil || len(done.Samples) != 3 || len(done.Rounds) != 4 || done.Empty() ||
		!slices.Equal(told, []int{0, 1, 2, 3}) {
		t.Fatalf("%v: %+v, told %v", err, done, told)
	}
	again, _ := Run(t.Context(), p, time.Now(), orders)
	if !slices.Equal(done.Samples, again.Samples) || done.Samples[0][2:] == done.Samples[1][2:] {
		t.Errorf("orders %v and %v", done.Samples, again.Samples)
	}
	for i, r := range done.Rounds {
		if r.Round != i || i > 0 && r.T < done.Rounds[i-1].T {
			t.Errorf("line %d is of round %d at %v", i, r.Round, r.T)
		}
	}
}

func TestOneRoundIsMeasuredWhateverTheBudget(t *testing.T) {
	done, err := Run(t.Context(), Plan{Budget: time.Nanosecond}, time.Now(), orders)
	if err != nil || len(done.Samples) != 1 {
		t.Errorf("%v: %+v", err, done)
	}
	p := Plan{Budget: time.Hour}
	for _, c := range []struct {
		round int
		next  time.Duration
		want  bool
	}{{0, 2 * time.Hour, false}, {1, time.Hour, false}, {1, time.Hour + 1, true}} {
		if got := p.over(c.round, c.next); got != c.want {
			t.Errorf("round %d, the next one ends at %v: over is %v", c.round, c.next, got)
		}
	}
}

func TestARoundThatFailsLeavesThoseBefore(t *testing.T) {
	wrong := errors.New("wrong")
	for failing, samples := range map[int]int{0: 0, 1: 0, 2: 1, 3: 2} {
		done, err := Run(t.Context(), Plan{Rounds: 9}, time.Now(),
			func(_ context.Context, round int, _ *rand.Rand) ([]int, error) {
				if round == failing {
					return []int{round}, wrong
				}
				return []int{round}, nil
			})
		if err != wrong || len(done.Samples) != samples || len(done.Rounds) != failing || done.Empty() != (samples == 0) {
			t.Errorf("round %d fails: %v, %+v", failing, err, done)
		}
	}
}

func TestSomethingSaysWhenToStop(t *testing.T) {
	for _, p := range []Plan{{Rounds: 1}, {Budget: 1}} {
		if err := p.CheckEnd(); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
	}
	if err := (&Plan{}).CheckEnd(); err == nil {
		t.Error("nothing says when to stop")
	}
}

// An opened is an experiment that says what was done with it.
type opened struct {
	failing error // of Open
	done    []string
}

func (o *opened) Open(context.Context) error {
	o.done = append(o.done, "open")
	return o.failing
}

func (o *opened) Round(_ context.Context, round int, _ *rand.Rand) ([]int, error) {
	if round == 2 {
		return nil, errors.New("wrong")
	}
	return []int{round}, nil
}

func (o *opened) Keep(done Sequel[int]) *[]int { return &done.Samples }

func (o *opened) Close() error {
	o.done = append(o.done, "close")
	return errors.New("closing")
}

func TestAnExperimentIsClosedAndKeepsWhatItMeasured(t *testing.T) {
	x := &opened{}
	run, err := Measure(t.Context(), Plan{Rounds: 9}, x)
	if run == nil || !slices.Equal(*run, []int{1}) || err == nil || err.Error() != "wrong\nclosing" {
		t.Errorf("%v, %v", run, err)
	}
	x = &opened{failing: errors.New("no")}
	if run, err = Measure(t.Context(), Plan{Rounds: 9}, x); run != nil || err == nil || err.Error() != "no\nclosing" {
		t.Errorf("%v, %v", run, err)
	}
	if !slices.Equal(x.done, []string{"open", "close"}) {
		t.Errorf("what doesn't open whole is left: %q", x.done)
	}
}
