package figure

import (
	"fmt"
	"strconv"

	"corerace/report/content"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// ComparisonFigure is the chart of a ratio a cell with its interval, or of machines with other numbers of cores a mode;
// false where there is nothing to draw, or where the conditions bear no claim or another tool didn't
// record them.
func ComparisonFigure(c *verdict.Comparison) (Figure, bool) {
	if len(c.Doubts()) > 0 || len(c.Refused) > 0 || c.Imported {
		return Figure{}, false
	}
	g := gilChart{axis: "ratio, log scale", mark: 1, tick: timesTick}
	places := map[string]int{}
	add := func(workload, note string, e stats.Estimate) {
		if _, seen := places[workload]; !seen {
			places[workload] = len(places)
		}
		if b, ok := ratioBar(e); ok && len(g.rows) < maxGILBars {
			b.name, b.note, b.subject = content.CleanName(workload), note, places[workload]
			g.rows = append(g.rows, b)
		}
	}
	look := "Look for bars that lie off the line at 1; which of them bear a claim, the sentences above say."
	switch {
	case len(c.Best) > 0:
		g.title = "What a worker gives over the baseline's, new ÷ old"
		for _, b := range c.Best {
			add(b.Workload, fmt.Sprintf("%s ×%d, ×%d", content.CleanName(b.Mode), b.OldWorkers, b.NewWorkers), b.PerWorker)
		}
	case c.Paired:
		g.title = "Wall time in the same rounds, new ÷ old"
		look += " Right of the line new is slower."
		for _, x := range c.Cells {
			add(x.Workload, fmt.Sprintf("%s ×%d", content.CleanName(x.Mode), x.Workers), x.Wall)
		}
	default:
		g.title = "Speedup, new ÷ old"
		look += " Left of the line new gains less than old did."
		for _, x := range c.Cells {
			add(x.Workload, fmt.Sprintf("%s ×%d", content.CleanName(x.Mode), x.Workers), x.Speedup)
		}
	}
	g.subtitle = "Dot: the ratio; bar: its 95 % interval; the line is no difference"
	if len(g.rows) == 0 {
		return Figure{}, false
	}
	return g.figure("comparison", "One row a cell of both, with what new is over old.",
		"old: "+content.Clean(c.Old, content.MaxText)+" · new: "+content.Clean(c.New, content.MaxText), look,
		content.Table{}), true
}

// ratioBar is a row with an estimate and its interval; false where it can't be drawn.
func ratioBar(e stats.Estimate) (gilBar, bool) {
	if e.N == 0 || !content.Positive(e.Center) {
		return gilBar{}, false
	}
	b := gilBar{lo: e.Center, mid: e.Center, hi: e.Center, text: fmt.Sprintf("%.2f", e.Center)}
	if content.HasInterval(e) && content.Positive(e.Lo) {
		b.lo, b.hi = e.Lo, e.Hi
	}
	return b, true
}

func timesTick(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) + "×" }

// A Past is one speedup in a history.
type Past struct {
	Machine, When, Mode string
	Speedup             stats.Estimate
}

// HistoryFigure is the chart of the speedups of a workload on some machines, run by run; false where none can be drawn.
func HistoryFigure(name, workload string, past []Past) (Figure, bool) {
	g := gilChart{title: "Speedups of " + content.CleanName(workload) + ", run by run",
		axis: "speedup over the own baseline, log scale", mark: 1, tick: timesTick,
		subtitle: "Dot: the best mode's speedup in a run; bar: its 95 % interval"}
	places := map[string]int{}
	for _, x := range past {
		if _, seen := places[x.Machine]; !seen {
			places[x.Machine] = len(places)
		}
		if b, ok := ratioBar(x.Speedup); ok && len(g.rows) < maxGILBars {
			b.name, b.note, b.subject = content.CleanName(x.Machine), x.When+", "+content.CleanName(x.Mode), places[x.Machine]
			b.text += "×"
			g.rows = append(g.rows, b)
		}
	}
	if len(g.rows) == 0 {
		return Figure{}, false
	}
	return g.figure(name, "One row a run, in the order of time, under its machine.", "runs that bear no claim aren't drawn",
		"Look for bars of one machine that don't overlap: between those runs something changed besides chance.",
		content.Table{}), true
}
