package scaling

import (
	"math"
	"math/rand/v2"
	"slices"

	"corerace/results/stats"
)

// Figures of the bootstrap.
const (
	draws     = 2000
	seed      = 20 // so that the same record has the same intervals
	maxGroups = 60
)

// resample draws whole rounds with replacement, as many as there are, and returns the throughputs of every draw. A
// round is never taken apart: its cells share what disturbed it. The centers are taken as those of the points are.
//
// Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), section 2.3.
func resample(rows [][]float64) [][]float64 {
	rows = grouped(rows)
	n := len(rows)
	rng := rand.New(rand.NewPCG(seed, 0))
	one, picked := slices.Repeat([]float64{1}, n), make([]int, n)
	values := make([]float64, n)
	all := make([][]float64, draws)
	for b := range all {
		for i := range picked {
			picked[i] = rng.IntN(n)
		}
		centers := make([]float64, len(rows[0]))
		for c := range centers {
			for i, r := range picked {
				values[i] = rows[r][c]
			}
			centers[c] = stats.PairedRatio(values, one).Center
		}
		all[b] = centers
	}
	return all
}

// grouped makes at most maxGroups rows out of many, each the geometric mean of neighbouring rounds, so that a long
// record doesn't take longer. Rounds that are like their neighbours then count for less, as they should.
func grouped(rows [][]float64) [][]float64 {
	if len(rows) <= maxGroups {
		return rows
	}
	out := make([][]float64, maxGroups)
	for g := range out {
		part := rows[g*len(rows)/maxGroups : (g+1)*len(rows)/maxGroups]
		out[g] = make([]float64, len(rows[0]))
		for c := range out[g] {
			sum := 0.0
			for _, row := range part {
				sum += math.Log(row[c])
			}
			out[g][c] = math.Exp(sum / float64(len(part)))
		}
	}
	return out
}

// percentiles are the ends of the bootstrap's interval around a center. With n rounds the plain percentiles are too
// narrow, so those taken are the ones that a t interval with the divisor n would reach: Φ(−√(n÷(n−1)) t). It is false
// where an end isn't finite.
//
// Source: Hesterberg, What teachers should know about the bootstrap, The American Statistician 69 (2015), on expanded
// percentile intervals.
func percentiles(center float64, drawn []float64, rounds int) (lo, hi float64, ok bool) {
	n := float64(min(rounds, maxGroups))
	tail := normalCDF(-math.Sqrt(n/(n-1)) * quantileT((1+level)/2, int(n)-1))
	slices.Sort(drawn)
	lo, hi = min(center, quantile(drawn, tail)), max(center, quantile(drawn, 1-tail))
	return lo, hi, !math.IsInf(hi-lo, 0) && !math.IsNaN(hi-lo)
}

// quantile is the value below which a share p of the sorted values lies, drawn straight between the two nearest.
//
// Source: definition 7 of Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50
// (1996).
func quantile(sorted []float64, p float64) float64 {
	h := float64(len(sorted)-1) * p
	i := min(int(h), len(sorted)-1)
	j := min(i+1, len(sorted)-1)
	if sorted[i] == sorted[j] { // infinities too
		return sorted[i]
	}
	return sorted[i] + (h-float64(i))*(sorted[j]-sorted[i])
}
