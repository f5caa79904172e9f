package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Published: the example worked by hand at https://mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt with
// S = 54 and, one tie corrected for, Z = 2.9058; and the lightness and quality of nine tunas in Hollander and Wolfe,
// table 8.1, the example of R's cor.test (T = 26 pairs in order of 36, p = 0.1194), here in the order of lightness.
func TestTrendIsThePublishedOne(t *testing.T) {
	for _, c := range []struct {
		xs []float64
		s  int
		p  float64
	}{
		{[]float64{12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7}, 54,
			math.Erfc(2.9058 / math.Sqrt2)},
		{[]float64{2.5, 4.0, 2.6, 3.6, 2.8, 3.1, 5.2, 5.0, 3.8}, 16, 0.1194},
		{[]float64{1, 2, 3, 4}, 6, 2 * 0.0416667},
		{[]float64{4, 3, 2, 1}, -6, 2 * 0.0416667},
		{[]float64{1, 1, 1, 1, 1, 1}, 0, 1},
		{[]float64{1, 2}, 0, 1},
	} {
		s, p := Trend(c.xs)
		if s != c.s || !near(p, c.p, 5e-5) {
			t.Errorf("%v: S = %d, p = %v, want %d, %v", c.xs, s, p, c.s, c.p)
		}
	}
}

// Published: P(S ≥ s) in Gilbert's table A18, which is Kendall's.
func TestTrendTailIsTheTabulatedOne(t *testing.T) {
	for _, c := range []struct {
		n, s int
		want float64
	}{
		{4, 4, 0.167}, {5, 8, 0.042}, {5, 10, 0.0083}, {8, 16, 0.031}, {8, 20, 0.0071}, {9, 16, 0.060}, {9, 20, 0.022},
		{10, 21, 0.036}, {10, 25, 0.014}, {10, 31, 0.0023},
	} {
		if got := inversionTail(c.n, (c.n*(c.n-1)/2-c.s)/2); !near(got, c.want, 0.0005) {
			t.Errorf("n = %d, S = %d: %v, want %v", c.n, c.s, got, c.want)
		}
	}
}

func TestTrendAgreesWithListingAllOrders(t *testing.T) {
	const n = 7
	counts := map[int]int{}
	var permute func(order []float64, rest []float64)
	permute = func(order, rest []float64) {
		if len(rest) == 0 {
			counts[byPairs(order)]++
		}
		for i := range rest {
			left := append(append([]float64{}, rest[:i]...), rest[i+1:]...)
			permute(append(order, rest[i]), left)
		}
	}
	permute(nil, []float64{1, 2, 3, 4, 5, 6, 7})
	atLeast := 0
	for s := n * (n - 1) / 2; s >= 1; s -= 2 {
		atLeast += counts[s]
		if got := inversionTail(n, (n*(n-1)/2-s)/2); !near(got, float64(atLeast)/5040, 1e-12) {
			t.Errorf("P(S ≥ %d) is %v, want %d of 5040", s, got, atLeast)
		}
	}
}

func byPairs(xs []float64) (s int) {
	for i := range xs {
		for _, later := range xs[i+1:] {
			switch {
			case later > xs[i]:
				s++
			case later < xs[i]:
				s--
			}
		}
	}
	return s
}

func TestTrendCountsPairsWithAndWithoutTies(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	for range 100 {
		xs := make([]float64, 3+rng.IntN(80))
		for i := range xs {
			xs[i] = float64(rng.IntN(2 * len(xs)))
		}
		if s, p := Trend(xs); s != byPairs(xs) || p < 0 || p > 1 {
			t.Fatalf("%v: S = %d, want %d; p = %v", xs, s, byPairs(xs), p)
		}
	}
}

// At n = 50 the counted p passes into the normal one: they are close.
func TestTrendOfManyRoundsGoesOnFromTheCountedOne(t *testing.T) {
	for _, s := range []int{101, 201, 301, 401} {
		exact := 2 * inversionTail(50, (50*49/2-s)/2)
		normal := math.Erfc((float64(s) - 1) / math.Sqrt(2*trendVariance(50)))
		if !near(exact, normal, 0.003) {
			t.Errorf("S = %d: %v counted, %v normal", s, exact, normal)
		}
	}
}
