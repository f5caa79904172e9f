package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The k-th difference is that of the sorted list of all, whatever their signs, and equal ones count each.
func TestDifferencesAreThoseOfTheList(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		a, b := make([]float64, 1+rng.IntN(9)), make([]float64, 1+rng.IntN(9))
		for _, xs := range [][]float64{a, b} {
			for i := range xs {
				xs[i] = math.Round(rng.NormFloat64()*4) / 3
			}
		}
		var all []float64
		for _, y := range b {
			for _, x := range a {
				all = append(all, y-x)
			}
		}
		slices.Sort(all)
		d := newDifferences(a, b)
		for k, want := range all {
			if got := d.kth(k + 1); got != want {
				t.Fatalf("%v and %v: difference %d is %v, want %v", a, b, k+1, got, want)
			}
		}
		if got := d.median(); math.Abs(got-Median(all)) > 1e-12 {
			t.Fatalf("median %v, want %v", got, Median(all))
		}
	}
}
