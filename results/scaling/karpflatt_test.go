package scaling

import (
	"math/rand/v2"
	"testing"

	"corerace/results/stats"
)

// Quinn, Parallel Programming in C with MPI and OpenMP (2003), section 7.5: the two worked examples.
func TestSerialFractionsAreThoseOfTheTextbook(t *testing.T) {
	flat := []float64{1.82, 2.50, 3.08, 3.57, 4.00, 4.38, 4.71}
	rising := []float64{1.87, 2.61, 3.23, 3.73, 4.14, 4.46, 4.71}
	want := []float64{0.070, 0.075, 0.080, 0.085, 0.090, 0.095, 0.100}
	for i := range flat {
		p := float64(i + 2)
		near(t, "e", serialFraction(flat[i], p), 0.1, 0.003)
		near(t, "e", serialFraction(rising[i], p), want[i], 0.003)
	}
}

func TestSerialFractionIsTheInverseOfAmdahlsLaw(t *testing.T) {
	for _, s := range []float64{0, 0.01, 0.3, 1} {
		near(t, "e", serialFraction(amdahlSpeedup(s, 12), 12), s, 1e-12)
		near(t, "Amdahl", uslCapacity(s, 0, 12), amdahlSpeedup(s, 12), 1e-12)
	}
	near(t, "Gustafson", gustafsonSpeedup(0.25, 9), 7, 1e-12)
}

func TestSerialFractionHasTheSpeedupsIntervalUpsideDown(t *testing.T) {
	e := serial(stats.Estimate{Center: 1.9, Lo: 1.8, Hi: 2.1, Confidence: 0.95, N: 8}, 2)
	near(t, "center", e.Center, 1/0.95-1, 1e-12)
	near(t, "lo", e.Lo, 2/2.1-1, 1e-12)
	near(t, "hi", e.Hi, 2/1.8-1, 1e-12)
	if e.Lo >= 0 || e.Confidence != 0.95 {
		t.Errorf("%+v", e)
	}
	if e := serial(stats.Estimate{Center: 1.9, N: 3}, 2); e.HasInterval() || e.Lo != 0 {
		t.Errorf("%+v", e)
	}
}

func TestTrendOfTheSerialFractionTellsOverheadFromASerialPart(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	counts := []int{1, 2, 3, 4, 6, 8}
	for _, c := range []struct {
		sigma, kappa, noise float64
		want, says          string
	}{
		{0.10, 0, 0.002, trendFlat, "no overhead that grows with the workers shows"},
		{0.02, 0.02, 0.01, trendRising, "that is overhead"},
		{0.05, 0.005, 0.3, trendUndecided, "can't be told"},
	} {
		f := Analyse(noisy(rng, counts, 12, c.sigma, c.kappa, c.noise))
		if f.KarpFlatt.Trend != c.want {
			t.Errorf("σ %v, κ %v: trend %q, slope %+v", c.sigma, c.kappa, f.KarpFlatt.Trend, f.KarpFlatt.Slope)
		}
		says(t, f, c.says)
	}
}

func TestFewRoundsOrOneNumberOfWorkersHaveNoTrend(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, s := range []Series{
		noisy(rng, []int{1, 2, 4, 8}, 5, 0.1, 0.01, 0.01),
		noisy(rng, []int{1, 2}, 12, 0.1, 0.01, 0.01),
		specsdm91(),
	} {
		if k := Analyse(s).KarpFlatt; k.Trend != trendUntested || k.Slope.N != 0 || len(k.Fractions) == 0 {
			t.Errorf("%+v", k)
		}
	}
}

func TestTrendOfASlope(t *testing.T) {
	for want, e := range map[string]stats.Estimate{
		trendFlat:      {Lo: 0.0001, Hi: 0.001, Confidence: 0.95},
		trendRising:    {Lo: 0.001, Hi: 0.1, Confidence: 0.95},
		trendFalling:   {Lo: -0.1, Hi: -0.001, Confidence: 0.95},
		trendUndecided: {Lo: -0.1, Hi: 0.1, Confidence: 0.95},
		trendUntested:  {Lo: 0.1, Hi: 0.2},
	} {
		if got := trend(e, 10); got != want {
			t.Errorf("%+v: %q, want %q", e, got, want)
		}
	}
}
