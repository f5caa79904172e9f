// Package scaling says what a mode's speedups mean: how efficient its workers are, which part of the work acts as if
// it were serial, and which law of scaling fits.
//
// Everything starts from the mode's own workers=1 cell, never from another mode's, because a law of scaling is about
// one thing that gets more workers. Numbers of workers above the cores that the run was allowed are left out: there
// the workers wait for each other's cores, which no law here is about.
//
// The laws are three. With N workers, each gives the throughput X(N):
//
//	Amdahl     γN ÷ (1 + σ(N−1))                a serial part σ; levels off at γ ÷ σ
//	Gustafson  γ(N − α(N−1))                    a straight line; the work grows with the workers
//	USL        γN ÷ (1 + σ(N−1) + κN(N−1))      and a cost κ for every pair of workers; has a peak
//
// A fit through few points is easy to draw and says little. So a fit here says whether it is identifiable, in words
// too, and where it isn't there is no peak and no prediction beyond what was measured.
//
// A table of another tool is as good as a record here: only numbers of workers and throughputs are known.
package scaling

import (
	"math"
	"slices"
	"strconv"

	"corerace/results/stats"
)

// A Point is what was measured with one number of workers.
type Point struct {
	Workers int `json:"workers"`
	// Throughput is in the unit of its source. From a record it is the center of Speedup, so that one worker has 1.
	Throughput float64 `json:"throughput"`
	// Variance is that of Throughput; 0 where it isn't known. A fit weighs its points only where it knows them all.
	Variance float64 `json:"variance"`
	// Speedup is the mode's own workers=1 wall ÷ the wall with Workers, paired in each round; the zero Estimate
	// where there is no such pair.
	Speedup    stats.Estimate `json:"speedup"`
	Efficiency stats.Estimate `json:"efficiency"` // Speedup ÷ Workers
}

// A Series is the points of one mode on one workload, or of one table. Points are in the order of their workers; two
// may have the same number of workers.
type Series struct {
	Workload string  `json:"workload"` // "" for a table
	Mode     string  `json:"mode"`     // "" for a table
	Points   []Point `json:"points"`
	// Rounds has one row a round, with the ratio of the workers=1 wall to the wall of every point, in the order of
	// Points. It is empty for a table. Intervals resample these rows, whole.
	Rounds [][]float64 `json:"-"`
	// LeftOut says in sentences what was measured and isn't in Points.
	LeftOut []string `json:"left_out"`
	// Doubt says why nothing may be claimed of it, as the machine was busy, it isn't known whether it was, or there are
	// too few rounds; "" where something may.
	Doubt string `json:"doubt,omitempty"`
}

// usable is the series with only the points and rounds that a fit can work with, in the order of the workers. A
// series made by hand may have others.
func (s Series) usable() Series {
	order := []int{}
	for i, p := range s.Points {
		if p.Workers >= 1 && p.Workers <= maxWorkers && p.Throughput >= minThroughput && p.Throughput <= maxThroughput {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.Points[a].Workers - s.Points[b].Workers })
	out := s
	out.Points, out.Rounds = make([]Point, len(order)), nil
	for to, from := range order {
		out.Points[to] = s.Points[from].sane()
	}
	for _, row := range s.Rounds {
		if len(row) != len(s.Points) {
			continue
		}
		picked := make([]float64, len(order))
		for to, from := range order {
			picked[to] = row[from]
		}
		if !slices.ContainsFunc(picked, func(x float64) bool { return !(x >= minThroughput && x <= maxThroughput) }) {
			out.Rounds = append(out.Rounds, picked)
		}
	}
	return out
}

// sane is the point without the figures in it that aren't numbers.
func (p Point) sane() Point {
	if !(p.Variance > 0) || math.IsInf(p.Variance, 0) {
		p.Variance = 0
	}
	for _, e := range []*stats.Estimate{&p.Speedup, &p.Efficiency} {
		if sum := e.Center + e.Lo + e.Hi + e.Confidence; math.IsNaN(sum) || math.IsInf(sum, 0) || e.Center <= 0 {
			*e = stats.Estimate{}
		}
	}
	return p
}

// distinct is how many different numbers of workers there are.
func (s Series) distinct() int {
	n, last := 0, 0
	for _, p := range s.Points {
		if p.Workers != last {
			n, last = n+1, p.Workers
		}
	}
	return n
}

// most is the largest number of workers; 0 where there is no point.
func (s Series) most() int {
	if len(s.Points) == 0 {
		return 0
	}
	return s.Points[len(s.Points)-1].Workers
}

// index is the place of the first point with so many workers; -1 where there is none.
func (s Series) index(workers int) int {
	return slices.IndexFunc(s.Points, func(p Point) bool { return p.Workers == workers })
}

// plural counts things: "1 round", "2 rounds".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
