package content

import (
	"fmt"
	"strconv"

	"corerace/report/legible"
	"corerace/report/scene"
)

// PerCoreTable is the busy share of every core by cell, over all rounds.
func (d *Document) PerCoreTable() legible.Table {
	cores := 0
	for _, c := range d.Summary.Cells {
		cores = max(cores, len(c.PerCore))
	}
	shown := min(cores, legible.MaxCoreCols)
	t := legible.Table{
		Caption: "Busy share of each core by cell, over all rounds",
		Header:  []string{"workload", "mode", "workers"},
		Left:    2,
		Bars:    true,
		Grouped: true,
	}
	if shown < cores {
		t.Caption += fmt.Sprintf(" (the first %d cores of %d)", shown, cores)
	}
	for i := range shown {
		t.Header = append(t.Header, "core "+strconv.Itoa(d.idOf(i)))
	}
	for _, c := range d.Summary.Cells {
		if len(c.PerCore) == 0 || len(t.Rows) == legible.MaxRows {
			continue
		}
		row := []string{legible.CleanName(c.Workload), legible.CleanName(c.Mode), strconv.Itoa(c.Workers)}
		for i := range shown {
			row = append(row, legible.Percent(scene.Share(c.PerCore, i)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// idOf is the id of a core of the summary.
func (d *Document) idOf(i int) int {
	if i < len(d.Summary.CoreIDs) {
		return d.Summary.CoreIDs[i]
	}
	return i
}
