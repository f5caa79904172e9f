package verdict

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// A row is the wall times of one cell in milliseconds, from the warm-up on. A 0 stands for no sample.
type row struct {
	mode    string
	workers int
	walls   []float64
}

// record is a record of one workload with the rows given, each sample with 10 items.
func record(rows ...row) *results.Record {
	rec := &results.Record{End: &results.End{}}
	for _, r := range rows {
		for round, wall := range r.walls {
			if wall == 0 {
				continue
			}
			rec.Samples = append(rec.Samples, results.Sample{Round: round,
				Cell: results.Cell{Workload: "w", Mode: r.mode, Workers: r.workers, Build: ""}, Baseline: "serial",
				Wall: time.Duration(wall * 1e6), Items: 10})
		}
	}
	return quietly(rec)
}

// cell is one cell of a summary.
func cell(t *testing.T, s *Summary, mode string, workers int) CellSummary {
	t.Helper()
	for _, c := range s.Cells {
		if c.Mode == mode && c.Workers == workers {
			return c
		}
	}
	t.Fatalf("no cell %s ×%d", mode, workers)
	return CellSummary{}
}

func TestCellIsEstimatedFromItsPairs(t *testing.T) {
	rec := record(
		row{"serial", 1, []float64{999, 200, 220, 180, 200, 210, 190}},
		row{"a", 2, []float64{1, 100, 110, 90, 100, 105, 95}}, // half of it in every round
	)
	for i := range rec.Samples {
		s := &rec.Samples[i]
		s.Setup = 3 * ms
		if s.Mode == "a" {
			s.Spawn, s.CPU.Workers = s.Wall, s.Wall*18/10
			s.Lock = &results.Lock{HandOffs: int64(s.Round)}
		} else {
			s.Spawn, s.CPU.Workers = ms, s.Wall
		}
	}
	got := Summarize(rec)
	a, serial := cell(t, got, "a", 2), cell(t, got, "serial", 1)
	two := stats.Estimate{Center: 2, Lo: 2, Hi: 2, Confidence: 0.96875, N: 6, Method: stats.MethodHodgesLehmann}
	for name, c := range map[string]struct{ got, want stats.Estimate }{
		"measured":          {a.Measured, two},
		"with start":        {a.WithStart, two.Scaled(0.5)},
		"efficiency":        {a.Efficiency, two.Scaled(0.5)},
		"serial":            {serial.Measured, two.Scaled(0.5)},
		"serial with start": {serial.WithStart, two.Scaled(0.5)},
		"serial efficiency": {serial.Efficiency, two.Scaled(0.5)},
	} {
		if !alikeEstimates(c.got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
	if a.Rounds != 6 || a.Excluded != 0 || a.Wall != 100*ms || a.Spawn != 100*ms || a.Setup != 3*ms {
		t.Errorf("a: %+v", a)
	}
	if !near(a.OwnCores, 1.8, 1e-12) || !near(serial.OwnCores, 1, 1e-12) || a.HandOffs != 3.5 || serial.HandOffs != 0 {
		t.Errorf("own cores %v and %v, hand-offs %v and %v", a.OwnCores, serial.OwnCores, a.HandOffs, serial.HandOffs)
	}
	if len(a.Warnings)+len(got.Warnings) > 0 {
		t.Errorf("warnings: %v, %v", a.Warnings, got.Warnings)
	}
}

// Serial and a differ by a factor of e^δ in each round, where the δ are 1 to 6 hundredths: the Walsh averages have
// the median 0.035 and the ends 0.01 and 0.06.
func TestSpeedupIsPairedInsideTheRound(t *testing.T) {
	got := Summarize(record(
		row{"serial", 1, []float64{0, 101.005017, 204.040268, 309.136360, 416.324310, 525.635548, 637.101928}},
		row{"a", 1, []float64{0, 100, 200, 300, 400, 500, 600}},
	))
	e := cell(t, got, "a", 1).Measured
	if !near(e.Center, 1.035619709, 1e-7) || !near(e.Lo, 1.010050167, 1e-7) || !near(e.Hi, 1.061836547, 1e-7) {
		t.Errorf("got %+v", e)
	}
}

func TestUnsoundSamplesAreCountedAndLeftOut(t *testing.T) {
	rec := record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200}},
		row{"a", 2, []float64{1, 100, 50, 100, 100, 100}}, // round 5 was cut: it has no serial
	)
	for i := range rec.Samples {
		s := &rec.Samples[i]
		switch {
		case s.Mode == "a" && s.Round == 2:
			s.Error = "the sum is wrong"
		case s.Mode == "serial" && s.Round == 3:
			s.Wall = 0
		case s.Round == 0:
			s.Error = "cold"
		}
	}
	rec.Samples = append(rec.Samples, rec.Samples[len(rec.Samples)-1]) // round 5 twice
	got := Summarize(rec)
	a, serial := cell(t, got, "a", 2), cell(t, got, "serial", 1)
	if a.Rounds != 2 || a.Excluded != 2 || a.Measured != (stats.Estimate{Center: 2, N: 2, Method: stats.MethodMedian}) {
		t.Errorf("a: %+v", a)
	}
	if want := []string{"2 samples were left out: round 2: the sum is wrong; and 1 more"}; !slices.Equal(a.Warnings,
		want) {
		t.Errorf("a: %q, want %q", a.Warnings, want)
	}
	if want := []string{"1 sample was left out: round 3: wall_ns is 0"}; serial.Excluded != 1 ||
		!slices.Equal(serial.Warnings, want) {
		t.Errorf("serial: %q, want %q", serial.Warnings, want)
	}
}

func TestSamplesWithOtherWorkAreNotPaired(t *testing.T) {
	rec := record(row{"serial", 1, []float64{0, 200, 200}}, row{"a", 2, []float64{0, 100, 50}})
	rec.Samples[3].Items = 5
	if a := cell(t, Summarize(rec), "a", 2); a.Rounds != 1 || a.Measured.Center != 2 {
		t.Errorf("got %+v", a)
	}
}

func TestCellsComeInTheOrderOfThePlan(t *testing.T) {
	rec := &results.Record{}
	rec.Run.Plan.Workloads = []results.PlannedWorkload{{Name: "x"}, {Name: "y"}, {Name: "unseen"}}
	rec.Run.Plan.Modes = []results.PlannedMode{{Name: "serial"}, {Name: "b"}, {Name: "a", Baseline: "other"}}
	for _, c := range []results.Cell{{Workload: "z", Mode: "a", Workers: 1, Build: ""},
		{Workload: "y", Mode: "a", Workers: 4, Build: ""}, {Workload: "y", Mode: "c", Workers: 1, Build: ""},
		{Workload: "y", Mode: "a", Workers: 2, Build: ""}, {Workload: "x", Mode: "b", Workers: 1, Build: ""},
		{Workload: "x", Mode: "serial", Workers: 1, Build: ""},
		{Workload: "y", Mode: "serial", Workers: 1, Build: ""}} {
		rec.Samples = append(rec.Samples, results.Sample{Round: 1, Cell: c, Wall: ms})
	}
	got := Summarize(rec)
	var cells []results.Cell
	for _, c := range got.Cells {
		cells = append(cells, c.Cell)
	}
	want := []results.Cell{{Workload: "x", Mode: "serial", Workers: 1, Build: ""},
		{Workload: "x", Mode: "b", Workers: 1, Build: ""}, {Workload: "y", Mode: "serial", Workers: 1, Build: ""},
		{Workload: "y", Mode: "a", Workers: 2, Build: ""}, {Workload: "y", Mode: "a", Workers: 4, Build: ""},
		{Workload: "y", Mode: "c", Workers: 1, Build: ""}, {Workload: "z", Mode: "a", Workers: 1, Build: ""}}
	if !slices.Equal(cells, want) {
		t.Errorf("got %v, want %v", cells, want)
	}
	var verdicts []string
	for _, v := range got.Verdicts {
		verdicts = append(verdicts, v.Workload)
	}
	if want := []string{"x", "y", "unseen", "z"}; !slices.Equal(verdicts, want) {
		t.Errorf("verdicts on %v, want %v", verdicts, want)
	}
	if a, b := got.Cells[3].Baseline, got.Cells[1].Baseline; a != "other" || b != "serial" {
		t.Errorf("baselines %q and %q", a, b)
	}
}

func TestConditionsAreWeighedByTime(t *testing.T) {
	rec := &results.Record{End: &results.End{T: time.Minute}, Rounds: []results.Round{
		{Round: 0, Wall: time.Hour, Load1: new(9.0), Others: new(9.0), Steal: new(9.0)},
		{Round: 1, Wall: time.Second, Load1: new(0.5), Others: new(0.4), Steal: new(-0.01)},
		{Round: 2, Wall: 3 * time.Second, Load1: new(1.5), Others: new(0.8), Steal: new(-0.01)},
		{Round: 2, Wall: 0, Load1: new(1.0), Others: new(3.0)},
	}}
	got := Summarize(rec)
	if c := got.Conditions; !near(*c.Others, 0.7, 1e-12) || *c.Steal != 0 || *c.Load1 != 1.5 {
		t.Errorf("got %+v", c)
	}
	if got.Rounds != 2 || got.Elapsed != time.Hour || got.CutShort {
		t.Errorf("got %+v", got)
	}
}

func TestDoubtsAboutTheRecordAreWarnings(t *testing.T) {
	for _, c := range []struct {
		change func(*results.Record)
		want   string
	}{
		{func(r *results.Record) { r.End = nil }, "the run was cut short: its record has no end line"},
		{func(r *results.Record) { r.Samples = nil }, "nothing was measured after the warm-up"},
		{func(r *results.Record) { r.Unknown = 1 }, "1 line was of a kind that this corerace doesn't know"},
		{func(r *results.Record) { r.Problems = []results.Problem{{Line: 5, Text: "no kind"}}; r.Skipped = 1 },
			"1 line was skipped: line 5: no kind"},
		{func(r *results.Record) {
			r.Problems = []results.Problem{{Line: 5, Text: "a"}, {Line: 6, Text: "b"}, {Line: 7, Text: "c"},
				{Line: 8, Text: "d"}}
			r.Skipped = 300
		}, "300 lines were skipped: line 5: a; line 6: b; line 7: c; and 297 more"},
		{func(r *results.Record) {
			r.Run.Hosts = []results.Machine{{CoresLogical: 2}}
			r.Rounds = []results.Round{{Round: 1, Wall: ms, Others: new(0.3), Steal: new(0.1)}}
		}, "the machine was noisy: others took 0.4 of its 2 cores, so modes " +
			"that need several look slower than they are"},
		{func(r *results.Record) {
			r.Run.Hosts = []results.Machine{{CoresLogical: 2}}
			r.Rounds = []results.Round{{Round: 1, Wall: ms, Others: new(0.5), Steal: new(0.2)}}
		}, "inconclusive, the machine was busy: others took 0.7 of its 2 cores, and no claim about wall times is made"},
	} {
		rec := record(row{"serial", 1, []float64{0, 200}})
		c.change(rec)
		if got := Summarize(rec); !slices.Equal(got.Warnings, []string{c.want}) {
			t.Errorf("got %q, want %q", got.Warnings, c.want)
		}
	}
}

func TestDoubtsAboutACellAreWarnings(t *testing.T) {
	serial := row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}}
	twoCores := []results.Machine{{CoresLogical: 8, CoresAllowed: []int{0, 1, 5}, CPUQuota: 2}}
	for _, c := range []struct {
		name   string
		cell   row
		change func(*results.Sample)
		want   []string
	}{
		{"as it should be", row{"a", 2, []float64{0, 96, 96, 96, 96, 96, 96}}, nil, nil},
		{"too fast for two cores", row{"a", 2, []float64{0, 90, 90, 90, 90, 90, 90}}, nil,
			[]string{"the lower end of the speedup, 2.22, is above 1.05 × the 2 cores there are"}},
		{"too fast, but in too few rounds", row{"a", 2, []float64{0, 90, 90, 90, 90, 90}}, nil, nil},
		{"too fast, but not surely", row{"a", 2, []float64{0, 90, 90, 90, 90, 90, 100}}, nil, nil},
		{"half of the CPU time", row{"a", 2, []float64{0, 100, 100}},
			func(s *results.Sample) { s.CPU.Workers = 100 * ms },
			[]string{"its CPU time is 0.50 of that of serial: is work missing?"}},
		{"more CPU time", row{"a", 2, []float64{0, 100, 100}}, func(s *results.Sample) { s.CPU.Workers = 300 * ms },
			nil},
		{"warned samples", row{"a", 2, []float64{0, 100, 100, 100}}, func(s *results.Sample) {
			if s.Round > 1 {
				s.Warnings = []string{"throttled"}
			}
		}, []string{"throttled (2 of 3 samples)"}},
		{"no partner", row{"a", 2, []float64{0, 0, 0, 0, 0, 0, 0, 100}}, nil,
			[]string{"no speedup: no round has a sound sample of serial that did as much work"}},
	} {
		rec := record(serial, c.cell)
		rec.Run.Hosts = twoCores
		for i := range rec.Samples {
			s := &rec.Samples[i]
			s.CPU.Workers = 200 * ms
			if c.change != nil && s.Mode == "a" {
				c.change(s)
			}
		}
		if got := cell(t, Summarize(rec), "a", 2).Warnings; !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDriftIsAWarning(t *testing.T) {
	steady, rising, falling := row{"serial", 1, []float64{0}}, row{"a", 1, []float64{0}}, row{"serial", 1, []float64{0}}
	for i := range 20 {
		steady.walls = append(steady.walls, 200)
		rising.walls = append(rising.walls, 100+float64(i))
		falling.walls = append(falling.walls, 200-float64(i))
	}
	alike := "neighbouring rounds are alike (lag-1 autocorrelation 0.85), so the interval is too narrow: " +
		"20 rounds tell as much as 1.6 independent ones"
	s := Summarize(record(steady, rising))
	want := []string{alike, "its speedup falls over the rounds (Mann–Kendall test, p < " +
		"0.0001), so it depends on how long the run is"}
	if got := cell(t, s, "a", 1); !slices.Equal(got.Warnings, want) || !near(got.Autocorrelation, 0.85, 0.005) ||
		!near(got.EffectiveRounds, 1.6, 0.05) {
		t.Errorf("got %q, want %q; %+v", got.Warnings, want, got)
	}
	if got := cell(t, s, "serial", 1).Warnings; len(got) != 0 {
		t.Errorf("the steady baseline: %q", got)
	}
	s = Summarize(record(falling, rising))
	want = []string{"its wall time falls over the rounds (Mann–Kendall test, p < 0.0001), " +
		"so the machine or the work changed during the run"}
	if got := cell(t, s, "serial", 1).Warnings; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAlternatingRoundsAreAWarning(t *testing.T) {
	serial, a := row{"serial", 1, []float64{0}}, row{"a", 1, []float64{0}}
	for i := range 12 {
		serial.walls = append(serial.walls, 200)
		a.walls = append(a.walls, 100+float64(i%2)+0.1*float64(i*5%7))
	}
	got := cell(t, Summarize(record(serial, a)), "a", 1)
	if len(got.Warnings) != 1 || !strings.HasPrefix(got.Warnings[0],
		"neighbouring rounds alternate (lag-1 autocorrelation -0.") {
		t.Errorf("got %q", got.Warnings)
	}
	if got.EffectiveRounds != 12 {
		t.Errorf("they count as %v", got.EffectiveRounds)
	}
}

func TestHeavyOutliersAreAWarning(t *testing.T) {
	serial, a := row{"serial", 1, []float64{0}}, row{"a", 2, []float64{0}}
	for i := range 12 {
		serial.walls = append(serial.walls, 200)
		a.walls = append(a.walls, 100+0.5*float64(i*5%12))
	}
	a.walls[3], a.walls[9] = 300, 400
	got := cell(t, Summarize(record(serial, a)), "a", 2)
	want := []string{"2 of 12 rounds are severe outliers, so the speedup is the " +
		"median of the rounds, which they move least"}
	if !slices.Equal(got.Warnings, want) || got.SevereOutliers != 2 {
		t.Errorf("got %q, want %q", got.Warnings, want)
	}
	if got.Measured.Method != stats.MethodMedian || got.Measured != got.Median ||
		got.Efficiency.Method != stats.MethodMedian {
		t.Errorf("got %+v", got)
	}
}

func TestNoSpeedupIsSaidOfACellAsFastAsItsBaseline(t *testing.T) {
	s := Summarize(record(
		row{"serial", 1, []float64{0, 200, 202, 198, 204, 199, 201, 200, 203}},
		row{"gil", 2, []float64{0, 203, 202, 201, 206, 200, 205, 201, 205}},
		row{"a", 2, []float64{0, 103, 102, 101, 106, 100, 105, 101, 105}},
	))
	if serial, gil, a := cell(t, s, "serial", 1), cell(t, s, "gil", 2), cell(t, s, "a", 2); serial.Equivalent ||
		!gil.Equivalent || a.Equivalent {
		t.Errorf("serial %v, gil %v, a %v", serial.Equivalent, gil.Equivalent, a.Equivalent)
	}
}

func TestManyDifferentWarningsOfSamplesAreCutOff(t *testing.T) {
	rec := record(row{"serial", 1, []float64{0, 200}})
	rec.Samples[0].Warnings = []string{"a", "b", "c", "d", "e", "f", "g"}
	got := cell(t, Summarize(rec), "serial", 1).Warnings
	if len(got) != 6 || got[4] != "e (1 of 1 samples)" || got[5] != "and 2 other warnings" {
		t.Errorf("got %q", got)
	}
}

func TestSummaryOfNothingHasNoNulls(t *testing.T) {
	got, err := json.Marshal(Summarize(&results.Record{}))
	if err != nil || strings.Contains(string(got), "null") {
		t.Errorf("%s, %v", got, err)
	}
	rec := record(row{"serial", 1, []float64{100}})
	if got, err = json.Marshal(Summarize(rec).Cells[0].PerCore); err != nil || string(got) != "[]" {
		t.Errorf("cores that weren't recorded: %s, %v", got, err)
	}
}

func TestSmallRecordHasTheExpectedWinners(t *testing.T) {
	rec, err := results.ReadFile("../testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	s := Summarize(rec)
	want := []string{
		"mandelbrot: goroutines ×2 (1.96×) and processes ×2 (1.94×) are equal within 5 %: " +
			"after 8 rounds their ratio is 1.010 (1.002–1.017), with 90 % confidence.",
		"binarytrees: processes ×2 won, 1.86× as fast as serial, and beat goroutines ×2, the runner-up, " +
			"by a factor of 1.40 (1.38–1.43).",
	}
	for i, v := range s.Verdicts {
		if got := v.Sentence(); got != want[i] {
			t.Errorf("got %s\nwant %s", got, want[i])
		}
	}
	if s.Rounds != 8 || s.CutShort || len(s.Cells) != 14 || len(s.Warnings) > 0 {
		t.Errorf("%+v", s)
	}
}
