package locks

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// exemplary is a summary in which an interpreter does what it should.
func exemplary(subject string) *GILSummary {
	cell := func(experiment string, threads int) GILCell {
		return GILCell{Experiment: experiment, Subject: subject, Threads: threads, Interval: usualInterval}
	}
	lost := cell(results.GILUpdates, 2)
	lost.Called = true
	return &GILSummary{Rows: []GILRow{
		{GILCell: cell(results.GILSlowdown, 2), Rounds: 6, Slowdown: stats.Estimate{Center: 1.02, N: 6}},
		{GILCell: cell(results.GILSlices, 2), Rounds: 6, Slice: 5200 * time.Microsecond,
			SliceTop: 5300 * time.Microsecond, Switches: 191},
		{GILCell: cell(results.GILConvoy, 1), Rounds: 6, Latency: 5200 * time.Microsecond, LatHi: 10 * time.Millisecond,
			Trips: 176},
		{GILCell: cell(results.GILUpdates, 2), Rounds: 6},
		{GILCell: lost, Rounds: 6, Missing: 0.3},
	}}
}

func TestInterpretersAreCheckedByTheirVersion(t *testing.T) {
	find := func(s *GILSummary, what string) GILTarget {
		t.Helper()
		for _, x := range interpretersTargets(s) {
			if strings.Contains(x.What, what) {
				return x
			}
		}
		t.Fatalf("no target on %s", what)
		return GILTarget{}
	}
	s := exemplary("python3.13")
	for _, what := range []string{"python3.13: 5 ms, 2 threads", "the median slice",
		"echo beside 1 thread, 5 ms: round trips", "X += 1", "X = f(X)"} {
		if x := find(s, what); what != "the median slice" && (!x.Holds || x.Measured == "") {
			t.Errorf("%+v doesn't hold", x)
		}
	}
	if x := find(exemplary("python3.8"), "X += 1"); x.Holds {
		t.Errorf("3.8 loses updates, and %+v holds", x)
	}
	if all := interpretersTargets(exemplary("gil-multicore")); len(all) != 0 {
		t.Errorf("a model has targets of interpreters: %+v", all)
	}
	if x := find(&GILSummary{Rows: []GILRow{{GILCell: GILCell{Experiment: results.GILSlowdown,
		Subject: "python3.13-interpreters", Threads: 2}, Rounds: 6,
		Slowdown: stats.Estimate{Center: 0.55, N: 6}}}}, "2 sub-interpreters"); !x.Holds {
		t.Errorf("%+v doesn't hold", x)
	}
	if x := find(&GILSummary{Rows: []GILRow{{GILCell: GILCell{Experiment: results.GILSlowdown, Subject: "python2.7",
		Threads: 2, Ticks: 100}, Rounds: 6,
		Slowdown: stats.Estimate{Center: 1.01, N: 6}}}}, "100 ticks, 2 threads on all cores"); x.Holds {
		t.Errorf("%+v holds", x)
	}
}
