package verdict

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// twinned adds a twin of goroutines ×2 with the walls given to a record of one workload.
func twinned(rec *results.Record, walls ...float64) *results.Record {
	for round, wall := range walls {
		rec.Samples = append(rec.Samples, results.Sample{Round: round,
			Cell: results.Cell{Workload: "w", Mode: "goroutines", Workers: 2, Build: ""}, Baseline: "serial",
			Twin: true, Wall: time.Duration(wall * 1e6), Items: 10})
	}
	return rec
}

func race(other float64) *results.Record {
	slower := row{"processes", 2, []float64{0}}
	for range 6 {
		slower.walls = append(slower.walls, other)
	}
	return record(
		row{"serial", 1, []float64{0, 200, 200, 200, 200, 200, 200}},
		row{"goroutines", 2, []float64{0, 100, 100, 100, 100, 100, 100}},
		slower)
}

func TestTwinIsInNoCell(t *testing.T) {
	without := Summarize(race(105))
	with := Summarize(twinned(race(105), 0, 97, 98, 99, 101, 102, 103))
	if len(with.Cells) != len(without.Cells) {
		t.Fatalf("%d cells, want %d", len(with.Cells), len(without.Cells))
	}
	for i, c := range with.Cells {
		if c.Measured != without.Cells[i].Measured || c.Rounds != without.Cells[i].Rounds || c.Excluded != 0 {
			t.Errorf("%v changed: %+v", c.Cell, c)
		}
	}
}

// By hand: the twin is 0.97 to 1.03 of its original, so half of the interval is a factor of √(1.03 ÷ 0.97) = 1.0305.
func TestDifferencesBelowTheNoiseFloorAreNoDifferences(t *testing.T) {
	for _, c := range []struct {
		other   float64
		decided bool
	}{{103, false}, {103.04, false}, {103.06, true}, {110, true}} {
		s := Summarize(twinned(race(c.other), 0, 97, 98, 99, 101, 102, 103))
		v := s.Verdicts[0]
		if !near(v.NoiseFloor, 0.0305, 1e-4) || v.Decided != c.decided || v.Twin.N != 6 {
			t.Errorf("%v: %+v", c.other, v)
		}
		if below := strings.Contains(v.Sentence(), "below today's noise floor of 3.1 %"); below == c.decided &&
			!v.Equivalent {
			t.Errorf("%v: %s", c.other, v.Sentence())
		}
		if len(s.Warnings) > 0 {
			t.Errorf("%q", s.Warnings)
		}
	}
	if v := Summarize(race(103)).Verdicts[0]; v.NoiseFloor != 0 || v.Twin != (stats.Estimate{}) || !v.Decided {
		t.Errorf("without a twin: %+v", v)
	}
	if v := Summarize(twinned(race(103), 0, 97, 98, 99, 101, 102)).Verdicts[0]; v.NoiseFloor != 0 || !v.Decided {
		t.Errorf("a twin of five rounds: %+v", v)
	}
}

func TestTwinThatIsToldApartIsAWarningAndRaisesTheFloor(t *testing.T) {
	s := Summarize(twinned(race(107), 0, 106, 106, 107, 107, 108, 108))
	v := s.Verdicts[0]
	want := []string{"w: goroutines ×2 and its twin are the same program and came out 1.07 (1.06–1.08) apart: " +
		"differences of this size show nothing"}
	if !slices.Equal(s.Warnings, want) {
		t.Errorf("got %q, want %q", s.Warnings, want)
	}
	if !near(v.NoiseFloor, 0.08, 1e-9) || v.Decided {
		t.Errorf("got %+v", v)
	}
	if v := Summarize(twinned(race(100), 0, 106, 106, 107, 107, 108, 108)).Verdicts[0]; v.Equivalent {
		t.Errorf("equal within 5 %% on a machine that is 8 %% off: %+v", v)
	}
	faster := Summarize(twinned(race(107), 0, 80, 80, 80, 80, 80, 80)).Verdicts[0]
	if !near(faster.NoiseFloor, 0.25, 1e-9) {
		t.Errorf("a faster twin: %v", faster.NoiseFloor)
	}
}

// The record in testdata/twin.jsonl is made up. On primes the two modes are closer than the noise of the machine lets
// see, on sort processes win.
func TestTwinRecordIsWrittenAsItWas(t *testing.T) {
	var out bytes.Buffer
	w := results.NewWriter(&out)
	rng := rand.New(rand.NewPCG(70, 7))
	plan := results.Plan{
		Workloads: []results.PlannedWorkload{{Name: "primes", Size: 256, Passes: 40},
			{Name: "sort", Size: 64, Passes: 25}},
		Modes: []results.PlannedMode{{Name: "serial", Baseline: "serial"}, {Name: "goroutines", Baseline: "serial"},
			{Name: "processes", Baseline: "serial"}},
		Workers: []int{2}, Rounds: 12,
	}
	err := w.Run(results.Run{Started: time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC), Seed: "70", Plan: plan})
	var now time.Duration
	for round := 0; round <= plan.Rounds; round++ {
		start := now
		for pos, i := range rng.Perm(8) {
			s := results.Sample{Round: round, Pos: pos, Baseline: "serial", T: now, Items: 1000, Share: 8,
				Claim: "shared", GOMAXPROCS: 2}
			s.Cell = results.Cell{Workload: []string{"primes", "sort"}[i/4],
				Mode: []string{"serial", "goroutines", "goroutines", "processes"}[i%4], Workers: 2, Build: ""}
			s.Twin = i%4 == 2
			mean := []float64{200, 104, 104, 107, 200, 140, 140, 108}[i]
			if s.Mode == "serial" {
				s.Workers, s.GOMAXPROCS = 1, 1
			}
			s.Wall = time.Duration(mean * math.Exp(0.07*rng.NormFloat64()) * 1e6).Round(time.Microsecond)
			now += s.Wall + ms
			err = errors.Join(err, w.Sample(s))
		}
		err = errors.Join(err, w.Round(results.Round{Round: round, T: start, Wall: now - start, Load1: new(1.1),
			Others: new(0.1), Steal: new(0.0)}))
	}
	if err := errors.Join(err, w.End(results.End{T: now, Reason: "rounds"})); err != nil {
		t.Fatal(err)
	}
	golden(t, "twin.jsonl", out.Bytes())
}

func TestTwinRecordHasTheExpectedSentences(t *testing.T) {
	rec, err := results.ReadFile("testdata/twin.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	s := Summarize(rec)
	want := []string{
		"primes: goroutines ×2 (1.92×) and processes ×2 (1.83×) can't be told apart after 12 rounds: " +
			"their ratio is 1.052 (0.98–1.14), below today's noise floor of 8.5 %; " +
			"about 38 rounds would show a difference this small.",
		"sort: processes ×2 won, 1.85× as fast as serial, and beat goroutines ×2, the runner-up, " +
			"by a factor of 1.27 (1.18–1.39).",
	}
	for i, v := range s.Verdicts {
		if got := v.Sentence(); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
	if len(s.Cells) != 6 || len(s.Warnings) > 0 {
		t.Errorf("%d cells, warnings %q", len(s.Cells), s.Warnings)
	}
}
