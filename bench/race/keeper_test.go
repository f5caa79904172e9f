package race

import (
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/results"
)

func keptSample(t *testing.T, k *keeper, c cell) results.Sample {
	t.Helper()
	taken, err := k.take(t.Context(), c, 10*time.Second, terms{}, func() time.Duration { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	return taken.sample
}

func TestAKeptPoolIsStartedOnceAndAFreshOneForEachSample(t *testing.T) {
	for _, spelling := range []string{"processes", "processes:start=kept", "processes-pipe:start=kept"} {
		m, err := mode.FindMode([]*mode.Mode{process.Processes(), process.ProcessesPipe()}, spelling)
		if err != nil {
			t.Fatal(err)
		}
		var k keeper
		c := cell{w: jobs.Counting, m: m, workers: 2,
			planned: results.PlannedWorkload{Share: jobs.Counting.Size / 10, Passes: 1}}
		first, second := keptSample(t, &k, c), keptSample(t, &k, c)
		same := first.PerWorker[0].PID == second.PerWorker[0].PID
		if same != process.Keeps(m) {
			t.Errorf("%s: the second sample has the worker of the first: %v", m, same)
		}
		if first.Spawn == 0 || (second.Spawn == 0) != process.Keeps(m) ||
			(second.Stages == nil) != (process.Keeps(m) || first.Stages == nil) {
			t.Errorf("%s: spawn %v and %v, stages %+v and %+v", m, first.Spawn, second.Spawn, first.Stages,
				second.Stages)
		}
		if st := first.Stages; st != nil && (st.Exec <= 0 || st.Runtime <= 0 || st.Ready <= 0 ||
			st.Sum() > first.Spawn+first.Setup) {
			t.Errorf("%s: the stages %+v are more than the spawn %v", m, *st, first.Spawn)
		}
		c.twin = true
		if twin := keptSample(t, &k, c); twin.PerWorker[0].PID == second.PerWorker[0].PID {
			t.Errorf("%s: the twin has the pool of the original", m)
		}
		if n := len(k.pools); n != map[bool]int{true: 2}[process.Keeps(m)] {
			t.Errorf("%s: %d pools are kept", m, n)
		}
		k.close()
	}
}

// What workers do to get warm is neither their start nor their setup.
func TestWarmingUpIsNoPartOfTheStart(t *testing.T) {
	var s results.Sample
	o := opening{spawn: 6 * time.Second, fresh: true}
	o.started(&s, mode.Outcome{Setup: time.Second, Warm: 3 * time.Second})
	if s.Spawn != 2*time.Second || s.Setup != time.Second || s.Warm != 3*time.Second {
		t.Errorf("spawn %v, setup %v, warm %v", s.Spawn, s.Setup, s.Warm)
	}
}
