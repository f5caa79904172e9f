package verdict

import (
	"fmt"

	"corerace/results"
	"corerace/results/stats"
)

// unpaired compares two records of which another tool measured one at least: the time of a call in every cell that both
// have, new over old, as two independent series. What it says is indicative, as all that two runs say of wall times.
func (c *Comparison) unpaired(old, new *results.Record) {
	c.Imported = true
	if c.Refused = refuseImported(old.Run, new.Run); len(c.Refused) > 0 {
		return
	}
	was, is := newTable(old), newTable(new)
	for _, n := range is.cells {
		o := was.byCell[n.Cell]
		if o == nil || len(o.numbers) == 0 || len(n.numbers) == 0 {
			continue
		}
		cell := CellComparison{Cell: n.Cell, P: 1, Old: was.speedupOf(o), New: is.speedupOf(n)}
		if mean(o.sound()) || mean(n.sound()) {
			cell.Wall = stats.MeanRatio(meanOf(o.sound()), meanOf(n.sound()))
		} else {
			cell.Wall = stats.ShiftRatio(results.LogWalls(o.sound()), results.LogWalls(n.sound()))
		}
		c.Cells = append(c.Cells, cell)
	}
	if len(c.Cells) == 0 {
		c.Refused = []string{"the two have no cell in common that was measured in both"}
	}
}

// speedupOf is the speedup of a cell, paired where the record is.
func (t *table) speedupOf(c *cellSamples) stats.Estimate {
	if t.unpaired {
		return t.unpairedRatio(c.Cell, c.baselineCell())
	}
	return stats.FromLogs(t.speedupLogs(c))
}

// refuseImported says why two runs must not be compared, as far as their files tell.
func refuseImported(old, new results.Run) []string {
	reasons := []string{}
	var was, is results.Machine
	if len(old.Hosts) > 0 && len(new.Hosts) > 0 {
		was, is = old.Hosts[0], new.Hosts[0]
	}
	for _, x := range []struct{ what, was, is string }{{"the processor", was.CPUModel, is.CPUModel},
		{"the architecture", was.Arch, is.Arch}} {
		if x.was != x.is && x.was != "" && x.is != "" {
			reasons = append(reasons, fmt.Sprintf("%s differs: %s then, %s now", x.what, x.was, x.is))
		}
	}
	if a, b := was.CoresLogical, is.CoresLogical; a != b && a > 0 && b > 0 {
		reasons = append(reasons, fmt.Sprintf("the number of cores differs: %d then, %d now", a, b))
	}
	if tools := []string{toolOf(old), toolOf(new)}; tools[0] != tools[1] {
		reasons = append(reasons, fmt.Sprintf("the tool differs: %s then, %s now, and no two mean the same by a time",
			tools[0], tools[1]))
	}
	return reasons
}

// toolOf is the tool that measured a run.
func toolOf(run results.Run) string {
	if run.Imported == nil {
		return "corerace"
	}
	return run.Imported.Tool
}
