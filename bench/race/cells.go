package race

import (
	"fmt"
	"slices"
	"time"

	"corerace/bench/mode"
	"corerace/results"
	"corerace/results/stats"
	"corerace/workloads"
)

// addCells adds a workload to the rounds, as it is here or in another build.
func (r *Race) addCells(w *workloads.Workload, planned results.PlannedWorkload, modes []*mode.Mode, c calibration,
	build *Agent) {
	if build == nil {
		modes = slices.DeleteFunc(slices.Clone(modes), func(m *mode.Mode) bool {
			return m.Foreign && !timed(planned, m.Against())
		})
	}
	for _, m := range modes {
		for _, n := range r.workersOf(m) {
			cell := cell{w: w, m: m, workers: n, planned: planned.In(m.Against()), agent: build}
			r.cells = append(r.cells, cell)
			r.estimates[w.Name] += r.estimate(cell, c)
		}
	}
	if build == nil && len(modes) > 0 {
		twin := r.twin(w, planned, modes)
		r.cells = append(r.cells, twin)
		r.estimates[w.Name] += r.estimate(twin, c)
	}
}

// timed is whether a baseline was timed: without passes of its own there are none of what is measured against it.
func timed(p results.PlannedWorkload, baseline string) bool {
	return baseline == "serial" ||
		slices.ContainsFunc(p.Baselines, func(b results.PlannedBaseline) bool { return b.Baseline == baseline })
}

// twin is the second entry of a cell that is measured twice in every round, to see how far apart the same work comes
// out today: goroutines with the most workers, or the last mode where goroutines aren't raced.
func (r *Race) twin(w *workloads.Workload, planned results.PlannedWorkload, modes []*mode.Mode) cell {
	m := modes[len(modes)-1]
	for _, x := range modes {
		if x.String() == "goroutines" {
			m = x
		}
	}
	workers := r.workersOf(m)
	return cell{w: w, m: m, workers: workers[len(workers)-1], planned: planned.In(m.Against()), twin: true}
}

// Detectable is about the smallest difference between two modes, as a ratio less 1, that so many rounds can show on
// this machine today, judged by the noise of the calibration. It is infinite where there is no interval.
func (r *Race) Detectable(rounds int) float64 {
	worst := 0.0
	for _, c := range r.cells {
		worst = max(worst, r.noise[c.workload()])
	}
	return stats.DetectableEffect(worst, rounds)
}

// workersOf returns the numbers of workers that a mode is measured with.
func (r *Race) workersOf(m *mode.Mode) []int {
	if m.Most == 0 {
		return r.Plan.Workers
	}
	var ns []int
	for _, n := range r.Plan.Workers {
		ns = append(ns, min(n, m.Most))
	}
	return slices.Compact(ns)
}

// estimate is how long a sample of a cell is expected to take, with all that surrounds it.
func (r *Race) estimate(c cell, cal calibration) time.Duration {
	if c.contender != nil {
		return c.contender.Expected
	}
	d := c.planned.Pass * time.Duration(c.planned.Passes)
	if !c.m.OneCore {
		d = d / time.Duration(min(c.workers, r.cores))
		d += cal.setup * time.Duration((c.workers+r.cores-1)/r.cores)
	}
	return d + starts(c, r.around[c.m.Against()])
}

// A cell is a workload in a mode with a number of workers, or a contender in place of them.
type cell struct {
	w       *workloads.Workload
	m       *mode.Mode
	workers int
	planned results.PlannedWorkload
	agent   *Agent // nil: this process takes its samples
	twin    bool   // it is the second entry of another cell

	contender *Contender // nil: what it measures is w in m
}

// key is the cell as a record names it. A twin has the key of its original.
func (c cell) key() results.Cell {
	if c.contender != nil {
		return c.contender.Cell
	}
	k := results.Cell{Workload: c.w.Name, Mode: c.m.String(), Workers: c.workers}
	if c.agent != nil {
		k.Build = c.agent.Name
	}
	return k
}

// workload is the name of what the cell does.
func (c cell) workload() string { return c.key().Workload }

// mode is the name of where it does it.
func (c cell) mode() string { return c.key().Mode }

// String names the cell in an error.
func (c cell) String() string {
	k := c.key()
	return fmt.Sprintf("%s, %s ×%d", k.Workload, k.Mode, k.Workers)
}
