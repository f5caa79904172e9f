package report

import (
	"cmp"
	"errors"
	"slices"

	"corerace/results"
	"corerace/results/verdict"
)

// A Document is a record with its summary, ready to be shown.
type Document struct {
	Record  *results.Record
	Summary *verdict.Summary
	// Name is the path of the record's file, of which the last two elements are shown. It may be empty.
	Name string
}

// ErrIncomplete reports a Document without a record or without a summary.
var ErrIncomplete = errors.New("report: a document needs a record and its summary")

func (d *Document) check() error {
	if d == nil || d.Record == nil || d.Summary == nil {
		return ErrIncomplete
	}
	return nil
}

// Caps on what is shown. A record is not trusted to be small; what a cap leaves out is said, and is in the CSV.
const (
	maxName      = 60  // runes of a name
	maxText      = 400 // runes of a sentence from the record
	maxRows      = 200 // rows of a table
	maxWorkloads = 12  // workloads with figures
	maxWarnings  = 40  // warnings, notes, problems and verdicts, each
	maxCoreCols  = 32  // columns of the table of cores
	maxCoreRows  = 64  // rows of a heat map; more cores are averaged into this many
)

// machine is the machine that the record was measured on; the zero value where it isn't known.
func (d *Document) machine() results.Machine {
	if len(d.Record.Run.Hosts) == 0 {
		return results.Machine{}
	}
	return d.Record.Run.Hosts[0]
}

// workloads are the names of the workloads that have cells, in the order of the summary.
func (d *Document) workloads() []string {
	var names []string
	seen := map[string]bool{}
	for _, c := range d.Summary.Cells {
		if !seen[c.Workload] {
			seen[c.Workload] = true
			names = append(names, c.Workload)
		}
	}
	return names
}

// cells are the cells of a workload, in the order of the summary.
func (d *Document) cells(workload string) []verdict.CellSummary {
	var cells []verdict.CellSummary
	for _, c := range d.Summary.Cells {
		if c.Workload == workload {
			cells = append(cells, c)
		}
	}
	return cells
}

// verdict is the verdict on a workload, or nil.
func (d *Document) verdict(workload string) *verdict.Verdict {
	for i := range d.Summary.Verdicts {
		if d.Summary.Verdicts[i].Workload == workload {
			return &d.Summary.Verdicts[i]
		}
	}
	return nil
}

// severalWorkloads reports whether there is a verdict on more than one workload.
func (d *Document) severalWorkloads() bool {
	all := d.Summary.Verdicts
	return slices.ContainsFunc(all, func(v verdict.Verdict) bool { return v.Workload != all[0].Workload })
}

// isBaseline reports whether a cell is the one that its speedup is taken against, so that it is 1 by construction.
func isBaseline(c verdict.CellSummary) bool { return c.Mode == c.Baseline && c.Workers == 1 }

// looks gives every mode a colour and a marker, alike in every figure of the document.
func (d *Document) looks() map[string]look {
	all := map[string]look{}
	for _, c := range d.Summary.Cells {
		if isBaseline(c) {
			all[c.Mode] = baselineLook
		}
	}
	for i, mode := range d.racers(all) {
		all[mode] = lookOf(i)
	}
	return all
}

// racers are the modes that aren't baselines, in the order of the summary. Where they are more than the colours,
// the fastest come first, for charts that can't show all of them show those.
func (d *Document) racers(baselines map[string]look) []string {
	var modes []string
	best := map[string]float64{}
	for _, c := range d.Summary.Cells {
		if _, ok := baselines[c.Mode]; ok {
			continue
		}
		if _, seen := best[c.Mode]; !seen {
			modes = append(modes, c.Mode)
		}
		best[c.Mode] = max(best[c.Mode], number(c.Measured.Center))
	}
	if len(modes) > len(seriesColours) {
		slices.SortStableFunc(modes, func(a, b string) int { return cmp.Compare(best[b], best[a]) })
	}
	return modes
}
