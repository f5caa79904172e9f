package stats

import (
	"math"
	"math/rand/v2"
)

// methodBootstrap is the Method of an Estimate from Bootstrap.
const methodBootstrap = "bootstrap"

// bootstrapReps is how often Bootstrap draws where it isn't told.
const bootstrapReps = 4000

// Bootstrap estimates a quantity that is computed from whole rounds: a serial fraction, a break-even size, a
// parameter of a fitted law. It is for such derived quantities only. A ratio has a better interval: PairedRatio's
// covers as much as it says at small n, and this one covers less (92 % to 95 % where 95 % is meant).
//
// The function stat is given the numbers of the rounds to compute from, each 0 to rows−1, and must not keep the
// slice. The center is stat of every round once. For the interval it is called reps times, 4000 where reps is 0, with
// as many rounds drawn with replacement; rounds are drawn whole, so what the cells of a round share stays shared. The
// ends are the 2.5 % and the 97.5 % quantile, and Confidence is nominal.
//
// The same seed gives the same estimate. There is no interval below MinRounds rows, nor where more than one draw in
// twenty gives no finite number. The interval needn't hold the center.
//
// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13, the percentile interval.
func Bootstrap(rows int, seed uint64, reps int, stat func(idx []int) float64) Estimate {
	if rows <= 0 {
		return Estimate{}
	}
	idx := make([]int, rows)
	for i := range idx {
		idx[i] = i
	}
	e := Estimate{Center: stat(idx), N: rows, Method: methodBootstrap}
	if !finite(e.Center) {
		return Estimate{}
	}
	if rows < MinRounds {
		return e
	}
	if reps <= 0 {
		reps = bootstrapReps
	}
	rng := rand.New(rand.NewPCG(seed, uint64(rows)))
	draws := make([]float64, 0, reps)
	for range reps {
		for i := range idx {
			idx[i] = rng.IntN(rows)
		}
		if x := stat(idx); finite(x) {
			draws = append(draws, x)
		}
	}
	if 20*len(draws) >= 19*reps {
		e.Lo, e.Hi, e.Confidence = Quantile(draws, (1-Level)/2), Quantile(draws, (1+Level)/2), Level
	}
	return e
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
