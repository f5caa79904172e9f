package verdict

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"corerace/results"
	"corerace/results/internal/noise"
	"corerace/results/stats"
)

func TestLooksAreSetBeforehand(t *testing.T) {
	for rounds, want := range map[int]Looks{
		6: {6}, 10: {10}, 11: {10, 11}, 15: {10, 15}, 50: {10, 15, 20, 30, 40, 50},
		120: {10, 15, 20, 30, 40, 60, 80, 120}, 320: {10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320},
	} {
		if got := LooksTo(rounds); !slices.Equal(got, want) {
			t.Errorf("%d rounds: %v, want %v", rounds, got, want)
		}
	}
	if one, many := LooksTo(6).Confidence(0), LooksTo(20).Confidence(2); one != 0.95 || many != 0.97 {
		t.Errorf("confidence %v at one look, %v at several", one, many)
	}
}

func TestRunStopsOnPrecisionAlone(t *testing.T) {
	at := func(lo, hi float64) stats.Estimate {
		return stats.Estimate{Center: 1, Lo: lo, Hi: hi, Confidence: 0.97, N: 10}
	}
	none := stats.Estimate{Center: 1, N: 5}
	for _, c := range []struct {
		name      string
		estimates []stats.Estimate
		want      bool
	}{
		{"narrow, and around 1", []stats.Estimate{at(0.99, 1.01), at(0.985, 1.015)}, true},
		{"narrow, and far from 1", []stats.Estimate{at(1.98, 2.02)}, true},
		{"one is wide", []stats.Estimate{at(0.99, 1.01), at(0.95, 1.05)}, false},
		{"wide, and far from 1", []stats.Estimate{at(1.5, 2.5)}, false},
		{"too few rounds", []stats.Estimate{at(0.99, 1.01), none}, false},
		{"a cell without a sound sample", []stats.Estimate{at(0.99, 1.01), {}}, true},
		{"nothing but that", []stats.Estimate{{}}, false},
		{"nothing", nil, false},
	} {
		if got := ShouldStop(c.estimates, 0.02); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestHalfWidthIsARatioEitherWay(t *testing.T) {
	if w := (stats.Estimate{Center: 2, Lo: 2 / 1.02, Hi: 2 * 1.02, Confidence: 0.95}).HalfWidth(); !near(w, 0.02,
		1e-12) {
		t.Errorf("got %v", w)
	}
	if !math.IsInf((stats.Estimate{Center: 2, N: 3}).HalfWidth(), 1) {
		t.Error("no interval has a width")
	}
}

func TestEveryCellIsMeasuredAtTheConfidenceOfTheLook(t *testing.T) {
	rec, err := results.ReadFile("../testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	s, got := Summarize(rec), MeasuredAt(rec, 0.97)
	if len(got) != len(s.Cells) {
		t.Fatalf("%d estimates of %d cells", len(got), len(s.Cells))
	}
	for i, e := range got {
		if c := s.Cells[i]; e.Center != c.Measured.Center || e.Confidence < 0.97 ||
			e.HalfWidth() < c.Measured.HalfWidth() {
			t.Errorf("%v: %+v, at 95 %% %+v", c.Cell, e, c.Measured)
		}
	}
	if ShouldStop(got, 0.001) || !ShouldStop(got, 0.1) {
		t.Errorf("the run is %v wide", got)
	}
}

// A run that stops at the first look where its interval is within 2 % either way covers with at least 95 %, give or
// take two standard deviations. The noise is such that runs stop early, in the middle, and late.
func TestStoppingOnPrecisionKeepsTheCoverage(t *testing.T) {
	const runs, target = 600, 0.02
	looks := LooksTo(120)
	for _, n := range []noise.Noise{noise.Noises[0], noise.Noises[1], noise.Noises[6]} {
		for _, scale := range []float64{0.7, 1.3, 2.5} {
			rng := rand.New(rand.NewPCG(28, 29))
			hits, plain, rounds := 0, 0, 0
			for range runs {
				logs := n.Draws(rng, looks[len(looks)-1])
				for i := range logs {
					logs[i] *= scale
				}
				for i, used := range looks {
					e := stats.EstimateAt(logs[:used], looks.Confidence(i))
					if i < len(looks)-1 && !ShouldStop([]stats.Estimate{e}, target) {
						continue
					}
					rounds += used
					if covers(e, 0) {
						hits++
					}
					if e := stats.FromLogs(logs[:used]); covers(e, 0) {
						plain++
					}
					break
				}
			}
			covers := float64(hits) / runs
			t.Logf("%s × %v: covers %.3f, the 95 %% interval then %.3f, %d rounds", n.Name, scale, covers,
				float64(plain)/runs, rounds/runs)
			if covers < stats.Level-2*math.Sqrt(stats.Level*(1-stats.Level)/runs) {
				t.Errorf("%s × %v: covers %.3f", n.Name, scale, covers)
			}
		}
	}
}
