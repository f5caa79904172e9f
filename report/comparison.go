package report

import (
	"fmt"
	"io"
	"strconv"

	"corerace/results"
)

// WriteComparison writes a comparison of two runs or builds as a table with sentences.
func WriteComparison(w io.Writer, c *results.Comparison, o TextOptions) error {
	p := newPrinter(o)
	if len(c.Refused) > 0 {
		p.para(fmt.Sprintf("Don't compare %s and %s:", c.Old, c.New))
		for _, why := range c.Refused {
			p.para("! " + why)
		}
		return p.flush(w)
	}
	wall := "wall, new ÷ old"
	if !c.Paired {
		wall = "wall, indicative"
	}
	t := Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "new ÷ old", wall}, Left: resultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), maxRows)] {
		t.Rows = append(t.Rows, []string{cleanName(cell.Workload), cleanName(cell.Mode), strconv.Itoa(cell.Workers),
			speedup(cell.Old), speedup(cell.New), ratioText(cell.Speedup), ratioText(cell.Wall)})
	}
	if err := p.table(t); err != nil {
		return err
	}
	p.gap()
	p.para(fmt.Sprintf("old: %s. new: %s.", c.Old, c.New))
	if c.Paired {
		p.para("Both were measured in the same rounds: a wall ratio above 1 says that new is slower.")
	} else {
		p.para("Each speedup is paired inside its own run. Wall times of two runs differ by the hour, not only by the program: " +
			"they are indicative, and no verdict rests on them. corerace compare --run measures two builds in the same rounds.")
	}
	p.gap()
	for _, s := range c.Sentences() {
		p.para(s)
	}
	return p.flush(w)
}

// ratioText is a ratio with its interval, if it has one.
func ratioText(e results.Estimate) string {
	if e.N == 0 {
		return ""
	}
	if !e.HasInterval() {
		return fmt.Sprintf("%.2f", e.Center)
	}
	return e.String()
}
