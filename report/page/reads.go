package page

import (
	"slices"

	"corerace/report/content"
)

// estimateReads tell a page's reader at more length how to read the columns of addEstimates.
func estimateReads(d *content.Document) []fact {
	var all []fact
	if d.ShowsProjection() {
		all = append(all, fact{"projected", "The speedup that the same samples would have shown on a machine without " +
			"other programs. It rests on where the workers' time went, with their waiting for a core taken away, and " +
			"is a model: what was measured is beside it."})
	}
	if slices.ContainsFunc(d.Summary.Cells, content.HasWork) {
		all = append(all, fact{"work", d.WorkRead()})
	}
	if d.FloorLine() != "" {
		all = append(all, fact{"noise floor", "How far apart the same program came out when it was entered twice. A " +
			"difference below it shows nothing."})
	}
	return all
}
