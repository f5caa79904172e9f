package verdict

import (
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

func TestIdleWall(t *testing.T) {
	for _, c := range []struct {
		what string
		s    results.Sample
		want time.Duration
	}{
		{"one foreign spinner takes half of one of two cores",
			results.Sample{PerWorker: []results.Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 200 * ms}}},
			150 * ms},
		{"one foreign spinner, and parts that were set beforehand: nobody takes over what the other is late with",
			results.Sample{Claim: results.ClaimStatic,
				PerWorker: []results.Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 200 * ms}}}, 200 * ms},
		{"nothing was in the way",
			results.Sample{PerWorker: []results.Worker{{OnCPU: 100 * ms}, {OnCPU: 100 * ms}}}, 100 * ms},
		{"workers that block need that time on an idle machine too",
			results.Sample{PerWorker: []results.Worker{{OnCPU: 10 * ms, Blocked: 90 * ms},
				{OnCPU: 10 * ms, Blocked: 90 * ms}}}, 100 * ms},
		{"four workers on two cores wait for each other",
			results.Sample{PerWorker: []results.Worker{{OnCPU: 50 * ms, Wait: 50 * ms}, {OnCPU: 50 * ms, Wait: 50 * ms},
				{OnCPU: 50 * ms, Wait: 50 * ms}, {OnCPU: 50 * ms, Wait: 50 * ms}}}, 100 * ms},
		{"workers behind a lock are blocked by each other",
			results.Sample{Lock: &results.Lock{},
				PerWorker: []results.Worker{{OnCPU: 100 * ms, Blocked: 100 * ms},
					{OnCPU: 100 * ms, Blocked: 100 * ms}}}, 200 * ms},
		{"two goroutines whose threads waited",
			results.Sample{GOMAXPROCS: 2, PerWorker: make([]results.Worker, 2),
				Pool: &results.PoolTime{OnCPU: 200 * ms, Wait: 100 * ms}}, 100 * ms},
		{"seven goroutines on two threads",
			results.Sample{GOMAXPROCS: 2, PerWorker: make([]results.Worker, 7),
				Pool: &results.PoolTime{OnCPU: 200 * ms}}, 100 * ms},
		{"goroutines that take turns",
			results.Sample{GOMAXPROCS: 1, PerWorker: make([]results.Worker, 2),
				Pool: &results.PoolTime{OnCPU: 200 * ms, Wait: 50 * ms}}, 200 * ms},
		{"goroutines behind a lock",
			results.Sample{GOMAXPROCS: 1, Lock: &results.Lock{}, PerWorker: make([]results.Worker, 2),
				Pool: &results.PoolTime{OnCPU: 200 * ms, Rest: 20 * ms}}, 200 * ms},
	} {
		got, ok := idleWall(&c.s, 2, false)
		if !ok || got != c.want {
			t.Errorf("%s: %v, %v; want %v", c.what, got, ok, c.want)
		}
	}
}

func TestSamplesThatDoNotTellAreNotProjected(t *testing.T) {
	for _, s := range []results.Sample{
		{},
		{PerWorker: []results.Worker{{User: 100 * ms}}},
		{PerWorker: []results.Worker{{OnCPU: 100 * ms}, {User: 100 * ms}}},
	} {
		if got, ok := idleWall(&s, 2, false); ok {
			t.Errorf("%+v is projected to %v", s, got)
		}
	}
}

// A spinner has one of two cores. What two threads behind an interpreter's lock would do without it is what one of them
// does: the lock lets one through.
func TestThreadsBehindALockAreProjectedToWhatItLetsThrough(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		mode results.PlannedMode
		want float64
	}{
		{results.PlannedMode{Name: "python-threads"}, 1},
		{results.PlannedMode{Name: "python-threads:python=3.11"}, 1},
		{results.PlannedMode{Name: "python-threads:python=3.13t"}, 2},
		{results.PlannedMode{Name: "python-threads:python=3.13t-2"}, 2},
		{results.PlannedMode{Name: "python-threads", OneAtATime: &no}, 2},
		{results.PlannedMode{Name: "python-threads:python=3.13t", OneAtATime: &yes}, 1},
		{results.PlannedMode{Name: "somebodys", OneAtATime: &yes}, 1},
		{results.PlannedMode{Name: "python-processes"}, 2},
	} {
		rec := &results.Record{Run: results.Run{Hosts: []results.Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}}},
			Plan: results.Plan{Modes: []results.PlannedMode{c.mode}}}}
		for round := 1; round <= stats.MinRounds; round++ {
			rec.Samples = append(rec.Samples,
				results.Sample{Round: round, Cell: results.Cell{Workload: "w", Mode: "serial", Workers: 1, Build: ""},
					Wall: 200 * ms, PerWorker: []results.Worker{{OnCPU: 200 * ms}}},
				results.Sample{Round: round, Cell: results.Cell{Workload: "w", Mode: c.mode.Name, Workers: 2,
					Build: ""}, Wall: 200 * ms,
					PerWorker: []results.Worker{{OnCPU: 100 * ms, Wait: 100 * ms}, {OnCPU: 100 * ms, Wait: 100 * ms}}})
		}
		if got := cell(t, Summarize(rec), c.mode.Name, 2).Projected; !near(got.Center, c.want, 1e-9) {
			t.Errorf("%+v is projected to %v, %v expected", c.mode, got, c.want)
		}
	}
}

// Beside other programs the baseline's own CPU time grows at times, and the lock lets one worker through all the same.
func TestWorkBehindALockIsNeverProjectedAboveOneWorker(t *testing.T) {
	baseline := []*results.Sample{{PerWorker: []results.Worker{{OnCPU: 236 * ms}}}}
	for _, c := range []struct {
		what  string
		lock  *results.Lock
		turns bool
		want  float64
	}{{"an interpreter's lock", nil, true, 1}, {"a lock of ours", &results.Lock{}, false, 1},
		{"no lock", nil, false, 2.36}} {
		two := []*results.Sample{{Lock: c.lock, PerWorker: []results.Worker{{OnCPU: 100 * ms}, {OnCPU: 100 * ms}}}}
		if got := project(two, baseline, 2, c.turns); !near(got.Center, c.want, 1e-9) || got.Hi > c.want {
			t.Errorf("%s: %v, %v expected", c.what, got, c.want)
		}
	}
}
