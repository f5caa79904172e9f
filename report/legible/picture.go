package legible

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"corerace/results/stats"
)

// A Picture is rows of figures along one axis, before it has a form: a page and a chart draw it, and a terminal shows it
// in text, so that all of them show the same.
//
//	gil-multicore  5 ms, 2     ├●┤                5.15 ms
//	               20 ms, 2           ├●┤         20.2 ms
//	gil-ticks      100 ticks ├●─┤                 12 µs
type Picture struct {
	Name  string // [a-z0-9-]+, fit for a file name
	Title string
	Shows string // in a sentence: what a row is
	Marks string // what the marks are, without a full stop
	Look  string // in a sentence: what to look for
	Axis  string // what is along it
	// Bars says that a row is a bar from 0 along a linear axis; else it is marks along a logarithmic one.
	Bars bool
	Line float64 // where an upright line is drawn; 0: nowhere
	Unit func(x float64) string
	Rows []PictureRow
	More int // rows of which there is no room
	// Doubt says that the conditions bear no claim: the rows fade, and no figure is written beside them.
	Doubt bool
}

// A PictureRow is a row of a Picture. Figures that are 0 aren't drawn.
type PictureRow struct {
	Group       string // rows of one group stand together under its name
	Slot        int    // of the group's colour
	Name        string
	Lo, Mid, Hi float64 // an estimate with what lies around it
	Ring, Tick  float64 // more marks, which the picture's Marks explain
	Ideal       float64 // of a bar
	Faded       bool    // not to be believed
	Text        string  // the figures in words
}

// TickLabel is a round number along the axis: its .0 says nothing, for nobody measured it.
func (p Picture) TickLabel(x float64) string { return strings.Replace(p.Unit(x), ".0 ", " ", 1) }

// mostPictureRows is how many rows a picture shows at most.
const mostPictureRows = 60

// drawable reports whether a figure can be drawn: beyond that, it is one of a damaged record.
func drawable(x float64) bool { return x > 1e-12 && x < 1e15 }

// Add adds a row whose figures can be drawn; another one is left out.
func (p *Picture) Add(r PictureRow) {
	if drawable(r.Lo) && drawable(r.Mid) && drawable(r.Hi) && r.Lo <= r.Mid && r.Mid <= r.Hi {
		p.addRow(r)
	}
}

// AddOr adds a row, and where its figures can't be drawn says why in their place.
func (p *Picture) AddOr(r PictureRow, why string) {
	rows := len(p.Rows)
	if p.Add(r); len(p.Rows) == rows {
		r.Lo, r.Mid, r.Hi, r.Text = 0, 0, 0, why
		p.addRow(r)
	}
}

// addRow adds a row. Groups get their colours in order. Rows of which there is no room are counted.
func (p *Picture) addRow(r PictureRow) {
	for _, x := range []*float64{&r.Ring, &r.Tick} {
		if !drawable(*x) {
			*x = 0
		}
	}
	if len(p.Rows) == mostPictureRows {
		p.More++
		return
	}
	r.Slot = 0
	if n := len(p.Rows); n > 0 {
		if r.Slot = p.Rows[n-1].Slot; p.Rows[n-1].Group != r.Group {
			r.Slot = p.slotOf(r.Group)
		}
	}
	p.Rows = append(p.Rows, r)
}

// slotOf is the slot of a group: the one that it has, or the next.
func (p *Picture) slotOf(group string) (next int) {
	for _, r := range p.Rows {
		if r.Group == group {
			return r.Slot
		}
		next = max(next, r.Slot+1)
	}
	return next
}

// Drawn is whether any row has marks.
func (p *Picture) Drawn() bool {
	return slices.ContainsFunc(p.Rows, func(r PictureRow) bool { return r.Mid > 0 })
}

// Legend says what the marks are, and of how many rows there is no room.
func (p *Picture) Legend() string {
	if p.More > 0 {
		return fmt.Sprintf("%s; %s in the table", p.Marks, Count(p.More, "more row"))
	}
	return p.Marks
}

// Extent is the least and the largest figure of the rows and the line; 0 and 0 where there are no rows.
func (p *Picture) Extent() (lo, hi float64) {
	see := func(x float64) {
		if x > 0 && (lo == 0 || x < lo) {
			lo = x
		}
		hi = max(hi, x)
	}
	for _, r := range p.Rows {
		for _, x := range []float64{r.Lo, r.Hi, r.Ring, r.Tick, r.Ideal} {
			see(x)
		}
	}
	if hi > 0 {
		see(p.Line)
	}
	return lo, hi
}

// RowOf is an estimate as the figures of a row: without an interval it is a dot.
func RowOf(e stats.Estimate, row PictureRow) PictureRow {
	row.Lo, row.Mid, row.Hi = e.Center, e.Center, e.Center
	if e.N == 0 {
		row.Mid = 0
	}
	if HasInterval(e) && e.Lo <= e.Center && e.Center <= e.Hi {
		row.Lo, row.Hi = e.Lo, e.Hi
	}
	return row
}

// TimesUnit is a ratio at an axis: "1.5×".
func TimesUnit(x float64) string { return stats.Digits(x, 3) + "×" }

// NoPictures says why a page of something that was measured has no pictures.
const NoPictures = "There are no pictures: a dot would look like a claim, and the conditions bear none."

// GroupOf is a name for a group of rows; one without a name has that of its kind.
func GroupOf(name, kind string) string { return cmp.Or(CleanName(name), kind) }
