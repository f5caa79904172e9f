package studies

import (
	"fmt"
	"strconv"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// ComparisonTable is a row a cell, or a mode of two machines with other numbers of cores. Where the conditions bear no
// claim it has no ratio.
func ComparisonTable(c *verdict.Comparison) legible.Table {
	doubt := len(c.Doubts()) > 0
	if len(c.Best) > 0 {
		return bestCompared(c, doubt)
	}
	return cellsCompared(c, doubt)
}

// cellsCompared is a row a cell. In doubt, the ratios are left out.
func cellsCompared(c *verdict.Comparison, doubt bool) legible.Table {
	wall := "wall, new ÷ old"
	if !c.Paired {
		wall = "wall, indicative"
	}
	t := legible.Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "new ÷ old", wall},
		Left: legible.ResultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), legible.MaxRows)] {
		row := []string{legible.CleanName(cell.Workload), legible.CleanName(cell.Mode), strconv.Itoa(cell.Workers),
			legible.Speedup(cell.Old), legible.Speedup(cell.New), RatioText(cell.Speedup), RatioText(cell.Wall)}
		if doubt {
			row[3], row[4], row[5], row[6] = scene.Inconclusive, scene.Inconclusive, "", ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bestCompared is a row a mode of two machines with other numbers of cores: the best cell of each.
func bestCompared(c *verdict.Comparison, doubt bool) legible.Table {
	t := legible.Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup",
		"a worker, new ÷ old"}, Left: legible.ResultNames, Grouped: true}
	for _, b := range c.Best[:min(len(c.Best), legible.MaxRows)] {
		row := []string{legible.CleanName(b.Workload), legible.CleanName(b.Mode),
			fmt.Sprintf("%d, %d", b.OldWorkers, b.NewWorkers),
			legible.Speedup(b.Old), legible.Speedup(b.New), RatioText(b.PerWorker)}
		if doubt {
			row[3], row[4], row[5] = scene.Inconclusive, scene.Inconclusive, ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// ComparisonNotes say where the two were measured, and what may be concluded from that.
func ComparisonNotes(c *verdict.Comparison) []string {
	if c.Paired {
		notes := []string{"Both were measured in the same rounds: a wall ratio above 1 says that new is slower."}
		for _, n := range c.Notes {
			notes = append(notes, legible.Clean(n, legible.MaxText))
		}
		return notes
	}
	var notes []string
	for i, r := range c.Runs {
		notes = append(notes, fmt.Sprintf("%s on %s: %s, %s.", []string{"old", "new"}[i], scene.MachineLine(r.Host),
			legible.Count(r.Rounds, "round"),
			r.Conditions.Verdict))
	}
	if len(c.Best) > 0 {
		return append(notes, "The two machines have other numbers of cores, so the best of each mode is compared, by "+
			"what a worker gives over "+
			"the one of the baseline. A difference is one of the machines as much as of the program.")
	}
	return append(notes, "Each speedup is paired inside its own run. Wall times of two runs differ by the hour, not "+
		"only by the program: "+
		"they are indicative, and no verdict rests on them. corerace compare --run measures two builds in the same "+
		"rounds.")
}

// RatioText is a ratio with its interval, if it has one.
func RatioText(e stats.Estimate) string {
	if e.N == 0 {
		return ""
	}
	if !e.HasInterval() {
		return stats.Ratio(e.Center, 2)
	}
	return e.String()
}
