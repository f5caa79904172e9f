package workloads

import (
	"math"
	"testing"
)

// The hits of n points are binomial with p = π/4, so the estimate of π strays by 4·√(p(1−p)/n); four of those are
// allowed, and the points are always the same.
func TestMonteCarloIsNearPi(t *testing.T) {
	const points = monteCarloItems * monteCarloPoints
	const p = math.Pi / 4
	w := MonteCarlo()
	estimate := 4 * float64(w.Run(0, w.Size)) / points
	if off := math.Abs(estimate - math.Pi); off > 4*4*math.Sqrt(p*(1-p)/points) {
		t.Errorf("π is estimated as %v, which is off by %v", estimate, off)
	}
}

func TestMonteCarloAgreesWithFloats(t *testing.T) {
	for item := range 100 {
		var want uint64
		for p := uint64(item * monteCarloPoints); p < uint64((item+1)*monteCarloPoints); p++ {
			z := splitmix(p)
			x, y := float64(z>>33)/(1<<31), float64(z<<31>>33)/(1<<31)
			if math.Hypot(x, y) < 1 {
				want++
			}
		}
		if got := monteCarlo(item, item+1); got != want {
			t.Errorf("item %d: %d hits, want %d", item, got, want)
		}
	}
}
