package conditions

import (
	"cmp"
	"slices"
	"time"

	"corerace/results"
)

// A CoreStream answers how busy each core was in any stretch of time. A point covers the time since the one before
// it, so the first covers nothing:
//
//	points    |         p₁        p₂            p₃
//	covers    ·         |····p₂···|·····p₃······|
//	sample                   |======|
//
// It holds running sums up to every point, so that a stretch costs two searches however many points it spans.
type CoreStream struct {
	ends    []time.Duration
	covered []float64   // seconds that points cover, up to each end
	busy    [][]float64 // the busy seconds of each core in them; where any was absent, behind those how long each was
	width   int         // cores
	row     int         // length of a row of busy: width, or twice that
}

// streamRows is how many rows of a stream lie in one piece of memory.
const streamRows = 1024

// NewCoreStream adds up a stream. A point with another number of cores than the first covers nothing.
func NewCoreStream(points []results.Cores) *CoreStream {
	later := func(a, b results.Cores) int { return cmp.Compare(a.T, b.T) }
	if !slices.IsSortedFunc(points, later) {
		points = slices.Clone(points)
		slices.SortStableFunc(points, later)
	}
	s := &CoreStream{}
	var room []float64 // for rows of busy: a stream of a million points has as many
	next := func(row []float64) []float64 {
		if len(room) < len(row) {
			room = make([]float64, len(row)*min(len(points), streamRows))
		}
		row, room = room[:copy(room, row):len(row)], room[len(row):]
		return row
	}
	for _, p := range points {
		last := len(s.ends) - 1
		switch {
		case last < 0:
			s.width = len(p.Busy)
			s.row = s.width
			if slices.ContainsFunc(points, func(p results.Cores) bool { return len(p.Absent) > 0 }) {
				s.row *= 2
			}
			s.ends, s.covered, s.busy = []time.Duration{p.T}, []float64{0}, [][]float64{make([]float64, s.row)}
			continue
		case p.T <= s.ends[last]:
			continue
		}
		covered, busy := s.covered[last], s.busy[last]
		if len(p.Busy) == s.width {
			span := (p.T - s.ends[last]).Seconds()
			covered += span
			busy = next(busy)
			for c, b := range p.Busy {
				busy[c] += b * span
			}
			for _, id := range p.Absent {
				if id < s.width {
					busy[s.width+id] += span
				}
			}
		}
		s.ends, s.covered, s.busy = append(s.ends, p.T), append(s.covered, covered), append(s.busy, busy)
	}
	return s
}

// During is the busy share of each core while the samples ran and it was there: busy time over time, both added up over
// all of them and only where points cover them. It is empty where none does.
func (s *CoreStream) During(samples []*results.Sample) []float64 {
	var covered float64
	busy := make([]float64, s.row)
	for _, x := range samples {
		covered += s.upTo(x.T+x.Wall, 1, busy) - s.upTo(x.T, -1, busy)
	}
	return s.shares(busy, covered)
}

// between is the busy share of each core in a stretch of time; false where points cover too little of it.
func (s *CoreStream) between(from, to time.Duration) (shares []float64, ok bool) {
	busy := make([]float64, s.row)
	covered := s.upTo(to, 1, busy) - s.upTo(from, -1, busy)
	if to <= from || covered < leastCovered*(to-from).Seconds() {
		return nil, false
	}
	return s.shares(busy, covered), true
}

// shares are busy seconds over the covered ones in which the core was there.
func (s *CoreStream) shares(busy []float64, covered float64) []float64 {
	if covered <= 0 {
		return []float64{}
	}
	out := make([]float64, s.width)
	for c := range out {
		there := covered
		if s.row > s.width {
			there -= busy[s.width+c]
		}
		if there > 0 {
			out[c] = max(0, busy[c]/there)
		}
	}
	return out
}

// upTo returns the seconds covered up to t, and adds the busy seconds of each core in them, times sign, to sum.
func (s *CoreStream) upTo(t time.Duration, sign float64, sum []float64) float64 {
	i, _ := slices.BinarySearch(s.ends, t+1) // the first end behind t
	if i--; i < 0 {
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
