package stats

import (
	"math"
	"slices"
)

// A LevelChange is a place in a series where its level changes once and for all: before index At it is Before, from
// there on After, both medians. P is about how often chance alone makes as clear a step.
type LevelChange struct {
	At            int
	Before, After float64
	P             float64
}

// Step finds the clearest step in a series, in either direction. Whether there is one is told by Pettitt's test, for
// which the ranks before and after any place may differ; where it is, by which place leaves least squares on its two
// sides, for ranks put it too far into the longer one.
//
//	K = max over t of | Σ i≤t Σ j>t sgn(xj − xi) |,   P ≈ 2 exp( −6 K² ÷ (n³ + n²) )
//
// P is too large for short series, so nothing is found in them by mistake; it is 1 for fewer than 6 values.
//
// Source: Pettitt, A Non-parametric Approach to the Change-point Problem, Applied Statistics 28 (1979).
func Step(xs []float64) LevelChange {
	n := len(xs)
	if n < MinRounds {
		return LevelChange{P: 1}
	}
	ranks := midranks(xs)
	var sum, most float64
	for t := 1; t < n; t++ {
		sum += ranks[t-1]
		most = math.Max(most, math.Abs(2*sum-float64(t*(n+1))))
	}
	if most == 0 {
		return LevelChange{P: 1}
	}
	m := float64(n)
	at := leastSquares(xs)
	return LevelChange{At: at, Before: Median(xs[:at]), After: Median(xs[at:]),
		P: math.Min(1, 2*math.Exp(-6*most*most/(m*m*m+m*m)))}
}

// leastSquares is the place that parts a series into two with the least squares around their means.
func leastSquares(xs []float64) (at int) {
	n, all := float64(len(xs)), Mean(xs)*float64(len(xs))
	var left, most float64
	for t := 1; t < len(xs); t++ {
		left += xs[t-1]
		k := float64(t)
		apart := left/k - (all-left)/(n-k)
		if between := k * (n - k) * apart * apart; between > most {
			most, at = between, t
		}
	}
	return max(1, at)
}

// midranks are the ranks of values, from 1; equal ones share the mean of theirs.
func midranks(xs []float64) []float64 {
	order := make([]int, len(xs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case xs[a] < xs[b]:
			return -1
		case xs[a] > xs[b]:
			return 1
		}
		return 0
	})
	ranks := make([]float64, len(xs))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && xs[order[j]] == xs[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			ranks[k] = float64(i+j+1) / 2
		}
		i = j
	}
	return ranks
}
