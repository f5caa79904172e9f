package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// resultHeader are the heads of resultRow.
var resultHeader = []string{"workload", "mode", "workers", "wall", "speedup", "with start", "efficiency", "cores busy",
	"spawn"}

// passHead is the head of the column of times where they are told by the pass.
const passHead = "a pass"

// resultRow is a cell as a row of a table, with its time for one pass where passes has any.
func resultRow(c verdict.CellSummary, passes map[string]int) []string {
	spd, start, efficiency := legible.Speedup(c.Measured), legible.Times(c.WithStart.Center),
		legible.Percent(c.Efficiency.Center)
	if IsBaseline(c) && c.Measured.N > 0 {
		spd, start, efficiency = "1×", "", ""
	}
	if c.Measured.N == 0 {
		efficiency = "–"
	}
	return []string{
		legible.CleanName(c.Workload), modeOf(c.Cell), strconv.Itoa(c.Workers), legible.Length(perPass(c.Wall, passes,
			c.Baseline)),
		spd, start, efficiency, legible.Decimal(c.CoresBusy) + " / " + legible.Decimal(c.OwnCores), legible.Length(c.Spawn),
	}
}

// ResultTable is the table of all cells, up to maxRows; full is the one of a page, with every column.
func (d *Document) ResultTable(full bool) legible.Table {
	t := legible.Table{Caption: "What was measured, by cell", Header: resultHeader, Left: legible.ResultNames,
		Grouped: true}
	apiece, several := d.apieces()
	head := "wall"
	switch {
	case d.Unpaired():
		head = callHead
	case several:
		head = passHead
	}
	t.Header = slices.Clone(t.Header)
	t.Header[slices.Index(t.Header, "wall")] = head
	for _, c := range d.Summary.Cells {
		if len(t.Rows) == legible.MaxRows {
			t.Caption += fmt.Sprintf(" (the first %d of %d cells)", legible.MaxRows, len(d.Summary.Cells))
			break
		}
		row := resultRow(c, apiece[c.Workload])
		if d.Unpaired() {
			row[slices.Index(t.Header, head)] = callLength(c.Wall, d.calls(c.Workload))
		}
		t.Rows = append(t.Rows, row)
	}
	if d.Unpaired() {
		return t.Only("workload", "mode", "workers", callHead, "speedup", "efficiency")
	}
	d.addEstimates(&t, full)
	if d.Commands() { // a command is started in its wall time
		t = t.Without("with start").Without("spawn")
	}
	return t
}

// mostBaselines is how many baselines a note names. Some of many would pass for all.
const mostBaselines = 4

// OneOf is the names of baselines as an alternative.
func OneOf(baselines []string) string {
	if len(baselines) > mostBaselines {
		return "each mode's own baseline"
	}
	return strings.Join(baselines, " or ")
}

// ResultNotes explain the columns of the table of results.
func (d *Document) ResultNotes(full bool) []string {
	var baselines []string
	short := false
	var e stats.Estimate
	for _, c := range d.Summary.Cells {
		if b := legible.CleanName(c.Baseline); !slices.Contains(baselines, b) {
			baselines = append(baselines, b)
		}
		if c.Measured.N > e.N {
			e = c.Measured
		}
		short = short || c.Measured.N > 0 && !c.Measured.HasInterval()
	}
	if d.Unpaired() {
		return d.unpairedNotes(baselines)
	}
	if e.N == 0 {
		return nil
	}
	name := "speedup"
	if d.ShowsProjection() {
		name = "measured"
	}
	speedup := fmt.Sprintf("%s: wall of %s ÷ wall, paired in each round; %s", name, OneOf(baselines),
		MethodName(e.Method))
	if e.HasInterval() {
		speedup += " (95 % interval)"
	}
	notes := append([]string{speedup + "."}, d.estimateNotes(full)...)
	if d.Commands() {
		return append(notes, "efficiency: speedup ÷ workers. cores busy: on the whole machine / by the command.")
	}
	if _, several := d.apieces(); several {
		notes = append(notes, passHead+": the time of one pass over the work, for the modes made another number of passes.")
	}
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
		return legible.CleanName(c.Mode)
	}
	return legible.CleanName(c.Mode) + ", " + legible.CleanName(c.Build)
}

// MethodName is a method of estimation for people; one that isn't known is cleaned.
func MethodName(method string) string {
	switch method {
	case stats.MethodHodgesLehmann:
		return "Hodges–Lehmann"
	case stats.MethodMedian:
		return "median"
	}
	return legible.Clean(method, 20)
}
