package verdict

import (
	"slices"
	"testing"
	"time"

	"corerace/results"
)

func TestTimesAddUpOverEstimatedSamples(t *testing.T) {
	cell := results.Cell{Workload: "w", Mode: "processes", Workers: 2}
	sample := func(round int, fault string, workers ...results.Worker) results.Sample {
		return results.Sample{Cell: cell, Baseline: "serial", Round: round, Wall: time.Second, Error: fault,
			PerWorker: workers}
	}
	a, b := results.Worker{OnCPU: 6, Wait: 3, Blocked: 1}, results.Worker{OnCPU: 2, Wait: 8}
	twin := sample(2, "", a, a)
	twin.Twin = true
	rec := &results.Record{Samples: []results.Sample{
		sample(0, "", a, a), // the warm-up
		sample(1, "", a, b),
		twin,
		sample(2, "", a, b),
		sample(3, "sum differs", a, a),
		sample(4, "", a, results.Worker{}), // one doesn't tell
		sample(5, ""),
		sample(6, "", a, b, b), // of another number of workers
	}}
	got := Times(rec)
	want := []TimeUse{{OnCPU: 12, Wait: 6, Rest: 2}, {OnCPU: 4, Wait: 16}}
	if len(got) != 1 || got[0].Cell != cell || got[0].Rounds != 2 || !slices.Equal(got[0].Workers, want) {
		t.Errorf("times %+v, want two rounds of %+v", got, want)
	}
}

func TestAPoolIsOneUse(t *testing.T) {
	s := results.Sample{Round: 1, Wall: time.Second, PerWorker: make([]results.Worker, 4096),
		Pool: &results.PoolTime{OnCPU: 5, Wait: 3, Rest: 2}}
	got := Times(&results.Record{Samples: []results.Sample{s}})
	if len(got) != 1 || !slices.Equal(got[0].Workers, []TimeUse{{OnCPU: 5, Wait: 3, Rest: 2, Pool: true}}) {
		t.Errorf("times %+v, want one use of the pool", got)
	}
	s.Pool = &results.PoolTime{}
	if got := Times(&results.Record{Samples: []results.Sample{s}}); len(got) != 0 {
		t.Errorf("a pool without any time tells %+v", got)
	}
	if _, ok := TimeOf(&results.Sample{}); ok {
		t.Error("a sample without workers tells where their time went")
	}
}

// Two workers that have a lock in turn wait for it for half of their time.
func TestWaitingForALockIsApart(t *testing.T) {
	const wall = 100 * time.Millisecond
	pool := func(lock results.Lock) results.Sample {
		return results.Sample{Round: 1, Wall: wall, PerWorker: make([]results.Worker, 2), Lock: &lock,
			Pool: &results.PoolTime{OnCPU: 95 * time.Millisecond, Wait: 5 * time.Millisecond}}
	}
	busy := pool(results.Lock{Waited: wall})
	busy.Pool.Wait = 150 * time.Millisecond // of the runtime's own threads, too
	bound := results.Sample{Round: 1, Wall: wall, Lock: &results.Lock{Waited: 90 * time.Millisecond},
		PerWorker: []results.Worker{{OnCPU: 55 * time.Millisecond, Blocked: 45 * time.Millisecond},
			{OnCPU: 45 * time.Millisecond, Blocked: 55 * time.Millisecond}}}
	for what, c := range map[string]struct {
		s    results.Sample
		lock time.Duration
	}{
		"a pool":                       {pool(results.Lock{Waited: wall}), wall},
		"a record that says only held": {pool(results.Lock{Held: wall}), wall},
		"a busy machine":               {busy, wall},
		"workers that are threads":     {bound, 90 * time.Millisecond},
		"a lock that waited too long":  {pool(results.Lock{Waited: time.Hour}), 105 * time.Millisecond},
	} {
		var got TimeUse
		for _, u := range usesOf(&c.s) {
			got.add(u)
		}
		if off := got.Lock - c.lock; off < -1 || off > 1 || got.Total() < 2*wall-2 || got.Total() > 2*wall {
			t.Errorf("%s: %+v, want %v for the lock and %v in all", what, got, c.lock, 2*wall)
		}
	}
	one := pool(results.Lock{Held: wall})
	one.PerWorker = one.PerWorker[:1]
	if u := usesOf(&one)[0]; u.Lock != 0 || u.Total() != wall {
		t.Errorf("one worker has %+v: nobody keeps it waiting", u)
	}
}
