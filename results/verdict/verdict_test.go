package verdict

import (
	"math"
	"slices"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

func TestVerdictRestsOnThePairsOwnRatio(t *testing.T) {
	s := Summarize(record(
		row{"serial", 1, []float64{0, 200, 260, 220, 200, 240, 210}},
		row{"a", 1, []float64{0, 190, 250, 210, 190, 230, 200}},
		row{"a", 2, []float64{0, 100, 130, 110, 100, 120, 105}},
		row{"b", 2, []float64{0, 104, 135, 114, 105, 124, 109}}, // overlaps a ×2, and is slower in every round
	))
	v := s.Verdicts[0]
	if v.Best != (results.Cell{Workload: "w", Mode: "a", Workers: 2, Build: ""}) ||
		v.Next != (results.Cell{Workload: "w", Mode: "b", Workers: 2, Build: ""}) || !v.Decided || v.RoundsNeeded != 0 {
		t.Fatalf("got %+v", v)
	}
	if v.Ratio.N != 6 || !near(v.Ratio.Lo, 124.0/120, 1e-9) || !near(v.Ratio.Hi, 105.0/100, 1e-9) {
		t.Errorf("ratio %+v", v.Ratio)
	}
	if v.Baseline != "serial" || v.BestMeasured.Center != 2 || v.NextMeasured != cell(t, s, "b", 2).Measured {
		t.Errorf("got %+v", v)
	}
}

func TestBaselineMayWin(t *testing.T) {
	v := Summarize(record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"a", 2, []float64{0, 210, 210, 210, 210, 210, 210}},
	)).Verdicts[0]
	if v.Best != v.serial() || v.Next.Mode != "a" || !v.Decided || !near(v.Ratio.Center, 1.05, 1e-12) {
		t.Errorf("got %+v", v)
	}
}

// In the rounds that have both, b is a little faster than a. In the others b failed and a was lucky, so a has the
// higher speedup.
func TestFaceToFaceDecidesWhereItContradictsTheSpeedups(t *testing.T) {
	rec := record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"b", 2, []float64{0, 99, 99, 99, 99, 99, 99}},
		row{"a", 2, []float64{0, 100, 100, 100, 100, 100, 100, 20, 20, 20, 20, 20, 20, 20}},
	)
	for round := 7; round <= 13; round++ { // rounds in which b failed
		rec.Samples = append(rec.Samples, results.Sample{Round: round,
			Cell: results.Cell{Workload: "w", Mode: "serial", Workers: 1, Build: ""}, Wall: 200 * ms, Items: 10})
	}
	v := Summarize(rec).Verdicts[0]
	if v.Best.Mode != "a" || v.Next.Mode != "serial" {
		t.Errorf("b, sound in fewer than half of the rounds, is in the race: %+v", v)
	}
	for i := range rec.Samples {
		if rec.Samples[i].Round == 13 {
			rec.Samples[i].Error = "dead"
		}
	}
	v = Summarize(rec).Verdicts[0]
	if v.Best.Mode != "b" || v.Next.Mode != "a" || !v.Decided || v.BestMeasured.Center > v.NextMeasured.Center {
		t.Errorf("got %+v", v)
	}
}

func TestVerdictWithoutBaselineGoesByWallTime(t *testing.T) {
	v := Summarize(record(
		row{"a", 2, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"b", 2, []float64{0, 100, 100, 100, 100, 100, 100}},
	)).Verdicts[0]
	if v.Best.Mode != "b" || v.Next.Mode != "a" || v.Ratio.Center != 2 || v.BestMeasured.N != 0 {
		t.Errorf("got %+v", v)
	}
}

func TestModesOfAnotherBaselineAreNotInTheRace(t *testing.T) {
	rec := record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"a", 2, []float64{0, 100, 100, 100, 100, 100, 100}},
		row{"python-serial", 1, []float64{0, 100, 100, 100, 100, 100, 100}},
		row{"python-processes", 2, []float64{0, 20, 20, 20, 20, 20, 20}},
	)
	for i := range rec.Samples {
		if s := &rec.Samples[i]; s.Mode[0] == 'p' {
			s.Baseline, s.Items = "python-serial", 1
		}
	}
	all := Summarize(rec).Verdicts
	if len(all) != 2 {
		t.Fatalf("%d verdicts, one for each baseline expected", len(all))
	}
	if v := all[0]; v.Best.Mode != "a" || v.Next.Mode != "serial" || v.Baseline != "serial" {
		t.Errorf("got %+v", v)
	}
	if v := all[1]; v.Best.Mode != "python-processes" || v.Next.Mode != "python-serial" ||
		v.Baseline != "python-serial" || v.BestMeasured.Center != 5 {
		t.Errorf("got %+v", v)
	}
	if all[0].Family != 2 || all[1].Family != 2 {
		t.Errorf("families of %d and %d, both verdicts are printed", all[0].Family, all[1].Family)
	}
}

func TestALoneModeOfAnotherBaselineHasNoVerdict(t *testing.T) {
	rec := record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"a", 2, []float64{0, 100, 100, 100, 100, 100, 100}},
		row{"python-serial", 1, []float64{0, 100, 100, 100, 100, 100, 100}},
	)
	for i := range rec.Samples {
		if s := &rec.Samples[i]; s.Mode[0] == 'p' {
			s.Baseline, s.Items = "python-serial", 1
		}
	}
	if all := Summarize(rec).Verdicts; len(all) != 1 {
		t.Errorf("%d verdicts, one expected", len(all))
	}
}

func TestABaselineThatNobodyAskedForHasNoVerdictOfItsOwn(t *testing.T) {
	rec := record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"python-serial", 1, []float64{0, 100, 100, 100, 100, 100, 100}},
		row{"python-threads", 2, []float64{0, 120, 120, 120, 120, 120, 120}},
	)
	for i := range rec.Samples {
		if s := &rec.Samples[i]; s.Mode[0] == 'p' {
			s.Baseline, s.Items = "python-serial", 1
		}
	}
	if all := Summarize(rec).Verdicts; len(all) != 1 || all[0].Baseline != "python-serial" {
		t.Errorf("verdicts %+v, one against python-serial expected", all)
	}
	rec.Run.Plan.Modes = []results.PlannedMode{{Name: "serial", Added: true}, {Name: "python-serial"}}
	rec.Samples = slices.DeleteFunc(rec.Samples, func(s results.Sample) bool { return s.Mode == "python-threads" })
	all := Summarize(rec).Verdicts
	if len(all) != 1 || all[0].Sentence() != "w: no verdict: there is nothing to compare python-serial with." {
		t.Errorf("verdicts %+v, one on the mode that was asked for expected", all)
	}
}

func TestVerdictWithoutARivalHasNoRatio(t *testing.T) {
	v := Summarize(record(row{"a", 1, []float64{0, 100}}, row{"a", 2, []float64{0, 50}})).Verdicts[0]
	if v.Best != (results.Cell{Workload: "w", Mode: "a", Workers: 2, Build: ""}) || v.Next != (results.Cell{}) ||
		v.Ratio != (stats.Estimate{}) || v.Decided || v.RoundsNeeded != 0 {
		t.Errorf("got %+v", v)
	}
}

// By hand: the log ratio is 0.01 on the whole and 0.03 off in each of 8 rounds, so s = 0.03 √(8/7) and
// n = (2.8644 × 3.2071)² = 84.4.
func TestRoundsNeededGrowWithTheNoise(t *testing.T) {
	var logs, none []float64
	for i := range 8 {
		off := 0.03 * float64(i%2*2-1)
		logs, none = append(logs, 0.01+off), append(none, off)
	}
	for _, c := range []struct {
		logs []float64
		want int
	}{
		{logs, 85},
		{none, 0},
		{nil, 0},
		{[]float64{0.1, 0.2}, 0},
		{[]float64{0.1, 0.1, 0.1}, 6},            // no noise at all: enough for an interval
		{[]float64{1, 1, 1, 1, 1, 1, 1.0001}, 8}, // one more than there are
		{[]float64{1e-9, 1, -1, 1e-9, 1e-9}, 1_000_000}, // hopeless
	} {
		if got := roundsNeeded(c.logs, 1); got != c.want {
			t.Errorf("%v: %d, want %d", c.logs, got, c.want)
		}
	}
	if d := math.Log(stats.FromLogs(none).Center); d != 0 {
		t.Errorf("the even one is off by %v", d)
	}
}

// Two workloads, each with a mode that is 20 % faster than another in every round.
func twoWorkloads(rounds int) *results.Record {
	rec := &results.Record{End: &results.End{}}
	for round := 1; round <= rounds; round++ {
		for _, workload := range []string{"u", "v"} {
			for mode, wall := range map[string]float64{"serial": 200, "a": 100, "b": 120} {
				rec.Samples = append(rec.Samples,
					results.Sample{Round: round,
						Cell: results.Cell{Workload: workload, Mode: mode, Workers: 1, Build: ""}, Items: 10,
						Wall: time.Duration((wall + 0.01*float64(round)) * 1e6)})
			}
		}
	}
	return quietly(rec)
}

// With all six rounds agreeing, p is 2 ÷ 2⁶ = 0.031, which two verdicts at once raise to 0.063.
func TestSixRoundsDecideOneVerdictAndSevenTwo(t *testing.T) {
	six := Summarize(twoWorkloads(6))
	for _, v := range six.Verdicts {
		if v.Decided || v.P != 0.03125 || v.HolmP != 0.0625 || v.Family != 2 || v.RoundsNeeded != 7 || v.Ratio.Lo <= 1 {
			t.Errorf("%s: %+v", v.Workload, v)
		}
	}
	want := "u: a ×1 (2.00×) and b ×1 (1.67×) can't be told apart after 6 rounds: their ratio is 1.200 (1.20–1.20) with " +
		"95 % confidence, and 2 verdicts ask for 97.5 %, which 6 rounds can't have; about 7 rounds would show a difference " +
		"this small."
	if got := six.Verdicts[0].Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, v := range Summarize(twoWorkloads(7)).Verdicts {
		if !v.Decided || v.HolmP != 0.03125 || v.RoundsNeeded != 0 {
			t.Errorf("%s: %+v", v.Workload, v)
		}
	}
}

func TestVerdictsWithoutAnIntervalDoNotCountAgainstTheOthers(t *testing.T) {
	rec := twoWorkloads(6)
	for i := range rec.Samples {
		if s := &rec.Samples[i]; s.Workload == "v" && s.Round > 5 {
			s.Error = "dead"
		}
	}
	vs := Summarize(rec).Verdicts
	if !vs[0].Decided || vs[0].Family != 1 || vs[1].Decided || vs[1].P != 1 || vs[1].HolmP != 1 || vs[1].Family != 0 {
		t.Errorf("got %+v", vs)
	}
}

func TestEqualModesAreCalledEqual(t *testing.T) {
	v := Summarize(record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200, 200, 200}},
		row{"a", 2, []float64{0, 100, 101, 102, 100, 101, 102, 100, 101}},
		row{"b", 2, []float64{0, 101, 100, 102, 102, 100, 101, 102, 100}},
	)).Verdicts[0]
	if v.Decided || !v.Equivalent || v.Ratio90.Confidence < 0.9 || v.Ratio90.Lo < v.Ratio.Lo {
		t.Errorf("got %+v", v)
	}
}
