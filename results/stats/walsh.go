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
	one := w.kth(m / 2)
	if w.atMost(one) > m/2 {
		return one
	}
	return (one + w.above(one)) / 2
}

// kth is the k-th smallest Walsh average, k from 1. It narrows a range in which it lies until that has few averages,
// which are listed: where the next bound lies is told by how many averages are to both sides, as if they were spread
// evenly (the Illinois method), and every fourth time by halving the floating-point numbers that are left, which ends
// whatever the averages are.
//
// Source: Dowell and Jarratt, A modified regula falsi method for computing the root of an equation, BIT 11 (1971).
func (w walsh) kth(k int64) float64 {
	lo, hi := order(w.sorted[0]), order(w.sorted[len(w.sorted)-1])
	below, upTo := int64(0), w.count() // averages below lo, and up to hi
	left, right := float64(k), float64(upTo-k)+1
	few := int64(max(len(w.sorted)/8, 32))
	for side, step := 0, 1; lo < hi; step++ {
		if upTo-below <= few {
			return w.within(unorder(lo), unorder(hi))[k-below-1]
		}
		mid := lo + (hi-lo)/2
		if step%4 != 0 {
			a, b := unorder(lo), unorder(hi)
			if t := a + (b-a)*(left/(left+right)); t >= a && t < b {
				mid = order(t)
			}
		}
		if n := w.atMost(unorder(mid)); n >= k {
			hi, upTo, right = mid, n, float64(n-k)+1
			if side > 0 {
				left /= 2 // the same end twice: go beyond
			}
			side = 1
		} else {
			lo, below, left = mid+1, n, float64(k-n)
			if side < 0 {
				right /= 2
			}
			side = -1
		}
	}
	return unorder(lo)
}

// within lists the Walsh averages from a to b, in ascending order.
func (w walsh) within(a, b float64) (all []float64) {
	last := len(w.sorted) - 1
	for i, x := range w.sorted {
		for last >= i && (x+w.sorted[last])/2 > b {
			last--
		}
		for j := last; j >= i; j-- {
			y := (x + w.sorted[j]) / 2
			if y < a {
				break
			}
			all = append(all, y)
		}
	}
	slices.Sort(all)
	return all
}

// above is the smallest Walsh average above t, which is below the largest.
func (w walsh) above(t float64) float64 {
	least := w.sorted[len(w.sorted)-1]
	j := len(w.sorted) - 1
	for i, x := range w.sorted {
		for j >= i && (x+w.sorted[j])/2 > t {
			j--
		}
		if first := max(i, j+1); first < len(w.sorted) {
			least = min(least, (x+w.sorted[first])/2)
		}
	}
	return least
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
