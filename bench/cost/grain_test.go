package cost

import (
	"context"
	"errors"
	"testing"
	"time"

	"corerace/bench/cost/rounds"
	"corerace/bench/gil"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

func grainOf(t *testing.T, modes ...string) *Grain {
	t.Helper()
	g := &Grain{Workers: 2, Plan: rounds.Plan{Rounds: 2, Seed: 7}}
	for _, name := range modes {
		m, err := mode.FindMode([]*mode.Mode{mode.Serial(), mode.Goroutines(), gil.GIL(), process.Processes(),
			process.ProcessesPipe()}, name)
		if err != nil {
			t.Fatal(err)
		}
		g.Modes = append(g.Modes, m)
	}
	return g
}

func TestGrainMeasuresEveryModeInEveryRound(t *testing.T) {
	g := grainOf(t, "serial", "goroutines", "processes", "processes-pipe")
	var told []int
	g.Progress = func(round int, _ time.Duration) { told = append(told, round) }
	run, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(run.Samples) != 2*4 || len(run.Rounds) != 3 || len(told) != 3 || len(run.Modes) != 4 {
		t.Fatalf("%d samples, %d rounds, %d told, %d modes", len(run.Samples), len(run.Rounds), len(told), len(run.Modes))
	}
	for _, s := range run.Samples {
		for i, c := range run.Modes {
			if c.Mode != s.Mode {
				continue
			}
			if len(s.Walls) != len(c.Shares) || len(c.Shares) < 2 {
				t.Errorf("%s: %d walls, %d lengths", s.Mode, len(s.Walls), len(c.Shares))
			}
			for j, wall := range s.Walls {
				if wall <= 0 || s.Start <= 0 || j > 0 && c.Shares[j] <= c.Shares[j-1] {
					t.Errorf("mode %d: start %v, walls %v, shares %v", i, s.Start, s.Walls, c.Shares)
				}
			}
		}
	}
}

func TestGrainChecksTheSumOfEveryJob(t *testing.T) {
	g := grainOf(t, "serial", "goroutines")
	wrong := *mode.Goroutines()
	wrong.Name = "wrong"
	wrong.Open = mode.Each(func(context.Context, int, mode.Spec) (mode.Worker, error) { return miscounting{}, nil })
	g.Modes = append(g.Modes, &wrong)
	_, err := g.Run(t.Context())
	jobs.WantError(t, err, `^wrong ×2: the sum is \d+, \d+ expected$`)
}

// A miscounting worker claims all shares and runs none.
type miscounting struct{}

func (miscounting) Work(j *mode.Job) (mode.Tally, error) {
	return j.Loop(func(lo, hi int) uint64 { return 0 })
}
func (miscounting) Close() error { return nil }

func TestGrainEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	over := errors.New("over")
	g := grainOf(t, "serial", "goroutines")
	g.Rounds, g.Budget = 0, time.Hour
	g.Progress = func(round int, _ time.Duration) {
		if round == 1 {
			cancel(over)
		}
	}
	if _, err := g.Run(ctx); !errors.Is(err, over) {
		t.Errorf("error is %v", err)
	}
}

func TestGrainRefusesWhatTellsNothing(t *testing.T) {
	for pattern, change := range map[string]func(*Grain){
		"serial and another mode": func(g *Grain) { g.Modes = g.Modes[1:] },
		"1 workers: 2 to":         func(g *Grain) { g.Workers = 1 },
		"nothing says when":       func(g *Grain) { g.Rounds = 0 },
		"is there twice":          func(g *Grain) { g.Modes = append(g.Modes, g.Modes[1]) },
	} {
		g := grainOf(t, "serial", "goroutines")
		change(g)
		_, err := g.Run(t.Context())
		jobs.WantError(t, err, pattern)
	}
}

// On a machine that takes 200 ns for an item, 250 ns and 50 ns are both one item.
func TestNoLengthOfAShareIsThereTwice(t *testing.T) {
	for _, item := range []time.Duration{time.Nanosecond, 200 * time.Nanosecond, 2 * time.Microsecond} {
		g := &grainGoing{Grain: grainOf(t, "serial", "goroutines"), w: workloads.Spin()}
		g.plan(t.Context(), item*time.Duration(g.w.Size))
		for i := range g.grids {
			if i > 0 && g.grids[i].Share >= g.grids[i-1].Share {
				t.Errorf("an item takes %v: shares %+v", item, g.grids)
			}
		}
		if len(g.grids) < 2 || g.cells[0].lengths != len(g.grids) {
			t.Errorf("an item takes %v: %d lengths, %d in a mode", item, len(g.grids), g.cells[0].lengths)
		}
	}
}

// A share that goes over a network costs more than most of the others do in all, so there are longer ones to tell from
// which length on it pays.
func TestSharesAreLongerWhereANetworkIsAmongTheModes(t *testing.T) {
	near := grainOf(t, "serial", "processes")
	far := grainOf(t, "serial", "processes")
	over := *far.Modes[1]
	over.Name, over.Far = "over", true
	far.Modes = append(far.Modes, &over)
	work, lengths := near.job()
	longer, all := far.job()
	if longer <= work || all[0] <= 2*lengths[0] || longer/all[0] < 10 || all[len(all)-1] != lengths[len(lengths)-1] {
		t.Errorf("%v in shares of %v, without it %v of %v", longer, all, work, lengths)
	}
}
