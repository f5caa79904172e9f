package stats

import (
	"math"
	"slices"
)

// Trend is the Mann–Kendall test for a drift: s is the number of pairs in which the later value is the greater, less
// those in which it is the smaller, and p is two-sided. To 50 values without ties p is counted out; otherwise s is
// taken as normal, with the variance corrected for ties and s for continuity. p is 1 for fewer than 3 values.
//
// Source: Mann, Nonparametric tests against trend, Econometrica 13 (1945); Kendall, Rank Correlation Methods, 4th ed.
// (1975); Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), section 16.4.
func Trend(xs []float64) (s int, p float64) {
	n := len(xs)
	if n < 3 {
		return 0, 1
	}
	swaps := inversions(slices.Clone(xs), make([]float64, n))
	tied, variance := 0, trendVariance(n)
	for _, t := range ties(xs) {
		tied += t * (t - 1) / 2
		variance -= trendVariance(t)
	}
	s = n*(n-1)/2 - tied - 2*swaps
	switch {
	case s == 0:
		return s, 1
	case tied == 0 && n <= maxExact:
		return s, min(1, 2*inversionTail(n, (n*(n-1)/2-abs(s))/2))
	}
	return s, math.Erfc((math.Abs(float64(s)) - 1) / math.Sqrt(2*variance))
}

// trendVariance is the variance of s for n values without ties, and what a group of n equal values takes off it.
func trendVariance(n int) float64 {
	f := float64(n)
	return f * (f - 1) * (2*f + 5) / 18
}

// ties is the sizes of the groups of equal values.
func ties(xs []float64) []int {
	sorted := ascending(xs)
	var sizes []int
	for i, size := 0, 1; i < len(sorted); i, size = i+size, 1 {
		for i+size < len(sorted) && sorted[i+size] == sorted[i] {
			size++
		}
		if size > 1 {
			sizes = append(sizes, size)
		}
	}
	return sizes
}

// inversions sorts the values and counts the pairs that were in descending order.
func inversions(xs, room []float64) int {
	if len(xs) < 2 {
		return 0
	}
	half := len(xs) / 2
	left, right := xs[:half], xs[half:]
	count := inversions(left, room[:half]) + inversions(right, room[half:])
	copy(room, xs)
	left, right = room[:half], room[half:]
	for i := range xs {
		if len(right) == 0 || len(left) > 0 && left[0] <= right[0] {
			xs[i], left = left[0], left[1:]
			continue
		}
		xs[i], right = right[0], right[1:]
		count += len(left)
	}
	return count
}

// inversionTail is the probability that n values in random order have at most k inversions. The m-th value adds 0 to
// m−1 of them, each as likely.
func inversionTail(n, k int) float64 {
	p := make([]float64, k+1) // of exactly i inversions
	p[0] = 1
	for m := 2; m <= n; m++ {
		next := make([]float64, k+1)
		window := 0.0 // p[i−m+1] + … + p[i]
		for i := range p {
			window += p[i]
			if i >= m {
				window -= p[i-m]
			}
			next[i] = max(0, window) / float64(m)
		}
		p = next
	}
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	return sum
}

func abs(n int) int { return max(n, -n) }
