package text

import (
	"fmt"
	"io"
	"strconv"

	"corerace/report/content"
	"corerace/results/verdict"
)

// importedComparison writes a comparison of which another tool measured one side at least.
func importedComparison(p *printer, w io.Writer, c *verdict.Comparison) error {
	p.para("Unpaired, and indicative at best: the two were measured in two runs, by a tool that doesn't record what " +
		"else the machine did. No verdict rests on a ratio.")
	p.gap()
	t := content.Table{Header: []string{"workload", "mode", "workers", "old speedup", "new speedup", "wall, new ÷ old"},
		Left: content.ResultNames, Grouped: true}
	for _, cell := range c.Cells[:min(len(c.Cells), content.MaxRows)] {
		t.Rows = append(t.Rows, []string{content.CleanName(cell.Workload), content.CleanName(cell.Mode),
			strconv.Itoa(cell.Workers), content.Speedup(cell.Old), content.Speedup(cell.New), content.RatioText(cell.Wall)})
	}
	if err := p.table(t); err != nil {
		return err
	}
	p.gap()
	p.para(fmt.Sprintf("old: %s. new: %s.", content.Clean(c.Old, content.MaxText), content.Clean(c.New, content.MaxText)))
	p.para("wall: the time of a call, of all samples of both as independent series, with the 95 % interval of the " +
		"Mann–Whitney test, or of Fieller where only means are left.")
	return p.flush(w)
}
