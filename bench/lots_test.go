package bench

import (
	"testing"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// ran is the outcome of a job with two workers, or with one where a mode can't have more.
func ran(t *testing.T, spelling string, w *workloads.Workload, share, passes int) mode.Outcome {
	t.Helper()
	m := jobs.Spelt(t, spelling, Modes()...)
	defer m.Around(mode.Spec{})()
	workers := 2
	if m.Most > 0 {
		workers = m.Most
	}
	p := jobs.OpenPool(t, m, w, workers, share)
	o, err := p.Run(t.Context(), jobs.JobOf(w, share, passes))
	if err != nil {
		t.Fatalf("%s: %v", spelling, err)
	}
	return o
}

func TestShortSharesAreClaimedInLotsAndLongOnesSingly(t *testing.T) {
	for _, spelling := range []string{"serial", "goroutines", "threads", "gomaxprocs1", "processes"} {
		o := ran(t, spelling, jobs.Counting, 1, 100)
		if o.Lots == nil || o.Lots.Claims > 50_000 || o.Lots.Most < 2 {
			t.Errorf("%s: 100,000 short shares in %+v", spelling, o.Lots)
		}
		o = ran(t, spelling, jobs.Spinning, 10, 1)
		if o.Lots == nil || o.Lots.Claims != 100 || o.Lots.Most != 1 {
			t.Errorf("%s: 100 long shares in %+v", spelling, o.Lots)
		}
	}
}

func TestChunksAreLots(t *testing.T) {
	o := ran(t, "processes-pipe:chunk=64", jobs.Counting, 1, 1)
	if o.Lots == nil || o.Lots.Claims != 16 || o.Lots.Most != 64 {
		t.Errorf("1,000 shares in chunks of 64 are %+v", o.Lots)
	}
}

// Behind a lock it is the lock that is measured, and where passes are cut beforehand nothing is claimed.
func TestThereAreNoLotsBehindALockOrInStaticCuts(t *testing.T) {
	for _, spelling := range []string{"gil", "goroutines:cut=static", "processes:cut=static"} {
		if o := ran(t, spelling, jobs.Counting, 1, 10); o.Lots != nil {
			t.Errorf("%s: %+v", spelling, o.Lots)
		}
	}
}
