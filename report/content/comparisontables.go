package content

import (
	"fmt"
	"strconv"

	"corerace/results/stats"
	"corerace/results/verdict"
)

// ComparisonTable is a row a cell, or a mode of two machines with other numbers of cores. Where the conditions bear no
// claim it has no ratio.
func ComparisonTable(c *verdict.Comparison) Table {
	doubt := len(c.Doubts()) > 0
	if len(c.Best) > 0 {
		return bestCompared(c, doubt)
	}
	return cellsCompared(c, doubt)
}

// cellsCompared is a row a cell. In doubt, the ratios are left out.
func cellsCompared(c *verdict.Comparison, doubt bool) Table {
	wall := "wall, new ÷ old"
	if !c.Paired {
		wall = "wall, indicative"
	}
	t := Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "new ÷ old", wall},
		Left: ResultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), MaxRows)] {
		row := []string{CleanName(cell.Workload), CleanName(cell.Mode), strconv.Itoa(cell.Workers),
			Speedup(cell.Old), Speedup(cell.New), RatioText(cell.Speedup), RatioText(cell.Wall)}
		if doubt {
			row[3], row[4], row[5], row[6] = Inconclusive, Inconclusive, "", ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bestCompared is a row a mode of two machines with other numbers of cores: the best cell of each.
func bestCompared(c *verdict.Comparison, doubt bool) Table {
	t := Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup",
		"a worker, new ÷ old"}, Left: ResultNames, Grouped: true}
	for _, b := range c.Best[:min(len(c.Best), MaxRows)] {
		row := []string{CleanName(b.Workload), CleanName(b.Mode),
			fmt.Sprintf("%d, %d", b.OldWorkers, b.NewWorkers),
			Speedup(b.Old), Speedup(b.New), RatioText(b.PerWorker)}
		if doubt {
			row[3], row[4], row[5] = Inconclusive, Inconclusive, ""
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
			notes = append(notes, Clean(n, MaxText))
		}
		return notes
	}
	var notes []string
	for i, r := range c.Runs {
		notes = append(notes, fmt.Sprintf("%s on %s: %s, %s.", []string{"old", "new"}[i], MachineLine(r.Host),
			Count(r.Rounds, "round"),
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
		return fmt.Sprintf("%.2f", e.Center)
	}
	return e.String()
}
