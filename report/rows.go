package report

import (
	"fmt"
	"strconv"

	"corerace/results"
)

// resultHeader are the heads of resultRow.
var resultHeader = []string{"workload", "mode", "workers", "wall", "speedup", "with start", "efficiency", "cores busy", "spawn"}

// resultNames is how many columns of resultRow are names.
const resultNames = 2

// resultRow is a cell as a row of a table.
func resultRow(c results.CellSummary) []string {
	spd, start, efficiency := speedup(c.Measured), times(c.WithStart.Center), percent(c.Efficiency.Center)
	if isBaseline(c) && c.Measured.N > 0 {
		spd, start, efficiency = "1×", "", ""
	}
	return []string{
		cleanName(c.Workload), cleanName(c.Mode), strconv.Itoa(c.Workers), length(c.Wall),
		spd, start, efficiency, decimal(c.CoresBusy) + " / " + decimal(c.OwnCores), length(c.Spawn),
	}
}

// resultTable is the table of all cells, up to maxRows.
func (d *Document) resultTable() Table {
	t := Table{Caption: "What was measured, by cell", Header: resultHeader, Left: resultNames, Grouped: true}
	for _, c := range d.Summary.Cells {
		if len(t.Rows) == maxRows {
			t.Caption += fmt.Sprintf(" (the first %d of %d cells)", maxRows, len(d.Summary.Cells))
			break
		}
		t.Rows = append(t.Rows, resultRow(c))
	}
	return t
}

// resultNotes explain the columns of the table of results.
func (d *Document) resultNotes() []string {
	baselines, short := "", false
	var e results.Estimate
	for _, c := range d.Summary.Cells {
		if baselines == "" {
			baselines = cleanName(c.Baseline)
		}
		if c.Measured.N > e.N {
			e = c.Measured
		}
		short = short || c.Measured.N > 0 && !c.Measured.HasInterval()
	}
	if e.N == 0 {
		return nil
	}
	speedup := fmt.Sprintf("speedup: wall of %s ÷ wall, paired in each round; %s", baselines, methodName(e.Method))
	if e.HasInterval() {
		speedup += " (95 % interval)"
	}
	notes := []string{
		speedup + ".",
		"with start: the same with the time to start the workers. efficiency: speedup ÷ workers.",
		"cores busy: on the whole machine / by this program. spawn: the time to start the workers.",
	}
	if short {
		notes = append(notes, fmt.Sprintf("no interval: needs %d rounds.", results.MinRounds))
	}
	return notes
}
