package stats

import (
	"cmp"
	"slices"
)

// Alpha is the chance that a summary decides a verdict on modes that are equal.
const Alpha = 1 - Level

// Holm returns the p-values adjusted for being looked at together: the i-th smallest of m, from 0, is multiplied by
// m−i, and made no smaller than the one before it. A test whose adjusted p is at most α may be believed beside the
// others: the chance that any of those is wrong is at most α, however they depend on each other.
//
// Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
func Holm(ps []float64) []float64 {
	order := make([]int, len(ps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ps[a], ps[b]) })
	adjusted := make([]float64, len(ps))
	least := 0.0
	for i, at := range order {
		least = max(least, min(1, ps[at]*float64(len(ps)-i)))
		adjusted[at] = least
	}
	return adjusted
}

// HolmLevel is the confidence of the intervals that say what Holm's method says of the tests that it didn't reject at
// alpha, of all those with the adjusted p-values: it stopped at the first of them, which alpha over their number was
// asked of, and none has a smaller p. So such an interval reaches over 1 for each of them.
func HolmLevel(adjusted []float64, alpha float64) float64 {
	open := 0
	for _, p := range adjusted {
		if p > alpha {
			open++
		}
	}
	return 1 - alpha/float64(max(1, open))
}
