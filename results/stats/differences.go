package stats

import "math"

// differences are those between each value of b and each of a, in order, without a list of them: of a thousand values
// on each side there are a million.
type differences struct{ a, b []float64 } // in ascending order

func newDifferences(a, b []float64) differences { return differences{ascending(a), ascending(b)} }

func (d differences) count() int { return len(d.a) * len(d.b) }

// median is the middle one, or the mean of the two in the middle.
func (d differences) median() float64 {
	n := d.count()
	lower := d.kth((n + 1) / 2)
	if n%2 == 1 {
		return lower
	}
	return lower + (d.kth(n/2+1)-lower)/2
}

// kth is the k-th difference from below, from 1. It halves the numbers between the least and the greatest in the order
// of their bits, so that it ends at a difference and not near one.
func (d differences) kth(k int) float64 {
	lo, hi := rankOf(d.b[0]-d.a[len(d.a)-1]), rankOf(d.b[len(d.b)-1]-d.a[0])
	for lo < hi {
		mid := lo + (hi-lo)/2
		if d.upTo(ofRank(mid)) >= k {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return ofRank(lo)
}

// upTo counts the differences that are at most x. With a larger value of a more values of b are, so it goes once
// through both.
func (d differences) upTo(x float64) (n int) {
	j := 0
	for _, a := range d.a {
		for j < len(d.b) && d.b[j]-a <= x {
			j++
		}
		n += j
	}
	return n
}

// rankOf numbers the floats in their order; ofRank is its inverse.
func rankOf(x float64) uint64 {
	bits := math.Float64bits(x + 0) // -0 is 0
	if bits>>63 == 1 {
		return ^bits
	}
	return bits | 1<<63
}

func ofRank(r uint64) float64 {
	if r>>63 == 1 {
		return math.Float64frombits(r &^ (1 << 63))
	}
	return math.Float64frombits(^r)
}
