package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEqualNeedsTheWholeIntervalWithinTheMargin(t *testing.T) {
	at := func(lo, hi, confidence float64) Estimate {
		return Estimate{Center: 1, Lo: lo, Hi: hi, Confidence: confidence, N: 20, Method: MethodHodgesLehmann}
	}
	for _, c := range []struct {
		e    Estimate
		want bool
	}{
		{at(0.96, 1.04, 0.904), true},
		{at(1/1.05, 1.05, 0.904), true},
		{at(0.952, 1.04, 0.904), false}, // below 1 ÷ 1.05
		{at(0.96, 1.051, 0.904), false},
		{at(1.01, 1.03, 0.904), true}, // different, and equal within the margin
		{at(0.96, 1.04, 0.95), true},  // asks for more
		{at(0.96, 1.04, 0.89), false}, // not sure enough
		{Estimate{Center: 1, N: 3, Method: MethodMedian}, false},
	} {
		if got := Equivalent(c.e, Margin); got != c.want {
			t.Errorf("%+v: %v", c.e, got)
		}
	}
}

// At the margin, the chance to be called equal is at most 5 %: the bound is three standard deviations above.
func TestEqualIsSeldomSaidOfADifferenceOfTheMargin(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	const runs, n = 2000, 20
	said := map[float64]int{}
	for _, truth := range []float64{1.05, 1} {
		for range runs {
			xs := make([]float64, n)
			for i := range xs {
				xs[i] = math.Log(truth) + 0.05*rng.NormFloat64()
			}
			if Equivalent(EstimateAt(xs, EquivalenceLevel), Margin) {
				said[truth]++
			}
		}
	}
	if bound := int(0.05*runs + 3*math.Sqrt(0.05*0.95*runs)); said[1.05] > bound {
		t.Errorf("said %d times of 5 %%, at most %d wanted", said[1.05], bound)
	}
	if said[1] < runs*9/10 {
		t.Errorf("said only %d times of equals", said[1])
	}
}
