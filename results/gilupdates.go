package results

import "slices"

// lostUpdates is the share of the updates that got lost, the median of the rounds with the interval of order statistics. It
// is of the shares themselves and not of their logarithms, for none lost is a share like any other.
func lostUpdates(lines []GIL) Estimate {
	var shares []float64
	for _, g := range lines {
		if g.Updates > 0 {
			shares = append(shares, float64(g.LostUpdates)/float64(g.Updates))
		}
	}
	n := len(shares)
	if n == 0 {
		return Estimate{}
	}
	slices.Sort(shares)
	e := Estimate{Center: sortedQuantile(shares, 0.5), N: n, Method: MethodMedian}
	if k, covers := medianInterval(n, level); n >= MinRounds && k > 0 {
		e.Lo, e.Hi, e.Confidence = shares[k-1], shares[n-k], covers
	}
	return e
}
