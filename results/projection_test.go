package results

import (
	"testing"
	"time"
)

func TestIdleWall(t *testing.T) {
	for _, c := range []struct {
		what string
		s    Sample
		want time.Duration
	}{
		{"one foreign spinner takes half of one of two cores",
			Sample{PerWorker: []Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 200 * ms}}}, 150 * ms},
		{"one foreign spinner, and parts that were set beforehand: nobody takes over what the other is late with",
			Sample{Claim: ClaimStatic, PerWorker: []Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 200 * ms}}}, 200 * ms},
		{"nothing was in the way",
			Sample{PerWorker: []Worker{{OnCPU: 100 * ms}, {OnCPU: 100 * ms}}}, 100 * ms},
		{"workers that block need that time on an idle machine too",
			Sample{PerWorker: []Worker{{OnCPU: 10 * ms, Blocked: 90 * ms}, {OnCPU: 10 * ms, Blocked: 90 * ms}}}, 100 * ms},
		{"four workers on two cores wait for each other",
			Sample{PerWorker: []Worker{{OnCPU: 50 * ms, Wait: 50 * ms}, {OnCPU: 50 * ms, Wait: 50 * ms},
				{OnCPU: 50 * ms, Wait: 50 * ms}, {OnCPU: 50 * ms, Wait: 50 * ms}}}, 100 * ms},
		{"workers behind a lock are blocked by each other",
			Sample{Lock: &Lock{}, PerWorker: []Worker{{OnCPU: 100 * ms, Blocked: 100 * ms}, {OnCPU: 100 * ms, Blocked: 100 * ms}}}, 200 * ms},
		{"two goroutines whose threads waited",
			Sample{GOMAXPROCS: 2, PerWorker: make([]Worker, 2), Pool: &PoolTime{OnCPU: 200 * ms, Wait: 100 * ms}}, 100 * ms},
		{"seven goroutines on two threads",
			Sample{GOMAXPROCS: 2, PerWorker: make([]Worker, 7), Pool: &PoolTime{OnCPU: 200 * ms}}, 100 * ms},
		{"goroutines that take turns",
			Sample{GOMAXPROCS: 1, PerWorker: make([]Worker, 2), Pool: &PoolTime{OnCPU: 200 * ms, Wait: 50 * ms}}, 200 * ms},
		{"goroutines behind a lock",
			Sample{GOMAXPROCS: 1, Lock: &Lock{}, PerWorker: make([]Worker, 2), Pool: &PoolTime{OnCPU: 200 * ms, Rest: 20 * ms}}, 200 * ms},
	} {
		got, ok := c.s.idleWall(2, false)
		if !ok || got != c.want {
			t.Errorf("%s: %v, %v; want %v", c.what, got, ok, c.want)
		}
	}
}

func TestSamplesThatDoNotTellAreNotProjected(t *testing.T) {
	for _, s := range []Sample{
		{},
		{PerWorker: []Worker{{User: 100 * ms}}},
		{PerWorker: []Worker{{OnCPU: 100 * ms}, {User: 100 * ms}}},
	} {
		if got, ok := s.idleWall(2, false); ok {
			t.Errorf("%+v is projected to %v", s, got)
		}
	}
}

// A spinner has one of two cores. What two threads behind an interpreter's lock would do without it is what one of them
// does: the lock lets one through.
func TestThreadsBehindALockAreProjectedToWhatItLetsThrough(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		mode PlannedMode
		want float64
	}{
		{PlannedMode{Name: "python-threads"}, 1},
		{PlannedMode{Name: "python-threads:python=3.11"}, 1},
		{PlannedMode{Name: "python-threads:python=3.13t"}, 2},
		{PlannedMode{Name: "python-threads:python=3.13t-2"}, 2},
		{PlannedMode{Name: "python-threads", OneAtATime: &no}, 2},
		{PlannedMode{Name: "python-threads:python=3.13t", OneAtATime: &yes}, 1},
		{PlannedMode{Name: "somebodys", OneAtATime: &yes}, 1},
		{PlannedMode{Name: "python-processes"}, 2},
	} {
		rec := &Record{Run: Run{Hosts: []Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}}}, Plan: Plan{Modes: []PlannedMode{c.mode}}}}
		for round := 1; round <= MinRounds; round++ {
			rec.Samples = append(rec.Samples,
				Sample{Round: round, Cell: Cell{"w", "serial", 1, ""}, Wall: 200 * ms, PerWorker: []Worker{{OnCPU: 200 * ms}}},
				Sample{Round: round, Cell: Cell{"w", c.mode.Name, 2, ""}, Wall: 200 * ms,
					PerWorker: []Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 100 * ms, Wait: 100 * ms}}})
		}
		if got := cell(t, Summarize(rec), c.mode.Name, 2).Projected; !near(got.Center, c.want, 1e-9) {
			t.Errorf("%+v is projected to %v, %v expected", c.mode, got, c.want)
		}
	}
}
