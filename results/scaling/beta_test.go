package scaling

import (
	"math"
	"testing"
)

// near fails where a number isn't the published one to its last published digit.
func near(t *testing.T, what string, got, want, digit float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.5001*digit) {
		t.Errorf("%s: got %.9g, published %.9g", what, got, want)
	}
}

func TestIncompleteBetaHasItsClosedForms(t *testing.T) {
	for _, c := range []struct{ a, b, x, want float64 }{
		{1, 1, 0.3, 0.3},
		{2, 3, 0.5, 0.6875},
		{3, 2, 0.5, 0.3125},
		{0.5, 0.5, 0.5, 0.5},
		{5, 1, 0.9, 0.59049},
		{50, 50, 0.5, 0.5},
		{2, 2, 0, 0},
		{2, 2, 1, 1},
	} {
		near(t, "I", incompleteBeta(c.a, c.b, c.x), c.want, 1e-12)
	}
}

// NIST/SEMATECH e-Handbook of Statistical Methods, tables 1.3.6.7.2 and 1.3.6.7.3.
func TestQuantilesAreThoseOfPublishedTables(t *testing.T) {
	for d, want := range map[int]float64{1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 10: 2.228, 30: 2.042,
		100: 1.984} {
		near(t, "t at 0.975", quantileT(0.975, d), want, 1e-3)
	}
	for d, want := range map[int]float64{1: 6.314, 5: 2.015, 20: 1.725} {
		near(t, "t at 0.95", quantileT(0.95, d), want, 1e-3)
	}
	for _, c := range []struct {
		n, d int
		want float64
	}{{1, 1, 161.448}, {1, 2, 18.513}, {1, 4, 7.709}, {2, 4, 6.944}, {3, 10, 3.708}, {5, 20, 2.711}, {10, 100, 1.927}} {
		near(t, "F at 0.95", quantileF(0.95, c.n, c.d), c.want, 1e-3)
	}
	near(t, "Φ(−1.96)", normalCDF(-1.959963985), 0.025, 1e-9)
}
