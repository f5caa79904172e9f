package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// resultHeader are the heads of resultRow.
var resultHeader = []string{"workload", "mode", "workers", "wall", "speedup", "with start", "efficiency", "cores busy", "spawn"}

// resultNames is how many columns of resultRow are names.
const resultNames = 2

// resultRow is a cell as a row of a table.
func resultRow(c verdict.CellSummary) []string {
	spd, start, efficiency := speedup(c.Measured), times(c.WithStart.Center), percent(c.Efficiency.Center)
	if isBaseline(c) && c.Measured.N > 0 {
		spd, start, efficiency = "1×", "", ""
	}
	if c.Measured.N == 0 {
		efficiency = "–"
	}
	return []string{
		cleanName(c.Workload), modeOf(c.Cell), strconv.Itoa(c.Workers), length(c.Wall),
		spd, start, efficiency, decimal(c.CoresBusy) + " / " + decimal(c.OwnCores), length(c.Spawn),
	}
}

// resultTable is the table of all cells, up to maxRows; full is the one of a page, with every column.
func (d *Document) resultTable(full bool) Table {
	t := Table{Caption: "What was measured, by cell", Header: resultHeader, Left: resultNames, Grouped: true}
	for _, c := range d.Summary.Cells {
		if len(t.Rows) == maxRows {
			t.Caption += fmt.Sprintf(" (the first %d of %d cells)", maxRows, len(d.Summary.Cells))
			break
		}
		t.Rows = append(t.Rows, resultRow(c))
	}
	d.addEstimates(&t, full)
	return t
}

// mostBaselines is how many baselines the notes name.
const mostBaselines = 4

// resultNotes explain the columns of the table of results.
func (d *Document) resultNotes(full bool) []string {
	var baselines []string
	short := false
	var e stats.Estimate
	for _, c := range d.Summary.Cells {
		if b := cleanName(c.Baseline); !slices.Contains(baselines, b) && len(baselines) < mostBaselines {
			baselines = append(baselines, b)
		}
		if c.Measured.N > e.N {
			e = c.Measured
		}
		short = short || c.Measured.N > 0 && !c.Measured.HasInterval()
	}
	if e.N == 0 {
		return nil
	}
	name := "speedup"
	if d.showsProjection() {
		name = "measured"
	}
	speedup := fmt.Sprintf("%s: wall of %s ÷ wall, paired in each round; %s", name, strings.Join(baselines, " or "), methodName(e.Method))
	if e.HasInterval() {
		speedup += " (95 % interval)"
	}
	notes := append([]string{speedup + "."}, d.estimateNotes(full)...)
	notes = append(notes,
		"with start: the same with the time to start the workers. efficiency: speedup ÷ workers.",
		"cores busy: on the whole machine / by this program. spawn: the time to start the workers.",
	)
	if short {
		notes = append(notes, fmt.Sprintf("no interval: needs %d rounds.", stats.MinRounds))
	}
	return notes
}

// modeOf is a cell's mode, with the build that measured it where there are several.
func modeOf(c results.Cell) string {
	if c.Build == "" {
		return cleanName(c.Mode)
	}
	return cleanName(c.Mode) + ", " + cleanName(c.Build)
}
