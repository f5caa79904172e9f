package trial

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// mostFloor is the noise floor from which nothing is told: the same program differed from itself by as much.
const mostFloor = 0.3

// speedups are what a race found: the speedup of every cell, and the ratio of every two of a workload. An interval is
// widened by the noise floor, by which the same mode differed from its own twin: what a lesson says of a difference has
// to be more than that. As is how lessons spell modes that the machine spells otherwise.
func speedups(rec *results.Record, names []string, as map[string]string) (all []lesson.Quantity) {
	sum := verdict.Summarize(rec)
	for i, c := range sum.Cells {
		if c.Measured.N == 0 || c.Mode == "serial" {
			continue
		}
		q := quantity(cellName(c, names, as), c.Measured, doubtOf(sum, c), floorOf(sum, c.Workload))
		q.Busy = c.OwnCores
		if projects(c, sum) {
			q.Projected = c.Projected.Center
		}
		all = append(all, q)
		for j, d := range sum.Cells {
			if i == j || c.Workload != d.Workload || d.Mode == "serial" || d.Measured.N == 0 {
				continue
			}
			ratio := pairedRatio(rec, d.Cell, c.Cell)
			name := cellName(c, names, as) + " vs " + cellName(d, names, as)
			all = append(all, quantity(name, ratio, doubtOf(sum, c, d), floorOf(sum, c.Workload)))
		}
	}
	return all
}

// widest is how far apart the ends of a projection's interval may be, as a ratio.
const widest = 1.2

// projects is whether a cell's time on an idle machine follows from where the time of its workers went: they share work
// and nothing else, and there is a core for each. Where they wait for each other on purpose, or take turns, what they
// waited for under other programs' load isn't what they would have waited for without. Of a projection whose own interval
// is wide nothing is said.
func projects(c verdict.CellSummary, sum *verdict.Summary) bool {
	simple := []string{"gil", "goroutines", "threads", "processes", "python-threads", "python-processes"}
	p := c.Projected
	return slices.Contains(simple, c.Mode) && c.Workers <= len(sum.CoreIDs) && p.HasInterval() && p.Hi < p.Lo*widest
}

// quantity makes an estimate a quantity.
func quantity(name string, e stats.Estimate, doubt lesson.Quantity, floor float64) lesson.Quantity {
	q := doubt
	q.Name, q.Unit, q.Known = name, "x", e.N > 0
	q.Range = results.Range{Value: e.Center, Lo: e.Lo / (1 + floor), Hi: e.Hi * (1 + floor)}
	switch {
	case !e.HasInterval():
		q.Range.Lo, q.Range.Hi = e.Center, e.Center
		if q.Doubt == "" {
			q.Doubt = "rounds"
		}
	case floor > mostFloor && q.Doubt == "":
		q.Doubt = "floor"
	}
	return q
}

// cellName is how lessons spell a cell. Free-threaded threads are spelt alike, whatever the interpreter's label.
func cellName(c verdict.CellSummary, names []string, as map[string]string) string {
	m := cmp.Or(as[c.Mode], c.Mode)
	if strings.HasPrefix(m, "python-threads:python=") && strings.HasSuffix(m, "t") {
		m = freeThreaded
	}
	s := fmt.Sprintf("%s*%d", m, c.Workers)
	if len(names) > 1 {
		s = c.Workload + "/" + s
	}
	return s
}

// floorOf is the noise floor of a workload; 0 where no twin was measured.
func floorOf(sum *verdict.Summary, workload string) float64 {
	for _, v := range sum.Verdicts {
		if v.Workload == workload {
			return v.NoiseFloor
		}
	}
	return 0
}

// doubtOf says why nothing may be claimed of some cells of a race. Where the system has no counters of the cores, the CPU
// time of each cell and of its baseline says whether the cores were its own.
func doubtOf(sum *verdict.Summary, cells ...verdict.CellSummary) (q lesson.Quantity) {
	if !slices.ContainsFunc(cells, func(c verdict.CellSummary) bool { return c.OwnShare == 0 }) {
		return q
	}
	return doubt(sum.Conditions)
}

// doubt says why nothing may be claimed of rounds under some conditions.
func doubt(c conditions.Conditions) (q lesson.Quantity) {
	switch {
	case c.Claimable():
	case c.HostTookMost():
		q.Doubt = "host"
	case c.Verdict == conditions.Inconclusive && c.Contention != nil:
		q.Doubt, q.Share = "busy", 100**c.Contention
	case c.Verdict == conditions.Inconclusive:
		q.Doubt = "host"
	default:
		q.Doubt = "unknown"
	}
	return q
}

// pairedRatio is a's wall time ÷ b's, paired in each round that has a sound sample of both.
func pairedRatio(rec *results.Record, a, b results.Cell) stats.Estimate {
	walls := func(c results.Cell) map[int]float64 {
		m := map[int]float64{}
		for _, s := range rec.All() {
			if s.Cell == c && s.Round > 0 && !s.Twin && !s.Recovered && s.Error == "" && s.Wall > 0 {
				m[s.Round] = s.Wall.Seconds() / float64(max(1, s.Items))
			}
		}
		return m
	}
	of, to := walls(a), walls(b)
	var num, den []float64
	for round := 1; round <= len(rec.Rounds)+1; round++ {
		if x, y := of[round], to[round]; x > 0 && y > 0 {
			num, den = append(num, x), append(den, y)
		}
	}
	return stats.PairedRatio(num, den)
}
