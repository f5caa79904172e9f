package text

import (
	"fmt"
	"io"
	"strconv"

	"corerace/report/content"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// Comparison writes a comparison of two runs or builds as a table with sentences. Where the conditions bear no claim,
// that stands before the table, and the table has no ratio.
func Comparison(w io.Writer, c *verdict.Comparison, o Options) error {
	p := newPrinter(o)
	if len(c.Refused) > 0 {
		p.para(fmt.Sprintf("Don't compare %s and %s:", content.Clean(c.Old, content.MaxText),
			content.Clean(c.New, content.MaxText)))
		for _, why := range c.Refused {
			p.para("! " + content.Clean(why, content.MaxText))
		}
		return p.flush(w)
	}
	if c.Imported {
		return importedComparison(p, w, c)
	}
	doubts := c.Doubts()
	for _, d := range doubts {
		p.para(d)
	}
	if len(doubts) > 0 {
		p.gap()
	}
	table := cellsCompared(c, len(doubts) > 0)
	if len(c.Best) > 0 {
		table = bestCompared(c, len(doubts) > 0)
	}
	if err := p.table(table); err != nil {
		return err
	}
	p.gap()
	p.para(fmt.Sprintf("old: %s. new: %s.", content.Clean(c.Old, content.MaxText),
		content.Clean(c.New, content.MaxText)))
	for _, line := range comparisonNotes(c) {
		p.para(line)
	}
	if sentences := c.Sentences(); len(sentences) > 0 {
		p.gap()
		for _, s := range sentences {
			p.para(content.Clean(s, content.MaxText))
		}
	}
	return p.flush(w)
}

// cellsCompared is a row a cell. In doubt, the ratios are left out.
func cellsCompared(c *verdict.Comparison, doubt bool) content.Table {
	wall := "wall, new ÷ old"
	if !c.Paired {
		wall = "wall, indicative"
	}
	t := content.Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "new ÷ old", wall},
		Left: content.ResultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), content.MaxRows)] {
		row := []string{content.CleanName(cell.Workload), content.CleanName(cell.Mode), strconv.Itoa(cell.Workers),
			content.Speedup(cell.Old), content.Speedup(cell.New), ratioText(cell.Speedup), ratioText(cell.Wall)}
		if doubt {
			row[3], row[4], row[5], row[6] = content.Inconclusive, content.Inconclusive, "", ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bestCompared is a row a mode of two machines with other numbers of cores: the best cell of each.
func bestCompared(c *verdict.Comparison, doubt bool) content.Table {
	t := content.Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup",
		"a worker, new ÷ old"}, Left: content.ResultNames, Grouped: true}
	for _, b := range c.Best[:min(len(c.Best), content.MaxRows)] {
		row := []string{content.CleanName(b.Workload), content.CleanName(b.Mode),
			fmt.Sprintf("%d, %d", b.OldWorkers, b.NewWorkers),
			content.Speedup(b.Old), content.Speedup(b.New), ratioText(b.PerWorker)}
		if doubt {
			row[3], row[4], row[5] = content.Inconclusive, content.Inconclusive, ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// comparisonNotes say where the two were measured, and what may be concluded from that.
func comparisonNotes(c *verdict.Comparison) []string {
	if c.Paired {
		notes := []string{"Both were measured in the same rounds: a wall ratio above 1 says that new is slower."}
		for _, n := range c.Notes {
			notes = append(notes, content.Clean(n, content.MaxText))
		}
		return notes
	}
	var notes []string
	for i, r := range c.Runs {
		notes = append(notes, fmt.Sprintf("%s on %s: %s, %s.", []string{"old", "new"}[i], content.MachineLine(r.Host),
			content.Count(r.Rounds, "round"),
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

// ratioText is a ratio with its interval, if it has one.
func ratioText(e stats.Estimate) string {
	if e.N == 0 {
		return ""
	}
	if !e.HasInterval() {
		return fmt.Sprintf("%.2f", e.Center)
	}
	return e.String()
}
