package scaling

import (
	"fmt"
	"math"

	"corerace/results/stats"
)

// unpaired is the series of a group whose rounds weren't measured together. Its points have no variance and its series
// no rows, so that a fit's intervals come from what it leaves, as those of a table.
func (g *group) unpaired(cores int, unknown bool) Series {
	s := Series{Workload: g.workload, Mode: g.mode, Points: []Point{}, LeftOut: []string{}}
	if g.walls[1] == nil {
		s.LeftOut = append(s.LeftOut, "Nothing was measured of it with one worker, and it is only compared with itself.")
		return s
	}
	s.LeftOut = append(s.LeftOut, "The speedups are unpaired: another tool measured each number of workers by itself.")
	if unknown {
		s.LeftOut = append(s.LeftOut, "How many cores there were isn't known: points beyond them may be among these.")
	}
	one := g.logs(1)
	for _, workers := range sortedKeys(g.walls) {
		if workers > cores {
			s.LeftOut = append(s.LeftOut, fmt.Sprintf("%d workers are more than the %s that there were.", workers,
				plural(cores, "core")))
			continue
		}
		e := stats.ShiftRatio(g.logs(workers), one)
		if workers == 1 {
			e = stats.FromLogs(make([]float64, len(one)))
		}
		s.Points = append(s.Points, Point{Workers: workers, Throughput: e.Center, Speedup: e,
			Efficiency: e.Scaled(1 / float64(workers))})
	}
	return s
}

// logs are the logarithms of the times of an item, in the order of the rounds.
func (g *group) logs(workers int) []float64 {
	var logs []float64
	for _, round := range sortedKeys(g.walls[workers]) {
		m := g.walls[workers][round]
		logs = append(logs, math.Log(m.wall/float64(max(m.items, 1))))
	}
	return logs
}
