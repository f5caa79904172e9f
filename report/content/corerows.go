package content

import (
	"math"
	"slices"

	"corerace/results"
)

// CoreIDs are the ids of the cores that are drawn, in the order of their rows: those that were there.
func (d *Document) CoreIDs() []int {
	if d.Summary != nil && d.Summary.CoreIDs != nil {
		return d.Summary.CoreIDs
	}
	return results.CoreIDs(d.Record)
}

// CoreStream is the stream of cores with one number a row. A core that was switched off at a point is no number there:
// it wasn't idle.
func (d *Document) CoreStream() []results.Cores {
	ids := d.CoreIDs()
	out := make([]results.Cores, len(d.Record.Cores))
	for i, p := range d.Record.Cores {
		out[i] = results.Cores{T: p.T, Busy: RowsOf(p.Busy, p.Absent, ids)}
	}
	return out
}

// RowsOf is the shares of some cores, those that are absent as no number. Where that is all there are it is the list
// itself.
func RowsOf(shares []float64, absent, ids []int) []float64 {
	if len(absent) == 0 && len(ids) == len(shares) {
		return shares
	}
	rows := make([]float64, len(ids))
	for row, id := range ids {
		switch {
		case slices.Contains(absent, id):
			rows[row] = math.NaN()
		case id < len(shares):
			rows[row] = shares[id]
		}
	}
	return rows
}
