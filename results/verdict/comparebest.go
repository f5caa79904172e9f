package verdict

import (
	"cmp"
	"fmt"
	"slices"

	"corerace/results"
	"corerace/results/stats"
)

// A BestComparison is what two machines with other numbers of cores share of a mode: the best cell of each. Speedups
// are over the own baseline, so they are what the cores gave; a worker of both is compared, not a program.
type BestComparison struct {
	Workload   string         `json:"workload"`
	Mode       string         `json:"mode"`
	OldWorkers int            `json:"old_workers"`
	NewWorkers int            `json:"new_workers"`
	Old        stats.Estimate `json:"old"` // speedups
	New        stats.Estimate `json:"new"`
	// PerWorker is New's speedup a worker ÷ Old's.
	PerWorker stats.Estimate `json:"per_worker"`
}

// machines compares what two machines with other numbers of cores share.
func (c *Comparison) machines(old, new *results.Record) {
	if c.Refused = append(c.Refused, otherWork(old.Run, new.Run)...); len(c.Refused) > 0 {
		return
	}
	if c.Best = bestOf(newTable(old), newTable(new)); len(c.Best) == 0 {
		c.Refused = append(c.Refused, "the two have no mode of a workload in common that was measured in both")
	}
}

// bestOf compares the best cells of every mode that two runs have in common, in the order of the second.
func bestOf(was, is *table) []BestComparison {
	var all []BestComparison
	for _, mode := range is.modes() {
		o, a := was.best(mode)
		n, b := is.best(mode)
		if o == nil || n == nil {
			continue
		}
		all = append(all, BestComparison{Workload: mode.Workload, Mode: mode.Mode, OldWorkers: o.Workers,
			NewWorkers: n.Workers,
			Old:        stats.FromLogs(a), New: stats.FromLogs(b),
			PerWorker: stats.ShiftRatio(a, b).Scaled(float64(o.Workers) / float64(n.Workers))})
	}
	return all
}

// modes are those that aren't their own baseline, each once, as cells without a number of workers.
func (t *table) modes() (all []results.Cell) {
	for _, c := range t.cells {
		mode := results.Cell{Workload: c.Workload, Mode: c.Mode, Build: c.Build}
		if c.Mode != c.baseline && !slices.Contains(all, mode) {
			all = append(all, mode)
		}
	}
	return all
}

// best is the cell of a mode with the highest speedup, and the logarithms of its speedups; nil where none was measured.
func (t *table) best(mode results.Cell) (best *cellSamples, logs []float64) {
	for _, c := range t.cells {
		if (results.Cell{Workload: c.Workload, Mode: c.Mode, Build: c.Build}) != mode {
			continue
		}
		mine := t.speedupLogs(c)
		if len(mine) > 0 && (best == nil || cmp.Compare(stats.FromLogs(mine).Center, stats.FromLogs(logs).Center) > 0) {
			best, logs = c, mine
		}
	}
	return best, logs
}

// sentence says what a worker of new gives beside one of old, where that can be told.
func (b BestComparison) sentence() string {
	name := fmt.Sprintf("%s, %s: at best %s× with %s in old, %s× with %s in new", b.Workload, b.Mode,
		stats.Times(b.Old.Center), Plural(b.OldWorkers, "worker"), stats.Times(b.New.Center),
		Plural(b.NewWorkers, "worker"))
	switch e := b.PerWorker; {
	case !e.HasInterval():
		return fmt.Sprintf("%s; %s, an interval needs %d.", name, were(e.N, "round")+" measured", stats.MinRounds)
	case e.Lo > 1 || e.Hi < 1:
		return fmt.Sprintf("%s; a worker of new gives %s times what one of old does.", name, e)
	default:
		return fmt.Sprintf("%s; a worker of new gives %s times what one of old does, which can't be told from as much.",
			name, e)
	}
}
