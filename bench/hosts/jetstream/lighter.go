package jetstream

import (
	"math"
	"slices"
	"time"

	"corerace/results"
)

// lighter is a track in fewer points, so that it weighs at most so much, or is one point of each kind. Its shares are
// rounded to what can be seen.
func lighter(t results.Track, most int) results.Track {
	for t.Weight() > most && len(t.Cores)+len(t.Own) > 2 {
		if len(t.Own) > len(t.Cores) {
			t.Own = halvedOwn(t.Own)
		} else {
			t.Cores = halvedCores(t.Cores)
		}
	}
	t.Cores, t.Own = slices.Clone(t.Cores), slices.Clone(t.Own)
	for i := range t.Cores {
		t.Cores[i].Busy = rounded(t.Cores[i].Busy)
	}
	for i := range t.Own {
		t.Own[i].Own = rounded(t.Own[i].Own)
	}
	return t
}

// halvedCores joins each point with the one after it.
func halvedCores(points []results.Cores) (out []results.Cores) {
	var began time.Duration
	for pair := range slices.Chunk(points, 2) {
		p := pair[0]
		if len(pair) == 2 {
			p = joinCores(p, pair[1], began)
		}
		out, began = append(out, p), p.T
	}
	return out
}

// halvedOwn is the same of own use.
func halvedOwn(points []results.Own) (out []results.Own) {
	var began time.Duration
	for pair := range slices.Chunk(points, 2) {
		p := pair[0]
		if len(pair) == 2 {
			p = results.Own{T: pair[1].T, Own: mean(p.Own, pair[1].Own, p.T-began, pair[1].T-p.T)}
		}
		out, began = append(out, p), p.T
	}
	return out
}

// joinCores is two points as one. A core that was there for one of them is as busy as it was then.
func joinCores(a, b results.Cores, began time.Duration) results.Cores {
	c := results.Cores{T: b.T, Busy: mean(a.Busy, b.Busy, a.T-began, b.T-a.T)}
	for id := range c.Busy {
		inA := id < len(a.Busy) && !slices.Contains(a.Absent, id)
		inB := id < len(b.Busy) && !slices.Contains(b.Absent, id)
		switch {
		case !inA && !inB:
			c.Absent = append(c.Absent, id)
		case !inA:
			c.Busy[id] = b.Busy[id]
		case !inB:
			c.Busy[id] = a.Busy[id]
		}
	}
	return c
}

// mean is that of two points' shares by how long each took, 0 where one has none.
func mean(a, b []float64, ofA, ofB time.Duration) []float64 {
	out := make([]float64, max(len(a), len(b)))
	for i := range out {
		if i < len(a) {
			out[i] += a[i] * float64(ofA)
		}
		if i < len(b) {
			out[i] += b[i] * float64(ofB)
		}
		out[i] /= float64(ofA + ofB)
	}
	return out
}

// rounded is shares to the ten-thousandth.
func rounded(shares []float64) []float64 {
	out := make([]float64, len(shares))
	for i, s := range shares {
		out[i] = math.Round(s*1e4) / 1e4
	}
	return out
}
