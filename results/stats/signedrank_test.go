package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Published: Darwin's heights of crossed and self-fertilised maize, the example of SciPy's wilcoxon; the nine patients
// of Hollander, Wolfe and Chicken, table 3.1, for whom R's wilcox.test gives V = 40 and a one-sided 0.01953.
func TestSignedRankPIsThePublishedOne(t *testing.T) {
	for _, c := range []struct {
		xs   []float64
		want float64
	}{
		{[]float64{6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75}, 0.041259765625},
		{[]float64{0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01}, 0.0390625},
		{[]float64{1, 2, 3, 4, 5, 6}, 0.03125},
		{[]float64{-1, -2, -3, -4, -5, -6}, 0.03125},
		{[]float64{0, 0, 0, 0, 0, 0, 0}, 1},
		{nil, 1},
	} {
		if got := signedRankP(c.xs); !near(got, c.want, 1e-12) {
			t.Errorf("%v: %v, want %v", c.xs, got, c.want)
		}
	}
}

// bySigns is the two-sided p-value by listing all 2ⁿ signs of values without ties.
func bySigns(xs []float64) float64 {
	n := len(xs)
	statistic := func(positive func(i int) bool) (sum int) {
		for i := range xs {
			rank := 1
			for j := range xs {
				if math.Abs(xs[j]) < math.Abs(xs[i]) {
					rank++
				}
			}
			if positive(i) {
				sum += rank
			}
		}
		return sum
	}
	seen := statistic(func(i int) bool { return xs[i] > 0 })
	below, above := 0, 0
	for signs := range 1 << n {
		s := statistic(func(i int) bool { return signs>>i&1 == 1 })
		if s <= seen {
			below++
		}
		if s >= seen {
			above++
		}
	}
	return min(1, 2*float64(min(below, above))/float64(int(1)<<n))
}

func TestSignedRankPAgreesWithListingAllSigns(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for n := 1; n <= 10; n++ {
		for range 4 {
			xs := make([]float64, n)
			for i := range xs {
				xs[i] = rng.NormFloat64() + 0.5
			}
			if got, want := signedRankP(xs), bySigns(xs); !near(got, want, 1e-12) {
				t.Errorf("%v: %v, want %v", xs, got, want)
			}
		}
	}
}

// Ties are broken by shaking the values a little, often enough that the worst way comes up.
func TestSignedRankPOfTiesIsThatOfTheWorstWayToBreakThem(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for range 20 {
		xs := make([]float64, 6)
		for i := range xs {
			xs[i] = float64(rng.IntN(6) - 2)
		}
		worst := 0.0
		for range 300 {
			shaken := make([]float64, len(xs))
			for i := range xs {
				shaken[i] = xs[i] + 1e-6*rng.NormFloat64()
			}
			worst = max(worst, signedRankP(shaken))
		}
		if got := signedRankP(xs); !near(got, worst, 1e-12) {
			t.Errorf("%v: %v, want %v", xs, got, worst)
		}
	}
}

// Counted with Python's whole numbers.
func TestSignedRankPOfManyRoundsIsCloseToTheExactOne(t *testing.T) {
	for _, c := range []struct {
		n    int
		t    int64
		want float64
	}{{60, 648, 0.049282}, {60, 649, 0.050157}, {60, 700, 0.114791}, {55, 500, 0.023114}} {
		if got := 2 * signedRankTail(c.n, c.t); !near(got, c.want, 0.001) {
			t.Errorf("n = %d, T = %d: %v, want %v", c.n, c.t, got, c.want)
		}
	}
}

func TestTestAndIntervalAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for range 3000 {
		n := 6 + rng.IntN(60)
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = rng.NormFloat64() + 2.2/math.Sqrt(float64(n))
			if n%3 == 0 {
				xs[i] = math.Round(2 * xs[i]) // ties and zeros
			}
		}
		for name, c := range map[string]struct {
			e Estimate
			p float64
		}{
			"signed rank": {hodgesLehmann(xs, Level), signedRankP(xs)},
			"sign":        {MedianEstimate(xs, Level), signP(xs)},
		} {
			if out := c.e.Lo > 1 || c.e.Hi < 1; out != (c.p <= 0.05) {
				t.Fatalf("%s, n = %d: p = %v, interval from %v to %v", name, n, c.p, c.e.Lo, c.e.Hi)
			}
		}
	}
}

// Counted with Python's whole numbers. At 90 %, k−1 is the printed one-sided 5 % value: 2, 5, 10, 17, 30, 60, 151 for
// n = 6, 8, 10, 12, 15, 20, 30.
func TestSignedRankIntervalAtOtherLevels(t *testing.T) {
	for _, c := range []struct {
		n          int
		confidence float64
		k          int64
		covers     float64
	}{
		{5, 0.90, 1, 0.9375}, {6, 0.90, 3, 0.90625}, {8, 0.90, 6, 0.921875}, {10, 0.90, 11, 0.916015625},
		{12, 0.90, 18, 0.90771484375}, {15, 0.90, 31, 0.9053955078125}, {20, 0.90, 61, 0.9026927947998047},
		{30, 0.90, 152, 0.9038984272629023},
		{8, 0.97, 3, 0.9765625}, {10, 0.97, 7, 0.97265625}, {20, 0.97, 48, 0.9704246520996094},
		{30, 0.97, 128, 0.970674142241478},
	} {
		k, covers := signedRankInterval(c.n, c.confidence)
		if k != c.k || !near(covers, c.covers, 1e-9) {
			t.Errorf("n = %d at %v: k = %d with %v, want %d with %v", c.n, c.confidence, k, covers, c.k, c.covers)
		}
	}
	if k, _ := signedRankInterval(10, 0.999); k != 0 {
		t.Errorf("ten rounds are 99.9 %% sure with k = %d", k)
	}
}

func TestNormalQuantileIsTheTabulatedOne(t *testing.T) {
	for p, want := range map[float64]float64{0.975: 1.959964, 0.8: 0.841621, 0.995: 2.575829, 0.5: 0, 0.05: -1.644854} {
		if got := normalQuantile(p); !near(got, want, 5e-7) {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	}
}
