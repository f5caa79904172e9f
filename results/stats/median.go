package stats

import (
	"math"
)

// MedianInterval returns the k for which the k-th value from below and the k-th from above are the ends of the
// narrowest symmetric interval that covers the median with at least the confidence given, and the probability that
// it does. There is no such interval where k is 0: with 95 % that is below n = 6.
//
// The interval fails on one side where fewer than k of n values lie beyond the median, so it covers with
// 1 − 2 P(B ≤ k−1), where B is the number of heads in n throws of a coin. It assumes independence and nothing else.
//
// Source: David and Nagaraja, Order Statistics, 3rd ed. (2003), section 7.1.
func MedianInterval(n int, confidence float64) (k int, covers float64) {
	tail := (1 - confidence) / 2
	// P(B ≤ k−1) grows with k, so the largest k that fits is found by halving.
	lo, hi := 0, n/2
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if coinTail(n, mid-1) <= tail {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo, 1 - 2*coinTail(n, lo-1)
}

// signP is the two-sided p-value of the sign test that the median of the values is 0. A value of 0 counts for the
// side that makes p larger, so that p is at most 1 − confidence exactly where the interval of MedianInterval leaves
// out 0. It is 1 where there are no values.
//
// Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.4 and 3.6.
func signP(xs []float64) float64 {
	notAbove, notBelow := 0, 0
	for _, x := range xs {
		if x <= 0 {
			notAbove++
		}
		if x >= 0 {
			notBelow++
		}
	}
	return min(1, 2*coinTail(len(xs), min(notAbove, notBelow)))
}

// coinTail is the probability of at most k heads in n throws of a coin: added up to n = 1000, above it from the
// normal distribution with the correction for continuity.
func coinTail(n, k int) float64 {
	const most = 1000 // 2⁻ⁿ is a normal number
	if n > most {
		f := float64(n)
		return math.Erfc((f/2-float64(k)-0.5)/math.Sqrt(f/2)) / 2
	}
	term, sum := math.Exp2(-float64(n)), 0.0
	for i := 0; i <= k; i++ {
		sum += term
		term *= float64(n-i) / float64(i+1)
	}
	return sum
}

// heavyShare is the share of rounds that may be severe outliers before the median is the headline.
const heavyShare = 0.1

// heavyRounds is the fewest rounds for which the median may be the headline: below, its 95 % interval reaches from
// the least value to the greatest, and an outlier is one of the two.
const heavyRounds = 9

// Heavy reports whether more than a tenth of the values are severe outliers.
func Heavy(xs []float64) bool {
	return len(xs) >= heavyRounds && float64(Severe(xs)) > heavyShare*float64(len(xs))
}

// Severe counts the values further than three times the distance of the quartiles beyond a quartile. Where the
// quartiles are equal there is no scale to measure with, and none is.
//
// Source: Tukey, Exploratory Data Analysis (1977), section 2D: his "far out", beyond the outer fences; the quartiles
// are those of Quantile.
func Severe(xs []float64) int {
	sorted := ascending(xs)
	q1, q3 := SortedQuantile(sorted, 0.25), SortedQuantile(sorted, 0.75)
	fence := 3 * (q3 - q1)
	if fence <= 0 {
		return 0
	}
	n := 0
	for _, x := range xs {
		if x < q1-fence || x > q3+fence {
			n++
		}
	}
	return n
}
