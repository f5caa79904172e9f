package content

import (
	"slices"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/verdict"
)

// The heads of the columns that say what it costs to move blocks. They stand behind the efficiency.
const (
	MovingHead   = "moving"
	EncodingHead = "encoding"
)

// hasMoved reports whether blocks went over a pipe in a cell.
func hasMoved(c verdict.CellSummary) bool { return c.MovedBytes > 0 && c.Wall > 0 && c.Workers > 0 }

// hasEncoded reports whether they were encoded for that.
func hasEncoded(c verdict.CellSummary) bool { return hasMoved(c) && c.Encode > 0 }

// addMoved adds the columns of cells whose blocks were moved: the share of the workers' time that it took.
func (d *Document) addMoved(t *legible.Table) {
	cells := d.Summary.Cells[:len(t.Rows)]
	for _, c := range []struct {
		head, behind string
		has          func(verdict.CellSummary) bool
		share        func(verdict.CellSummary) float64
	}{
		{MovingHead, "efficiency", hasMoved, func(c verdict.CellSummary) float64 { return c.Move.Seconds() }},
		{EncodingHead, MovingHead, hasEncoded, func(c verdict.CellSummary) float64 { return c.Encode.Seconds() }},
	} {
		if !slices.ContainsFunc(cells, c.has) {
			continue
		}
		addColumn(t, column{c.head, func(cell verdict.CellSummary) string {
			if !c.has(cell) {
				return ""
			}
			return legible.Percent(c.share(cell) / (cell.Wall.Seconds() * float64(cell.Workers)))
		}}, c.behind, cells)
	}
}

// movedNote explains them, where they are there.
func (d *Document) movedNote() string {
	switch {
	case slices.ContainsFunc(d.Summary.Cells, hasEncoded):
		return "moving, encoding: share of the workers' time in which blocks were on their way, or were encoded for it."
	case slices.ContainsFunc(d.Summary.Cells, hasMoved):
		return "moving: share of the workers' time in which blocks were on their way."
	}
	return ""
}

// BlockNote says how long the blocks of a workload are, or nothing.
func BlockNote(w results.PlannedWorkload) string {
	if w.BlockBytes <= 0 {
		return ""
	}
	return ", in blocks of " + legible.BytesOf(uint64(w.BlockBytes))
}
