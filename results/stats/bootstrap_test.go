package stats

import (
	"math"
	"testing"
)

func meanOf(xs []float64) func([]int) float64 {
	return func(idx []int) float64 {
		sum := 0.0
		for _, i := range idx {
			sum += xs[i]
		}
		return sum / float64(len(idx))
	}
}

// All 6⁶ ways to draw six of these values, listed in Python, have the 2.5 % quantile 0.9 and the 97.5 % quantile 3.4.
func TestBootstrapAgreesWithListingAllDraws(t *testing.T) {
	e := Bootstrap(6, 1, 40_000, meanOf([]float64{1.2, 0.7, 2.9, 1.8, 0.4, 5.1}))
	if !near(e.Center, 12.1/6, 1e-12) || !near(e.Lo, 0.9, 0.02) || !near(e.Hi, 3.4, 0.03) {
		t.Errorf("got %+v", e)
	}
	if e.Confidence != 0.95 || e.N != 6 || e.Method != methodBootstrap {
		t.Errorf("got %+v", e)
	}
}

func TestBootstrapGivesTheSameAgainForTheSameSeed(t *testing.T) {
	stat := meanOf([]float64{1, 4, 2, 8, 5, 7, 1})
	if a, b := Bootstrap(7, 5, 0, stat), Bootstrap(7, 5, 0, stat); a != b {
		t.Errorf("%+v, then %+v", a, b)
	}
	if a, b := Bootstrap(7, 5, 0, stat), Bootstrap(7, 6, 0, stat); a.Center != b.Center {
		t.Errorf("the center depends on the seed: %+v, %+v", a, b)
	}
}

func TestBootstrapDrawsWholeRounds(t *testing.T) {
	serial, mode := []float64{1, 2, 3, 4, 5, 6}, []float64{0.5, 1, 1.5, 2, 2.5, 3}
	e := Bootstrap(6, 9, 0, func(idx []int) float64 { return meanOf(serial)(idx) / meanOf(mode)(idx) })
	if e.Center != 2 || e.Lo != 2 || e.Hi != 2 {
		t.Errorf("a ratio of 2 in every round came out as %+v", e)
	}
}

func TestBootstrapSaysWhatItCannotSay(t *testing.T) {
	calls := 0
	e := Bootstrap(6, 1, 0, func([]int) float64 { calls++; return 1 })
	if calls != 4001 || !e.HasInterval() {
		t.Errorf("%d calls, %+v", calls, e)
	}
	if e := Bootstrap(5, 1, 0, meanOf([]float64{1, 2, 3, 4, 5})); e.HasInterval() || e.Center != 3 {
		t.Errorf("five rounds: %+v", e)
	}
	if e := Bootstrap(0, 1, 0, func([]int) float64 { return 1 }); e != (Estimate{}) {
		t.Errorf("no rounds: %+v", e)
	}
	if e := Bootstrap(8, 1, 0, func([]int) float64 { return math.NaN() }); e != (Estimate{}) {
		t.Errorf("no number: %+v", e)
	}
	calls = 0
	if e := Bootstrap(8, 1, 0, func([]int) float64 {
		if calls++; calls%3 == 0 {
			return math.Inf(1)
		}
		return 1
	}); e.HasInterval() || e.Center != 1 {
		t.Errorf("a third of the draws without a number: %+v", e)
	}
}
