package text

import (
	"fmt"
	"io"
	"strconv"

	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results/verdict"
)

// importedComparison writes a comparison of which another tool measured one side at least.
func importedComparison(p *printer, w io.Writer, c *verdict.Comparison) error {
	p.para("Unpaired, and indicative at best: the two were measured in two runs, by a tool that doesn't record what " +
		"else the machine did. No verdict rests on a ratio.")
	p.gap()
	t := legible.Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "wall, new ÷ old"},
		Left: legible.ResultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), legible.MaxRows)] {
		t.Rows = append(t.Rows, []string{legible.CleanName(cell.Workload), legible.CleanName(cell.Mode),
			strconv.Itoa(cell.Workers), legible.Speedup(cell.Old), legible.Speedup(cell.New), studies.RatioText(cell.Wall)})
	}
	if err := p.table(t); err != nil {
		return err
	}
	p.gap()
	p.para(fmt.Sprintf("old: %s. new: %s.", legible.Clean(c.Old, legible.MaxText), legible.Clean(c.New, legible.MaxText)))
	p.para("wall: the time of a call, of all samples of both as independent series, with the 95 % interval of the " +
		"Mann–Whitney test, or of Fieller where only means are left.")
	return p.flush(w)
}
