package scaling

import (
	"math/rand/v2"
	"testing"

	"corerace/results/stats"
)

// covers counts how many of the USL's intervals, and the peak's, hold the truth.
type covers struct{ sigma, kappa, gamma, peak, of int }

func (c *covers) count(f Fit, sigma, kappa, gamma float64) {
	hold := func(e stats.Estimate, x float64) int {
		if e.HasInterval() && e.Lo <= x && x <= e.Hi {
			return 1
		}
		return 0
	}
	c.of++
	c.sigma += hold(f.USL.Sigma, sigma)
	c.kappa += hold(f.USL.Kappa, kappa)
	c.gamma += hold(f.USL.Gamma, gamma)
	c.peak += hold(f.Peak, uslPeak(sigma, kappa))
}

// check wants 95 % but for the chance of so few repetitions: three standard errors.
func (c *covers) check(t *testing.T, least float64) {
	t.Helper()
	t.Logf("%+v", *c)
	for _, n := range []int{c.sigma, c.kappa, c.gamma, c.peak} {
		if float64(n) < least*float64(c.of) {
			t.Errorf("%d of %d intervals cover", n, c.of)
		}
	}
}

func TestIntervalsOfTablesCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var c covers
	for range 100 {
		s := Series{}
		for _, n := range []int{1, 2, 4, 8, 12, 16, 24} {
			x := 100*uslCapacity(0.03, 0.002, float64(n)) + 5*rng.NormFloat64()
			s.Points = append(s.Points, Point{Workers: n, Throughput: x})
		}
		c.count(Analyse(s), 0.03, 0.002, 100)
	}
	c.check(t, 0.88)
}

// Where there is no cost of pairs, the lower end of κ's interval is above 0 in one of forty tables.
func TestAPeakThatIsntThereIsSeldomFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	found := 0
	for range 100 {
		s := Series{}
		for _, n := range []int{1, 2, 3, 4, 6, 8, 12} {
			x := 100*amdahlSpeedup(0.05, float64(n)) + 5*rng.NormFloat64()
			s.Points = append(s.Points, Point{Workers: n, Throughput: x})
		}
		if Analyse(s).Identifiable {
			found++
		}
	}
	t.Logf("%d of 100", found)
	if found > 7 {
		t.Errorf("a peak in %d of 100 tables", found)
	}
}

func TestIntervalsOfRoundsCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	var c covers
	for range 10 {
		c.count(Analyse(noisy(rng, []int{1, 2, 3, 4, 6, 8, 12}, 8, 0.03, 0.004, 0.02)), 0.03, 0.004, 1)
	}
	c.check(t, 0.8)
}
