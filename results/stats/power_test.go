package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// By hand from exp(2.80 × 1.023 × sd ÷ √n) − 1, to a tenth of a percent.
func TestDetectableEffectShrinksWithTheRootOfTheRounds(t *testing.T) {
	for _, c := range []struct {
		sd   float64
		n    int
		want float64
	}{{0.20, 20, 0.137}, {0.20, 80, 0.066}, {0.05, 20, 0.033}, {0.05, 40, 0.023}, {0, 10, 0}} {
		if got := DetectableEffect(c.sd, c.n); !near(got, c.want, 0.0006) {
			t.Errorf("sd %v, %d rounds: %v, want %v", c.sd, c.n, got, c.want)
		}
	}
	if !math.IsInf(DetectableEffect(0.1, 5), 1) {
		t.Error("five rounds can see something")
	}
}

func TestRoundsAtIsTheInverseOfDetectableEffect(t *testing.T) {
	for _, sd := range []float64{0.03, 0.2, 1} {
		for _, n := range []int{20, 80, 1000} {
			if got := roundsFor(DetectableEffect(sd, n)*0.9999, sd); got != n+1 {
				t.Errorf("sd %v: %d, want %d", sd, got, n+1)
			}
		}
	}
	for _, c := range []struct {
		effect, sd float64
		want       int
	}{
		{0, 0.1, 0}, {-1, 0.1, 0}, {math.NaN(), 0.1, 0}, {0.1, math.NaN(), 0}, {0.1, 0, 6}, {1e-9, 1, 1_000_000},
		{0.05, 0.1, roundsFor(1/1.05-1, 0.1)}, // slower by as much as faster
	} {
		if got := roundsFor(c.effect, c.sd); got != c.want {
			t.Errorf("effect %v, sd %v: %d, want %d", c.effect, c.sd, got, c.want)
		}
	}
}

func TestFewestRoundsThatClearALevel(t *testing.T) {
	for level, want := range map[float64]int{0.05: 6, 0.025: 7, 0.05 / 4: 8, 0.005: 9, 0.2: 6} {
		if got := LeastRounds(level); got != want {
			t.Errorf("%v: %d, want %d", level, got, want)
		}
		if p := 2 * math.Exp2(-float64(LeastRounds(level))); p > level {
			t.Errorf("%v: the least p is %v", level, p)
		}
	}
}

// Four of five runs with as many rounds as it takes see the difference, give or take four standard deviations. The
// formula is that of many rounds: of 28 that it names, 74 % see it.
func TestPromisedPowerIsKept(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	const effect, sd, runs = 0.02, 0.08, 1000
	n, seen := roundsFor(effect, sd), 0
	for range runs {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = math.Log1p(effect) + sd*rng.NormFloat64()
		}
		if signedRankP(xs) <= 0.05 {
			seen++
		}
	}
	if share := float64(seen) / runs; !near(share, power, 0.05) {
		t.Errorf("%d rounds: power %v", n, share)
	}
}

// roundsFor is RoundsAt for a ratio less 1 at 5 %.
func roundsFor(effect, sd float64) int { return RoundsAt(math.Log1p(effect), sd, Alpha) }
