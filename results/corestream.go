package results

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// A coreStream answers how busy each core was in any stretch of time. A point covers the time since the one before
// it, so the first covers nothing:
//
//	points    |         p₁        p₂            p₃
//	covers    ·         |····p₂···|·····p₃······|
//	sample                   |======|
//
// It holds running sums up to every point, so that a stretch costs two searches however many points it spans.
type coreStream struct {
	ends    []time.Duration
	covered []float64   // seconds that points cover, up to each end
	busy    [][]float64 // the busy seconds of each core in them
	width   int         // cores
}

// newCoreStream adds up a stream. A point with another number of cores than the first covers nothing.
func newCoreStream(points []Cores) *coreStream {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b Cores) int { return cmp.Compare(a.T, b.T) })
	s := &coreStream{}
	for _, p := range points {
		last := len(s.ends) - 1
		switch {
		case last < 0:
			s.width = len(p.Busy)
			s.ends, s.covered, s.busy = []time.Duration{p.T}, []float64{0}, [][]float64{make([]float64, s.width)}
			continue
		case p.T <= s.ends[last]:
			continue
		}
		covered, busy := s.covered[last], s.busy[last]
		if len(p.Busy) == s.width {
			span := (p.T - s.ends[last]).Seconds()
			covered += span
			busy = slices.Clone(busy)
			for c, b := range p.Busy {
				busy[c] += b * span
			}
		}
		s.ends, s.covered, s.busy = append(s.ends, p.T), append(s.covered, covered), append(s.busy, busy)
	}
	return s
}

// during is the busy share of each core while the samples ran: busy time over time, both added up over all of them
// and only where points cover them. It is empty where none does.
func (s *coreStream) during(samples []*Sample) []float64 {
	var covered float64
	busy := make([]float64, s.width)
	for _, x := range samples {
		covered += s.upTo(x.T+x.Wall, 1, busy) - s.upTo(x.T, -1, busy)
	}
	if covered <= 0 {
		return []float64{}
	}
	for c := range busy {
		busy[c] = max(0, busy[c]/covered)
	}
	return busy
}

// upTo returns the seconds covered up to t, and adds the busy seconds of each core in them, times sign, to sum.
func (s *coreStream) upTo(t time.Duration, sign float64, sum []float64) float64 {
	i := sort.Search(len(s.ends), func(i int) bool { return s.ends[i] > t }) - 1
	if i < 0 {
		return 0
	}
	j, part := i, 0.0
	if i+1 < len(s.ends) {
		j = i + 1
		part = (t - s.ends[i]).Seconds() / (s.ends[j] - s.ends[i]).Seconds()
	}
	for c := range sum {
		sum[c] += sign * (s.busy[i][c] + part*(s.busy[j][c]-s.busy[i][c]))
	}
	return s.covered[i] + part*(s.covered[j]-s.covered[i])
}
