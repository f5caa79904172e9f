package race

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"corerace/bench/mode"
	"corerace/results"
)

// A slowPool is one whose program was made before, and that takes its time to end.
type slowPool struct {
	fakePool
	made, ends time.Duration
}

func (p slowPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	o, err := p.fakePool.Run(ctx, j)
	o.Made = p.made
	return o, err
}

func (p slowPool) Close() error {
	time.Sleep(p.ends)
	return nil
}

// slowly is a mode whose workers are ready after some time, and end after some more. Its program is made by its first
// pool of a workload; made has those that were.
func slowly(name string, starts, ends time.Duration, made map[string]bool) *mode.Mode {
	const makes = 20 * time.Second
	m := fakeMode(name, nil)
	m.Foreign, m.Baseline, m.Starts = true, "slow-serial", 100*time.Millisecond
	m.Open = func(_ context.Context, s mode.Spec) (mode.Pool, error) {
		p := slowPool{fakePool: fakePool{s}, ends: ends}
		if !made[s.Workload.Name] {
			p.made, made[s.Workload.Name] = makes, true
		}
		time.Sleep(p.made + starts)
		return p, nil
	}
	return m
}

// What a runtime's start and end take here is seen while its passes are timed: a plan rests on that, and not on what
// they took elsewhere. What its compiler took once isn't in it.
func TestARoundIsPlannedWithTheStartsThatWereSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Budget = 10 * time.Minute
		made := map[string]bool{}
		e.Modes = append(e.Modes, slowly("slow-serial", 2*time.Second, 500*time.Millisecond, made),
			slowly("slow-threads", 2*time.Second, 500*time.Millisecond, made))
		r, err := e.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		planned, rounds := r.RoundTime, r.Rounds()
		var got tape
		if err := r.Run(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		last := got.Rounds[len(got.Rounds)-1]
		if ratio := float64(planned) / float64(last.Wall); ratio < 0.9 || ratio > 1.1 {
			t.Errorf("a round of %v was planned, and took %v", planned, last.Wall)
		}
		if measured := len(got.Rounds) - 1; rounds < measured-2 || rounds > measured+2 {
			t.Errorf("%d rounds were planned, %d measured", rounds, measured)
		}
	})
}

// How many rounds there will be follows from what they took so far.
func TestRoundsToComeFollowFromThoseThatWereMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := fakeExperiment()
		e.Budget = time.Minute
		e.Modes = append(e.Modes, slowly("slow-serial", time.Second, 0, map[string]bool{}))
		r, err := e.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r.RoundTime /= 2 // as if the machine were half as fast as it was when that was estimated
		var said []int
		got := tape{}
		got.onSample = func(s results.Sample) {
			if n := len(got.Rounds); n > 0 && len(said) < n {
				said = append(said, r.RoundsAfter(n, got.Rounds[n-1].Wall))
			}
		}
		if err := r.Run(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		for i, n := range said {
			if measured := len(got.Rounds) - 1; n < measured-1 || n > measured+1 {
				t.Errorf("after round %d it is said that there will be about %d, and there were %d", i, n, measured)
			}
		}
	})
}
