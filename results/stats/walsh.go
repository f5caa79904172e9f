package stats

import (
	"math"
	"slices"
)

// walsh is the Walsh averages of a sample: (x[i] + x[j]) ÷ 2 for every i ≤ j. They are never listed: there are half
// as many as the square of the sample.
type walsh struct{ sorted []float64 }

func newWalsh(xs []float64) walsh { return walsh{ascending(xs)} }

// count is how many Walsh averages there are, n(n+1) ÷ 2: from n = 65,536 on more than 32 bits hold.
func (w walsh) count() int64 { return int64(len(w.sorted)) * int64(len(w.sorted)+1) / 2 }

// median is the median of the Walsh averages: the Hodges–Lehmann estimate of the center of the sample.
//
// Source: Hollander, Wolfe and Chicken (2014), section 3.2; Hodges and Lehmann, Estimates of location based on rank
// tests, Annals of Mathematical Statistics 34 (1963).
func (w walsh) median() float64 {
	m := w.count()
	if m%2 == 1 {
		return w.kth(m/2 + 1)
	}
	return (w.kth(m/2) + w.kth(m/2+1)) / 2
}

// kth is the k-th smallest Walsh average, k from 1. It halves the range of floating-point numbers until one remains:
// the smallest number that has k averages at or below it is one of the averages.
func (w walsh) kth(k int64) float64 {
	lo, hi := order(w.sorted[0]), order(w.sorted[len(w.sorted)-1])
	for lo < hi {
		mid := lo + (hi-lo)/2
		if w.atMost(unorder(mid)) >= k {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return unorder(lo)
}

// atMost counts the Walsh averages that aren't above t. As i goes up, the last j that fits goes down.
func (w walsh) atMost(t float64) (n int64) {
	j := len(w.sorted) - 1
	for i := range w.sorted {
		for j >= i && (w.sorted[i]+w.sorted[j])/2 > t {
			j--
		}
		if j < i {
			break
		}
		n += int64(j - i + 1)
	}
	return n
}

// order maps floating-point numbers to integers in the same order.
func order(x float64) uint64 {
	b := math.Float64bits(x)
	if b>>63 != 0 {
		return ^b
	}
	return b | 1<<63
}

// unorder is the inverse of order.
func unorder(u uint64) float64 {
	if u>>63 != 0 {
		return math.Float64frombits(u &^ (1 << 63))
	}
	return math.Float64frombits(^u)
}

// ascending returns the numbers in ascending order. It makes one copy, where collecting a sequence grows several.
func ascending(xs []float64) []float64 {
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	return sorted
}
