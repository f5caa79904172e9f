package studies

import (
	"fmt"

	"corerace/report/legible"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// ComparisonPicture is a ratio a cell with its interval, or of machines with other numbers of cores a mode. It has no
// rows where the conditions bear no claim, where the two can't be compared, and where another tool measured one.
func ComparisonPicture(c *verdict.Comparison) legible.Picture {
	p := legible.Picture{Name: "comparison", Axis: "new ÷ old, log scale", Line: 1, Unit: legible.TimesUnit,
		Shows: "One row a cell of both, with what new is over old.",
		Marks: "Dot: the ratio; bar: its 95 % interval; the line is no difference",
		Look:  "Look for bars that lie off the line at 1; which of them bear a claim, the sentences above say."}
	if len(c.Doubts()) > 0 || len(c.Refused) > 0 || c.Imported {
		return p
	}
	add := func(workload, name string, e stats.Estimate) {
		p.Add(legible.RowOf(e, legible.PictureRow{Group: legible.CleanName(workload), Name: name, Text: stats.Ratio(e.Center, 2)}))
	}
	switch {
	case len(c.Best) > 0:
		p.Title = "What a worker gives over the baseline's, new ÷ old"
		for _, b := range c.Best {
			add(b.Workload, fmt.Sprintf("%s ×%d, ×%d", legible.CleanName(b.Mode), b.OldWorkers, b.NewWorkers), b.PerWorker)
		}
	case c.Paired:
		p.Title = "Wall time in the same rounds, new ÷ old"
		p.Look += " Right of the line new is slower."
		for _, x := range c.Cells {
			add(x.Workload, fmt.Sprintf("%s ×%d", legible.CleanName(x.Mode), x.Workers), x.Wall)
		}
	default:
		p.Title = "Speedup, new ÷ old"
		p.Look += " Left of the line new gains less than old did."
		for _, x := range c.Cells {
			add(x.Workload, fmt.Sprintf("%s ×%d", legible.CleanName(x.Mode), x.Workers), x.Speedup)
		}
	}
	return p
}

// A Past is one speedup in a history.
type Past struct {
	Machine, When, Mode string
	Speedup             stats.Estimate
}

// HistoryPicture is the speedups of a workload on some machines, run by run.
func HistoryPicture(name, workload string, past []Past) legible.Picture {
	p := legible.Picture{Name: name, Title: "Speedups of " + legible.CleanName(workload) + ", run by run",
		Axis: "speedup over the own baseline, log scale", Line: 1, Unit: legible.TimesUnit,
		Shows: "One row a run, in the order of time, under its machine.",
		Marks: "Dot: the best mode's speedup in a run; bar: its 95 % interval",
		Look:  "Look for bars of one machine that don't overlap: between those runs something changed besides chance."}
	for _, x := range past {
		p.Add(legible.RowOf(x.Speedup, legible.PictureRow{Group: legible.CleanName(x.Machine), Name: x.When + ", " +
			legible.CleanName(x.Mode),
			Text: legible.Times(x.Speedup.Center)}))
	}
	return p
}
