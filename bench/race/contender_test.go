package race

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"corerace/bench/testkit/jobs"
	"corerace/results"
)

// contest is a contest of some names on some numbers of workers, whose samples take 10 ms each on the fake clock.
func contest(work string, names []string, workers ...int) Contest {
	c := Contest{Workloads: []results.PlannedWorkload{{Name: work, Size: 1, Passes: 1, Share: 1}}}
	for _, name := range names {
		c.Modes = append(c.Modes, results.PlannedMode{Name: name, Baseline: names[0]})
		for _, n := range workers {
			c.Contenders = append(c.Contenders, &Contender{
				Cell: results.Cell{Workload: work, Mode: name, Workers: n}, Baseline: names[0],
				Expected: 10 * time.Millisecond,
				Take: func(_ context.Context, _ int, mark func()) (results.Sample, time.Time, error) {
					start := time.Now()
					mark()
					time.Sleep(10 * time.Millisecond)
					mark()
					return results.Sample{Wall: time.Since(start), Items: 1}, start, nil
				},
			})
		}
	}
	return c
}

func TestContendersRaceInTheRoundsOfAnyRace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &Experiment{Workers: []int{1, 2}, Rounds: 3, Seed: 7, unprobed: true}
		c := contest("command", []string{"gil", "xz"}, 1, 2)
		r, err := e.PlanContest(t.Context(), func(context.Context) (Contest, error) { return c, nil })
		if err != nil {
			t.Fatal(err)
		}
		var got tape
		if err := r.Run(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		counts, orders := map[string]int{}, map[string]bool{}
		for _, s := range got.Samples {
			counts[fmt.Sprintf("%s ×%d %v %s", s.Mode, s.Workers, s.Twin, s.Baseline)]++
			if s.Pos == 0 {
				orders[fmt.Sprint(s.Mode, s.Workers, s.Twin)] = true
			}
			if s.Wall != 10*time.Millisecond {
				t.Errorf("a sample took %v", s.Wall)
			}
		}
		for _, cell := range []string{"gil ×1 false gil", "gil ×2 false gil", "xz ×1 false gil", "xz ×2 false gil",
			"xz ×2 true gil"} {
			if counts[cell] != 4 {
				t.Errorf("%s was measured %d times, in a warm-up and 3 rounds: %v", cell, counts[cell], counts)
			}
		}
		if len(orders) < 2 {
			t.Errorf("every round begins with %v", orders)
		}
	})
}

func TestAContestIsGoneOnWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &Experiment{Workers: []int{1}, Rounds: 5, unprobed: true}
		c := contest("command", []string{"a", "b"}, 1)
		prepare := func(context.Context) (Contest, error) { return c, nil }
		r, err := e.PlanContest(t.Context(), prepare)
		if err != nil {
			t.Fatal(err)
		}
		cut := tape{failAfter: 8}
		cut.Record.Run.Plan = r.Plan
		if err := r.Run(t.Context(), &cut); !errors.Is(err, errFull) {
			t.Fatal(err)
		}
		rest, err := ResumeContest(t.Context(), &cut.Record, prepare)
		if err != nil {
			t.Fatal(err)
		}
		if rest.Cells() != r.Cells() || rest.Done() != 3 {
			t.Errorf("%d cells and %d rounds are done, %d and 3 expected", rest.Cells(), rest.Done(), r.Cells())
		}
		_, err = ResumeContest(t.Context(), &cut.Record, func(context.Context) (Contest, error) {
			return contest("command", []string{"a"}, 1), nil
		})
		jobs.WantError(t, err, "the record has command, b ×1, which isn't raced here")
	})
}
