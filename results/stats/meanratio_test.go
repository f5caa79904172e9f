package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Student's quantiles of 97.5 %, from published tables.
func TestStudentsQuantiles(t *testing.T) {
	for df, want := range map[int]float64{5: 2.571, 9: 2.262, 19: 2.093, 30: 2.042, 100: 1.984, 1_000_000: 1.960} {
		if got := studentT(df); math.Abs(got/want-1) > 1e-3 {
			t.Errorf("%d degrees: %.4f, want %.3f", df, got, want)
		}
	}
}

// The ends are the ratios at which the difference b − ρa is as many standard errors from 0: Fieller's definition.
func TestMeanRatioIsFiellers(t *testing.T) {
	a, b := MeanOf{10, 0.5, 20}, MeanOf{30, 2, 25}
	e := MeanRatio(a, b)
	for _, rho := range []float64{e.Lo, e.Hi} {
		z := math.Abs(b.Value-rho*a.Value) / math.Hypot(b.Error, rho*a.Error)
		if math.Abs(z-studentT(19)) > 1e-9 {
			t.Errorf("at %v it is %v standard errors, want %v", rho, z, studentT(19))
		}
	}
	if e.Center != 3 || e.N != 20 || e.Method != methodFieller || !(e.Lo < 3 && e.Hi > 3) {
		t.Errorf("%+v", e)
	}
}

func TestMeanRatioWithoutAnInterval(t *testing.T) {
	for name, c := range map[string][2]MeanOf{
		"few": {{10, 1, 5}, {10, 1, 50}}, "no error": {{10, 0, 50}, {10, 1, 50}}, "near 0": {{1, 1, 50}, {1, 0.1, 50}},
	} {
		if e := MeanRatio(c[0], c[1]); e.HasInterval() || e.N == 0 {
			t.Errorf("%s: %+v, want a ratio without an interval", name, e)
		}
	}
	for _, m := range []MeanOf{{}, {Value: -1}, {Value: math.NaN()}, {Value: math.Inf(1)}} {
		if e := MeanRatio(m, MeanOf{1, 0.1, 50}); e != (Estimate{}) {
			t.Errorf("%+v gives %+v, want nothing", m, e)
		}
	}
}

func TestMeanRatioCovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	draw := func(mean float64) MeanOf {
		xs := make([]float64, 12)
		for i := range xs {
			xs[i] = mean * (1 + 0.1*rng.NormFloat64())
		}
		return NewMean(xs)
	}
	covered := 0
	for range 2000 {
		if e := MeanRatio(draw(2), draw(3)); e.Lo <= 1.5 && e.Hi >= 1.5 {
			covered++
		}
	}
	if covered < 1880 {
		t.Errorf("the interval holds the ratio in %d of 2000, want 94 %%", covered)
	}
}
