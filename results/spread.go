package results

import (
	"slices"
	"sort"
	"time"
)

// NewSpread returns how durations are spread, or nil where there are none. Quantiles are the nearest rank from above:
// at least that share of the durations is no longer.
func NewSpread(ds []time.Duration) *Spread {
	if len(ds) == 0 {
		return nil
	}
	sorted := slices.Clone(ds)
	slices.Sort(sorted)
	at := func(percent int) time.Duration {
		return sorted[max(0, (len(sorted)*percent+99)/100-1)]
	}
	s := &Spread{N: int64(len(sorted)), P5: at(5), P10: at(10), P50: at(50), P90: at(90), P95: at(95), P99: at(99),
		Max: at(100)}
	edges := spreadEdges()
	s.Counts = make([]int64, len(edges)+1)
	for _, d := range sorted {
		s.Counts[sort.Search(len(edges), func(i int) bool { return edges[i] > d })]++
	}
	return s
}

// quantiles returns the quantiles in order.
func (s *Spread) quantiles() (at []time.Duration) {
	return []time.Duration{s.P5, s.P10, s.P50, s.P90, s.P95, s.P99, s.Max}
}

func (s *Spread) check(field string, c *checker) {
	if s == nil {
		return
	}
	c.count(field+": n", s.N)
	last, quantile, counts := time.Duration(0), field+": a quantile", field+": counts"
	for _, q := range s.quantiles() {
		c.duration(quantile, q)
		if q < last {
			c.fail("%s: the quantiles aren't in order", field)
		}
		last = q
	}
	if len(s.Counts) == 0 {
		return
	}
	if want := len(renard)*6 + 2; len(s.Counts) != want {
		c.fail("%s: counts has %d entries, %d expected", field, len(s.Counts), want)
	}
	var n int64
	for _, k := range s.Counts {
		c.count(counts, k)
		n += min(k, s.N+1) // so that it can't overflow
		if n > s.N {
			c.fail("%s: counts add up to more than n", field)
			return
		}
	}
}
