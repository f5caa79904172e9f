package locks

import (
	"slices"

	"corerace/results"
	"corerace/results/stats"
)

// lostUpdates is the share of the updates that got lost, the median of the rounds with the interval of order
// statistics. It is of the shares themselves and not of their logarithms, for none lost is a share like any other.
func lostUpdates(lines []results.GIL) stats.Estimate {
	var shares []float64
	for _, g := range lines {
		if g.Updates > 0 {
			shares = append(shares, float64(g.LostUpdates)/float64(g.Updates))
		}
	}
	n := len(shares)
	if n == 0 {
		return stats.Estimate{}
	}
	slices.Sort(shares)
	e := stats.Estimate{Center: stats.SortedQuantile(shares, 0.5), N: n, Method: stats.MethodMedian}
	if k, covers := stats.MedianInterval(n, stats.Level); n >= stats.MinRounds && k > 0 {
		e.Lo, e.Hi, e.Confidence = shares[k-1], shares[n-k], covers
	}
	return e
}
