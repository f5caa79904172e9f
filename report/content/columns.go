package content

import (
	"fmt"
	"slices"
	"strings"

	"corerace/report/legible"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// defaultFloor is how far from measured a projection must be to be shown where no twin told the noise floor.
const defaultFloor = 0.05

// grownWork is the work inflation from which a terminal shows the column.
const grownWork = 1.05

// noiseFloor is the noise floor of a workload, as a ratio less 1; 0 where it isn't known.
func (d *Document) noiseFloor(workload string) float64 {
	if v := d.Verdict(workload); v != nil && legible.Positive(v.NoiseFloor) {
		return v.NoiseFloor
	}
	return 0
}

// hasProjection reports whether a cell's speedup was projected to an idle machine.
func hasProjection(c verdict.CellSummary) bool {
	return c.Projected.N > 0 && legible.Positive(c.Projected.Center)
}

// HasWork reports whether the CPU time of a cell was compared with its baseline's.
func HasWork(c verdict.CellSummary) bool {
	return c.Inflation.N > 0 && legible.Positive(c.Inflation.Center)
}

// hasQuiet reports whether a cell has a speedup of its quiet rounds alone.
func hasQuiet(c verdict.CellSummary) bool { return c.Quiet.N > 0 && legible.Positive(c.Quiet.Center) }

// ShowsProjection is whether a projection says more than the measurement in any cell: the machine wasn't quiet, or the
// two are further apart than equal programs come out.
func (d *Document) ShowsProjection() bool {
	return slices.ContainsFunc(d.Summary.Cells, func(c verdict.CellSummary) bool {
		if !hasProjection(c) || IsBaseline(c) {
			return false
		}
		if d.Summary.Conditions.Verdict != conditions.Quiet {
			return true
		}
		floor := d.noiseFloor(c.Workload)
		if floor == 0 {
			floor = defaultFloor
		}
		apart := c.Projected.Center / c.Measured.Center
		return legible.Positive(apart) && max(apart, 1/apart)-1 > floor
	})
}

// showsGrownWork is whether the work itself grew in any cell by so much that a terminal gives it a column.
func (d *Document) showsGrownWork() bool {
	return slices.ContainsFunc(d.Summary.Cells, func(c verdict.CellSummary) bool {
		return HasWork(c) && !IsBaseline(c) && c.Inflation.Center > grownWork
	})
}

// A column is a column of the table of results; text is empty where a cell has nothing to say.
type column struct {
	head string
	text func(verdict.CellSummary) string
}

// addColumn sets a column behind the one with a head.
func addColumn(t *legible.Table, c column, behind string, cells []verdict.CellSummary) {
	at := slices.Index(t.Header, behind) + 1
	t.Header = slices.Insert(slices.Clone(t.Header), at, c.head)
	for i := range t.Rows {
		t.Rows[i] = slices.Insert(t.Rows[i], at, c.text(cells[i]))
	}
}

// addEstimates adds what the document has beyond the measured speedups. Where a projection stands beside it, the
// speedup is named for what it is: measured. Full says every column with its intervals, as there is room for on a page.
func (d *Document) addEstimates(t *legible.Table, full bool) {
	cells, behind := d.Summary.Cells[:len(t.Rows)], "speedup"
	value := func(e stats.Estimate) string {
		if full {
			return legible.Speedup(e)
		}
		return legible.Times(e.Center)
	}
	add := func(head string, has func(verdict.CellSummary) bool, text func(verdict.CellSummary) string) {
		addColumn(t, column{head, func(c verdict.CellSummary) string {
			if IsBaseline(c) || !has(c) {
				return ""
			}
			return text(c)
		}}, behind, cells)
		behind = head
	}
	if d.ShowsProjection() {
		t.Header = slices.Clone(t.Header)
		t.Header[slices.Index(t.Header, "speedup")], behind = "measured", "measured"
		add("projected", hasProjection, func(c verdict.CellSummary) string { return value(c.Projected) })
	}
	if full && slices.ContainsFunc(cells, hasQuiet) {
		add("quiet rounds", hasQuiet, func(c verdict.CellSummary) string {
			return legible.Speedup(c.Quiet) + fmt.Sprintf(", %d of %d", c.Quiet.N, c.Measured.N)
		})
	}
	if full && slices.ContainsFunc(cells, HasWork) || d.showsGrownWork() {
		add("work", HasWork, func(c verdict.CellSummary) string { return legible.Times(c.Inflation.Center) })
	}
	d.addMoved(t)
	d.addHandOver(t)
}

// estimateNotes explain the columns of addEstimates.
func (d *Document) estimateNotes(full bool) []string {
	var notes []string
	if d.ShowsProjection() {
		notes = append(notes, "projected: the same on an idle machine, from where the workers' time went.")
	}
	if full && slices.ContainsFunc(d.Summary.Cells, HasWork) || d.showsGrownWork() {
		notes = append(notes, "work: work inflation, the CPU time ÷ that of the baseline; "+d.grownBy()+".")
	}
	notes = append(append(notes, legible.NonEmpty(d.movedNote())...), legible.NonEmpty(d.handOverNote())...)
	if line := d.quietLine(); line != "" {
		if full {
			line = "quiet rounds: the measured speedup over the rounds in which the " +
				"machine was quiet, and how many of all they were."
		}
		notes = append(notes, line)
	}
	return notes
}

// grownBy says what work inflation above 1 means. What the host of a virtual machine took without a word is CPU time to
// the kernel, so there it doesn't mean that the work grew.
func (d *Document) grownBy() string {
	if c := d.Summary.Conditions; c.HostTook() {
		return "above 1× the host took the cores without a word, or the work itself grew: the two can't be told apart"
	}
	return "above 1× the work itself grew"
}

// WorkRead says how to read the column of work inflation.
func (d *Document) WorkRead() string {
	read := "How much CPU time the mode took for the same work, over the baseline's. "
	if d.Summary.Conditions.HostTook() {
		return read + "Above 1× " + strings.TrimPrefix(d.grownBy(), "above 1× ") + "."
	}
	return read + "Above 1× the work itself grew: by locks, by caches that are " +
		"shared, or by cores that slow each other down."
}

// quietLine is the speedups of the quiet rounds alone beside those of all rounds, or "" where they are the same.
func (d *Document) quietLine() string {
	var parts []string
	for _, c := range d.Summary.Cells {
		if hasQuiet(c) && !IsBaseline(c) {
			parts = append(parts, fmt.Sprintf("%s ×%d %s of %d, all %s of %d", legible.CleanName(c.Mode), c.Workers,
				legible.Times(c.Quiet.Center), c.Quiet.N, legible.Times(c.Measured.Center), c.Measured.N))
			if d.severalWorkloads() {
				parts[len(parts)-1] = legible.CleanName(c.Workload) + " " + parts[len(parts)-1]
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if n := len(parts) - maxQuietCells; n > 0 {
		parts = append(parts[:maxQuietCells], "and "+legible.Count(n, "more cell"))
	}
	return "quiet rounds alone: " + strings.Join(parts, "; ") + "."
}

// maxQuietCells is how many cells the line of the quiet rounds names.
const maxQuietCells = 8
