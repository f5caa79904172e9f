package locks

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// gilLines are rounds of experiments as a good model and an interpreter give them.
func gilLines() []results.GIL {
	slices := func(d time.Duration) *results.Spread { return results.NewSpread([]time.Duration{d, d, d + 100_000}) }
	var all []results.GIL
	for round := 1; round <= stats.MinRounds; round++ {
		all = append(all,
			results.GIL{Round: round, Experiment: results.GILSlices, Subject: "gil-multicore", Threads: 2,
				Interval: 5e6, Wall: 1e9, Switches: 193, Slices: slices(5_150_000)},
			results.GIL{Round: round, Experiment: results.GILSlices, Subject: "python3.11", Threads: 2, Interval: 5e6,
				Wall: 1e9, Switches: 190, Slices: slices(5_230_000)},
			results.GIL{Round: round, Experiment: results.GILSlowdown, Subject: "gil-ticks", Threads: 2, Ticks: 100,
				Wall: 3e8, SerialWall: 1e8, CPU: 4e8, SerialCPU: 1e8},
			results.GIL{Round: round, Experiment: results.GILSlowdown, Subject: "python2.7", Threads: 2, Ticks: 100,
				Wall: 4e8, SerialWall: 1e8},
		)
	}
	for i := range all {
		all[i].Others = new(0.02)
	}
	return all
}

func TestSummarizeGILTakesTheMedianOfTheQuietRounds(t *testing.T) {
	lines := gilLines()
	lines[0].Others, lines[0].Switches = new(0.9), 1 // a busy one
	lines[4].Error = "spoiled"
	s := SummarizeGIL(&results.Record{GIL: lines})
	if s.Rounds != stats.MinRounds || len(s.Rows) != 4 || !s.CutShort {
		t.Fatalf("%d rounds, %d rows, cut short %v", s.Rounds, len(s.Rows), s.CutShort)
	}
	r := s.find(GILCell{Experiment: results.GILSlices, Subject: "gil-multicore", Threads: 2, Interval: 5e6})
	if r == nil || r.Rounds != stats.MinRounds-2 || r.Excluded != 2 || r.Switches != 193 || r.Slice != 5_150_000 ||
		r.Busy {
		t.Errorf("the row is %+v", r)
	}
	slow := s.find(GILCell{Experiment: results.GILSlowdown, Subject: "gil-ticks", Threads: 2, Ticks: 100})
	if slow == nil || math.Abs(slow.Slowdown.Center-3) > 1e-9 || math.Abs(slow.CPU-4) > 1e-9 {
		t.Errorf("the slow-down is %+v", slow)
	}
}

func TestSummarizeGILSaysWhereEveryRoundWasBusy(t *testing.T) {
	lines := gilLines()
	for i := range lines {
		lines[i].Others = new(1.0)
	}
	for _, r := range SummarizeGIL(&results.Record{GIL: lines}).Rows {
		if !r.Busy || r.Rounds != stats.MinRounds {
			t.Errorf("%s of %s: busy %v, %d rounds", r.Experiment, r.Subject, r.Busy, r.Rounds)
		}
	}
}

func TestModelsComeBeforeInterpreters(t *testing.T) {
	lines := gilLines()
	slices.Reverse(lines)
	var order []string
	for _, r := range SummarizeGIL(&results.Record{GIL: lines}).Rows {
		order = append(order, r.Experiment+" "+r.Subject)
	}
	want := []string{"slices gil-multicore", "slices python3.11", "slowdown gil-ticks", "slowdown python2.7"}
	if !slices.Equal(order, want) {
		t.Errorf("the order is %q", order)
	}
}

func TestCompareGILSaysWhereTheModelHolds(t *testing.T) {
	all := CompareGIL(SummarizeGIL(&results.Record{GIL: gilLines()}))
	if len(all) != 2 {
		t.Fatalf("%d comparisons", len(all))
	}
	for _, c := range all {
		for _, f := range c.Figures {
			if !f.Holds {
				t.Errorf("%s beside %s, %s: %s", c.Model, c.Subject, f.What, f.Words())
			}
		}
	}
	lines := gilLines()
	for i := range lines {
		switch lines[i].Subject {
		case "gil-multicore": // a lock that doubles the interval
			lines[i].Switches /= 2
			lines[i].Slices = results.NewSpread([]time.Duration{10_300_000})
		case "gil-ticks": // one that never lets go
			lines[i].Wall = 95_000_000
		}
	}
	for _, c := range CompareGIL(SummarizeGIL(&results.Record{GIL: lines})) {
		for _, f := range c.Figures {
			if f.Holds || !strings.HasPrefix(f.Words(), "doesn't hold") {
				t.Errorf("%s beside %s, %s: %s", c.Model, c.Subject, f.What, f.Words())
			}
		}
	}
}

// A model's figure and an interpreter's go up and down together, as a machine does: their ratio is paired.
func TestCompareGILPairsRounds(t *testing.T) {
	var lines []results.GIL
	for round, slow := range []float64{1, 1.2, 0.9, 1.1, 1.3, 0.8, 1} {
		slice := func(subject string, ms float64) results.GIL {
			return results.GIL{Round: round + 1, Experiment: results.GILSlices, Subject: subject, Threads: 2,
				Interval: 5_000_000, Wall: time.Second,
				Others: new(0.02), Switches: 190, Slices: results.NewSpread([]time.Duration{time.Duration(ms * slow * 1e6)})}
		}
		lines = append(lines, slice("gil-multicore", 5.2+float64(round)/1000), slice("python3.11", 5.1))
	}
	lines = append(lines, results.GIL{Round: 8, Experiment: results.GILSlices, Subject: "python3.11", Threads: 2,
		Interval: 5_000_000, Wall: time.Second,
		Others: new(0.02), Slices: results.NewSpread([]time.Duration{time.Second})}) // the model has no such round
	for _, c := range CompareGIL(SummarizeGIL(&results.Record{GIL: lines})) {
		f := c.Figures[0]
		if f.What != "median slice" || f.Ratio.N != 7 || f.Ratio.Lo < 1.019 || f.Ratio.Hi > 1.022 ||
			f.Words() != "holds, within 5 %" {
			t.Errorf("%+v: %s", f, f.Words())
		}
		if !f.Model.HasInterval() || !f.Real.HasInterval() || f.Model.Hi/f.Model.Lo < 1.2 {
			t.Errorf("the model's own %v and the interpreter's %v", f.Model, f.Real)
		}
	}
}

func TestWordsOfAComparisonHaveItsDoubt(t *testing.T) {
	for _, c := range []struct {
		center, lo, hi float64
		want           string
	}{
		{1.01, 0.99, 1.03, "holds, within 5 %"},
		{1.02, 0.99, 1.09, "holds at the centre, within 5 %"},
		{1.08, 1.03, 1.12, "can't be told: 5 % are allowed"},
		{1.08, 1.06, 1.12, "doesn't hold: 5 % were allowed"},
		{0.90, 0.88, 0.93, "doesn't hold: 5 % were allowed"},
	} {
		f := GILCompared{Bar: 0.05, Ratio: stats.Estimate{Center: c.center, Lo: c.lo, Hi: c.hi, Confidence: 0.95, N: 6}}
		f.Holds = f.within(c.center)
		if f.Words() != c.want {
			t.Errorf("%v to %v: %s, want %s", c.lo, c.hi, f.Words(), c.want)
		}
	}
	other := GILCompared{Bar: 0.5, Ratio: stats.Estimate{Center: 0.9}, Direction: true}
	if other.Words() != "doesn't hold: it goes the other way" {
		t.Error(other.Words())
	}
}

func TestGILTargetsAreMissedByABrokenLock(t *testing.T) {
	find := func(lines []results.GIL, what string) GILTarget {
		for _, x := range GILTargets(SummarizeGIL(&results.Record{GIL: lines})) {
			if x.What == what {
				return x
			}
		}
		t.Fatalf("no target %q", what)
		return GILTarget{}
	}
	const slice, slow = "5ms: the median slice, ms", "100 ticks, 2 threads on all cores: wall ÷ that of one"
	if good := find(gilLines(), slice); !good.Holds || good.Measured != "5.15" {
		t.Errorf("%+v", good)
	}
	if good := find(gilLines(), slow); !good.Holds {
		t.Errorf("%+v", good)
	}
	lines := gilLines()
	for i := range lines {
		lines[i].Slices, lines[i].Wall = results.NewSpread([]time.Duration{10_300_000}), 1e8
	}
	if bad := find(lines, slice); bad.Holds || bad.Measured == "" {
		t.Errorf("%+v", bad)
	}
	if bad := find(lines, slow); bad.Holds || bad.Measured == "" {
		t.Errorf("%+v", bad)
	}
	if none := find(nil, slice); none.Holds || none.Measured != "" {
		t.Errorf("%+v", none)
	}
}
