package scaling

import (
	"cmp"
	"fmt"
	"slices"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// FromRecord returns a series for every workload and mode of a record that was measured with more than one worker, in
// the order of its plan; those that aren't in the plan come last. Only numbers of workers up to cores are in it; cores
// below 1 stands for as many as the record says that the run was allowed.
//
// A series rests on the rounds that have a sound sample of every one of its points, so that the rows can be resampled
// whole. A sample is sound where it isn't of the warm-up, has no Error, took any time, and did as many items as the
// workers=1 sample of its round. A number of workers that is sound in fewer than half as many rounds as workers=1 is
// left out, and LeftOut says so.
//
// Where the machine bears no claim about wall times, or there are too few such rounds, the series has a Doubt.
//
// A record that another tool measured has no such rounds: its points are of all samples of a number of workers against
// all with one, and its series has no rows. Where it doesn't say how many cores there were, no number of workers is
// left out for that.
func FromRecord(rec *results.Record, cores int) []Series {
	unknown := cores < 1 && rec.Run.Imported != nil && !tellsCores(rec.Run)
	if cores < 1 {
		cores = allowed(rec.Run)
	}
	if unknown {
		cores = results.MaxWorkers
	}
	machine := conditions.OfRecord(rec)
	var all []Series
	for _, g := range groups(rec) {
		if len(g.walls) <= 1 && g.walls[1] != nil {
			continue
		}
		if rec.Run.Unpaired() {
			all = append(all, g.unpaired(cores, unknown))
		} else {
			s := g.series(cores)
			s.Doubt = machine.Doubt(len(s.Rounds))
			all = append(all, s)
		}
	}
	return all
}

// tellsCores is whether a run says how many cores it was allowed.
func tellsCores(run results.Run) bool {
	return slices.ContainsFunc(run.Hosts, func(h results.Machine) bool {
		return h.CoresLogical > 0 || len(h.CoresAllowed) > 0
	})
}

// allowed is how many whole cores the run could use; at least 1.
func allowed(run results.Run) int {
	n := 0
	for _, h := range run.Hosts {
		mine := cmp.Or(len(h.CoresAllowed), h.CoresLogical)
		if h.CPUQuota > 0 && h.CPUQuota < float64(mine) {
			mine = int(h.CPUQuota)
		}
		n += max(1, mine)
	}
	return max(1, n)
}

// A group is the sound samples of one workload and mode.
type group struct {
	workload, mode string
	walls          map[int]map[int]measured // by workers, then by round
}

// measured is what a series needs of a sample.
type measured struct {
	wall  float64 // seconds
	items int64
}

// groups sorts the sound samples of a record. Of two samples of a cell in a round, the first counts.
func groups(rec *results.Record) []*group {
	var order []*group
	byName := map[[2]string]*group{}
	for _, s := range rec.All() {
		if s.Round < 1 || s.Error != "" || s.Wall <= 0 || s.Twin {
			continue
		}
		name := [2]string{s.Workload, s.Mode}
		g := byName[name]
		if g == nil {
			g = &group{workload: s.Workload, mode: s.Mode, walls: map[int]map[int]measured{}}
			byName[name] = g
			order = append(order, g)
		}
		if g.walls[s.Workers] == nil {
			g.walls[s.Workers] = map[int]measured{}
		}
		if _, twice := g.walls[s.Workers][s.Round]; !twice {
			g.walls[s.Workers][s.Round] = measured{s.Wall.Seconds(), s.Items}
		}
	}
	plan := rec.Run.Plan
	rank := func(g *group) (workload, mode int) {
		return place(plan.Workloads, func(w results.PlannedWorkload) bool { return w.Name == g.workload }),
			place(plan.Modes, func(m results.PlannedMode) bool { return m.Name == g.mode })
	}
	slices.SortStableFunc(order, func(a, b *group) int {
		aw, am := rank(a)
		bw, bm := rank(b)
		return cmp.Or(aw-bw, am-bm)
	})
	return order
}

// place is where a list first has what is wanted; its length where it hasn't.
func place[T any](list []T, wanted func(T) bool) int {
	if i := slices.IndexFunc(list, wanted); i >= 0 {
		return i
	}
	return len(list)
}

// series pairs the group with its own workers=1 samples.
func (g *group) series(cores int) Series {
	s := Series{Workload: g.workload, Mode: g.mode, Points: []Point{}, LeftOut: []string{}}
	leave := func(format string, args ...any) { s.LeftOut = append(s.LeftOut, fmt.Sprintf(format, args...)) }
	if g.walls[1] == nil {
		leave("No round has a sound sample of it with one worker, and it is only compared with itself.")
		return s
	}
	counts := []int{}
	for _, workers := range sortedKeys(g.walls) {
		switch {
		case workers > cores:
			leave("%d workers are more than the %s that the run was allowed.", workers, plural(cores, "core"))
		case 2*g.paired(workers) < len(g.walls[1]):
			leave("%d workers were measured in too few rounds: %d of %d.", workers, g.paired(workers), len(g.walls[1]))
		default:
			counts = append(counts, workers)
		}
	}
	for _, round := range sortedKeys(g.walls[1]) {
		if row := g.row(counts, round); row != nil {
			s.Rounds = append(s.Rounds, row)
		}
	}
	s.Points = points(counts, s.Rounds)
	return s
}

// paired counts the rounds in which so many workers can be paired with one.
func (g *group) paired(workers int) int {
	n := 0
	for round, m := range g.walls[workers] {
		if one, ok := g.walls[1][round]; ok && one.items == m.items {
			n++
		}
	}
	return n
}

// row is the speedups of one round; nil where one is missing.
func (g *group) row(counts []int, round int) []float64 {
	one := g.walls[1][round]
	row := make([]float64, len(counts))
	for i, workers := range counts {
		m, ok := g.walls[workers][round]
		if !ok || m.items != one.items {
			return nil
		}
		row[i] = one.wall / m.wall
	}
	return row
}

// points estimates every column of the rows.
func points(counts []int, rows [][]float64) []Point {
	if len(rows) == 0 {
		return []Point{}
	}
	ps := make([]Point, len(counts))
	one := slices.Repeat([]float64{1}, len(rows))
	variances := logVariances(rows)
	for i, workers := range counts {
		e := stats.PairedRatio(column(rows, i), one)
		p := Point{Workers: workers, Throughput: e.Center, Speedup: e, Efficiency: e}
		p.Efficiency.Center /= float64(workers)
		p.Efficiency.Lo /= float64(workers)
		p.Efficiency.Hi /= float64(workers)
		p.Variance = variances[i] / float64(len(rows)) * e.Center * e.Center
		ps[i] = p
	}
	return ps
}

// column is one number of every round.
func column(rows [][]float64, i int) []float64 {
	xs := make([]float64, len(rows))
	for r, row := range rows {
		xs[r] = row[i]
	}
	return xs
}

// sortedKeys are the keys of a map in ascending order, so that a fit doesn't depend on the order of a map.
func sortedKeys[V any](m map[int]V) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
