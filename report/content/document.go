package content

import (
	"errors"
	"io"
	"slices"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/verdict"
)

// A Document is a record with its summary, ready to be shown.
type Document struct {
	Record  *results.Record
	Summary *verdict.Summary
	// Name is the path of the record's file, of which the last two elements are shown. It may be empty.
	Name string
	// Open opens the record's file, for a page that holds it for download. It may be nil.
	Open func() (io.ReadCloser, error)
	// Grain is what grain measured on the machine of the record, which lies beside it. It may be nil.
	Grain *Grain
	// GrainMissing says why what lies beside the record isn't its Grain; "" where nothing does, or it is.
	GrainMissing string
}

// ErrIncomplete reports a Document without a record or without a summary.
var ErrIncomplete = errors.New("report: a document needs a record and its summary")

// Check returns ErrIncomplete where there is nothing to report on.
func (d *Document) Check() error {
	if d == nil || d.Record == nil || d.Summary == nil {
		return ErrIncomplete
	}
	return nil
}

// Machine is the machine that the record was measured on; the zero value where it isn't known.
func (d *Document) Machine() results.Machine {
	if len(d.Record.Run.Hosts) == 0 {
		return results.Machine{}
	}
	return d.Record.Run.Hosts[0]
}

// Workloads are the names of the workloads that have cells, in the order of the summary.
func (d *Document) Workloads() []string {
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

// Cells are the cells of a workload, in the order of the summary.
func (d *Document) Cells(workload string) []verdict.CellSummary {
	var cells []verdict.CellSummary
	for _, c := range d.Summary.Cells {
		if c.Workload == workload {
			cells = append(cells, c)
		}
	}
	return cells
}

// Verdict is the verdict on a workload, or nil.
func (d *Document) Verdict(workload string) *verdict.Verdict {
	for i := range d.Summary.Verdicts {
		if d.Summary.Verdicts[i].Workload == workload {
			return &d.Summary.Verdicts[i]
		}
	}
	return nil
}

// InDoubt reports whether the conditions don't bear what was measured of a workload: the machine was too busy, or
// nobody knows whether it was. Its figures fade then.
func (d *Document) InDoubt(workload string) bool {
	if v := d.Verdict(workload); v != nil && v.Ratio.N > 0 {
		return v.Busy || v.Unknown
	}
	return !d.Summary.Conditions.Claimable()
}

// severalWorkloads reports whether there is a verdict on more than one workload.
func (d *Document) severalWorkloads() bool {
	all := d.Summary.Verdicts
	return slices.ContainsFunc(all, func(v verdict.Verdict) bool { return v.Workload != all[0].Workload })
}

// IsBaseline reports whether a cell is the one that its speedup is taken against, so that it is 1 by construction.
func IsBaseline(c verdict.CellSummary) bool { return c.Mode == c.Baseline && c.Workers == 1 }

// InRange reports whether a cell can be drawn.
func InRange(c verdict.CellSummary) bool {
	return legible.Drawable(c.Measured.Center) && c.Workers >= 1 && c.Workers <= results.MaxWorkers
}
