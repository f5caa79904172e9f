package report

import (
	"fmt"
	"io"
	"strconv"

	"corerace/results/stats"
	"corerace/results/verdict"
)

// WriteComparison writes a comparison of two runs or builds as a table with sentences. Where the conditions bear no claim,
// that stands before the table, and the table has no ratio.
func WriteComparison(w io.Writer, c *verdict.Comparison, o TextOptions) error {
	p := newPrinter(o)
	if len(c.Refused) > 0 {
		p.para(fmt.Sprintf("Don't compare %s and %s:", clean(c.Old, maxText), clean(c.New, maxText)))
		for _, why := range c.Refused {
			p.para("! " + clean(why, maxText))
		}
		return p.flush(w)
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
	p.para(fmt.Sprintf("old: %s. new: %s.", clean(c.Old, maxText), clean(c.New, maxText)))
	for _, line := range comparisonNotes(c) {
		p.para(line)
	}
	if sentences := c.Sentences(); len(sentences) > 0 {
		p.gap()
		for _, s := range sentences {
			p.para(clean(s, maxText))
		}
	}
	return p.flush(w)
}

// cellsCompared is a row a cell. In doubt, the ratios are left out.
func cellsCompared(c *verdict.Comparison, doubt bool) Table {
	wall := "wall, new ÷ old"
	if !c.Paired {
		wall = "wall, indicative"
	}
	t := Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "new ÷ old", wall}, Left: resultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), maxRows)] {
		row := []string{cleanName(cell.Workload), cleanName(cell.Mode), strconv.Itoa(cell.Workers),
			speedup(cell.Old), speedup(cell.New), ratioText(cell.Speedup), ratioText(cell.Wall)}
		if doubt {
			row[3], row[4], row[5], row[6] = inconclusive, inconclusive, "", ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// inconclusive stands where a figure would be that the conditions don't bear.
const inconclusive = "inconclusive"

// bestCompared is a row a mode of two machines with other numbers of cores: the best cell of each.
func bestCompared(c *verdict.Comparison, doubt bool) Table {
	t := Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "a worker, new ÷ old"}, Left: resultNames, Grouped: true}
	for _, b := range c.Best[:min(len(c.Best), maxRows)] {
		row := []string{cleanName(b.Workload), cleanName(b.Mode), fmt.Sprintf("%d, %d", b.OldWorkers, b.NewWorkers),
			speedup(b.Old), speedup(b.New), ratioText(b.PerWorker)}
		if doubt {
			row[3], row[4], row[5] = inconclusive, inconclusive, ""
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
			notes = append(notes, clean(n, maxText))
		}
		return notes
	}
	var notes []string
	for i, r := range c.Runs {
		notes = append(notes, fmt.Sprintf("%s on %s: %s, %s.", []string{"old", "new"}[i], machineLine(r.Host), count(r.Rounds, "round"),
			r.Conditions.Verdict))
	}
	if len(c.Best) > 0 {
		return append(notes, "The two machines have other numbers of cores, so the best of each mode is compared, by what a worker gives over "+
			"the one of the baseline. A difference is one of the machines as much as of the program.")
	}
	return append(notes, "Each speedup is paired inside its own run. Wall times of two runs differ by the hour, not only by the program: "+
		"they are indicative, and no verdict rests on them. corerace compare --run measures two builds in the same rounds.")
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
