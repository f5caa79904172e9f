package figure

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/legible"
)

// The measures of a chart of rows, in points.
const (
	rowsTop   = 66 // the frame, above the rows
	rowsFoot  = 64 // the axis and the source line
	rowsGap   = 6  // between groups
	rowsHead  = 20 // the name of a group that stands above its rows
	rowsText  = 16 // of a row, where it stands above its marks
	rowsMarks = 14 // of a row on a narrow sheet
	mostApart = 16 * vg.Length(1)
	mostNames = 265 * vg.Length(1) // of both names of a row, where they stand beside it
)

var (
	groupHand   = chart.Hand{Size: 10.5, Weight: chart.Semibold, Token: chart.Fg}
	rowNameHand = chart.Hand{Size: 9.5, Weight: chart.Regular, Token: chart.Muted}
	rowTextHand = chart.Hand{Size: 9.5, Weight: chart.Medium, Token: chart.Fg}
)

// rowsFigure is a picture of rows as a figure, with where it comes from. Its lines say what it shows, how, and what to
// look for.
func rowsFigure(p legible.Picture, alt, source string, data legible.Table) Figure {
	f := Figure{Name: p.Name, Title: p.Title, Alt: alt, Data: data, Section: -1,
		Lines: []string{p.Shows, p.Legend() + ".", p.Look},
		tall:  func(width vg.Length) vg.Length { return rowsHeight(p, width) }}
	f.paint = func(s *chart.Sheet) {
		s.Frame(p.Title, p.Legend(), source)
		if len(p.Rows) == 0 {
			s.Write(chart.Hand{Size: 11, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, s.Height/2,
				"Nothing was measured.")
			return
		}
		drawRows(s, s.InDoubt(p.Doubt), p)
	}
	return f
}

// A rowsLayout is where the rows of a picture stand on a sheet of a width.
//
//	gil-multicore  5 ms, 2     ├●┤                5.15 ms
//
// Names that have no room beside the rows stand above them: those of groups where they are long, and on a narrow sheet
// all of them, with the figures.
type rowsLayout struct {
	narrow, heads bool
	left, right   vg.Length // of the marks
	names, room   vg.Length // the right edge of the names, and their room
	row           vg.Length
}

func rowsLayoutOf(p legible.Picture, width vg.Length) rowsLayout {
	l := rowsLayout{narrow: width < chart.FigureWidth}
	if l.narrow {
		l.heads, l.row = true, rowsText+rowsMarks
		l.left, l.right = chart.Margin+6, width-chart.Margin-6
		return l
	}
	l.row = max(13, min(24, 176/vg.Length(max(len(p.Rows), 1))))
	var groups, names, texts vg.Length
	for _, r := range p.Rows {
		groups, names = max(groups, chart.WidthOf(groupHand, r.Group)), max(names, chart.WidthOf(rowNameHand, r.Name))
		texts = max(texts, chart.WidestOf(rowTextHand, r.Text))
	}
	l.heads = groups+12+names > mostNames
	l.room = min(names, mostNames)
	l.names = chart.Margin + l.room
	if !l.heads {
		l.names += groups + 12
	}
	l.left, l.right = l.names+14, width-chart.Margin-texts-10
	return l
}

// named is whether the name of a row's group stands at it: it is the first of the group.
func named(p legible.Picture, i int) bool { return i == 0 || p.Rows[i-1].Group != p.Rows[i].Group }

func rowsHeight(p legible.Picture, width vg.Length) vg.Length {
	l := rowsLayoutOf(p, width)
	h := rowsTop + rowsFootOf(p, width)
	for i := range p.Rows {
		h += l.row
		if named(p, i) {
			h += l.before(i, p.Rows[i].Group)
		}
	}
	return h
}

// rowsFootOf is the room below the rows: more where the axis is named on several lines.
func rowsFootOf(p legible.Picture, width vg.Length) vg.Length {
	return rowsFoot + chart.CaptionLine*vg.Length(len(chart.CaptionLines(p.Axis, width))-1)
}

// before is the room above the first row of a group.
func (l rowsLayout) before(i int, group string) (h vg.Length) {
	if i > 0 {
		h = rowsGap
	}
	if l.heads && group != "" {
		h += rowsHead
	}
	return h
}

// drawRows draws the rows from the top down, with their axis below. Faded is the sheet for what may not be believed.
func drawRows(s, faded *chart.Sheet, pic legible.Picture) {
	l := rowsLayoutOf(pic, s.Width)
	// A slide has more room than few rows need: they stand further apart, and in its middle.
	spare, n := s.Height-rowsHeight(pic, s.Width), vg.Length(len(pic.Rows))
	apart := max(0, min(spare/n, mostApart))
	l.row, spare = l.row+apart, spare-apart*n
	lo, hi := pic.Extent()
	p := chart.NewPlot(lo/1.25, hi*1.25, 0, 1)
	p.X.Scale = doubling{}
	ticks := logTicks(lo/1.25, hi*1.25, l.right-l.left, pic.TickLabel)
	p.Add(s.XAxis(ticks, pic.Axis), chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		uprights := func(bottom, top vg.Length) {
			for _, t := range ticks {
				s.Line(chart.Grid, 0.6, tx(t.Value), bottom, tx(t.Value), top)
			}
			if pic.Line > 0 {
				s.Line(chart.Rule, 1.1, tx(pic.Line), bottom, tx(pic.Line), top)
			}
		}
		if !l.narrow {
			uprights(c.Min.Y, c.Max.Y)
		}
		y := c.Max.Y
		for i, r := range pic.Rows {
			if named(pic, i) {
				y = l.group(s, r, i, y)
			}
			if l.narrow { // not through the text that stands above the marks
				uprights(y-l.row, y-rowsText)
			}
			sheet := s
			if pic.Doubt || r.Faded {
				sheet = faded
			}
			l.one(s, sheet, r, y, tx, pic.Doubt)
			y -= l.row
		}
	}))
	s.Area(p, l.left, l.right, rowsFootOf(pic, s.Width)+spare/2, s.Height-rowsTop-spare/2+4)
}

// group writes the name of a group whose rows hang from y, and returns where they do.
func (l rowsLayout) group(s *chart.Sheet, r legible.PictureRow, i int, y vg.Length) vg.Length {
	top := y
	y -= l.before(i, r.Group)
	if i > 0 && !l.narrow {
		s.Line(chart.Grid, 0.6, chart.Margin, top-rowsGap/2, s.Width-chart.Margin, top-rowsGap/2)
	}
	if r.Group == "" {
		return y
	}
	if l.heads {
		h, line := chart.Fit(groupHand, chart.LeastText, s.Width-2*chart.Margin, r.Group)
		s.Write(h, chart.Margin, y+5, line)
		return y
	}
	s.WriteMiddle(groupHand, chart.Margin, y-l.row/2, r.Group)
	return y
}

// one draws a row that hangs from y: its name, its marks and its figures.
func (l rowsLayout) one(s, marks *chart.Sheet, r legible.PictureRow, y vg.Length, tx func(float64) vg.Length,
	doubt bool) {
	middle := y - l.row/2
	if l.narrow {
		middle = y - rowsText - rowsMarks/2
	}
	if r.Mid > 0 {
		rowMarks(marks, r, tx, middle)
	}
	text := r.Text
	if doubt {
		text = ""
	}
	if !l.narrow {
		h, line := chart.Fit(rowNameHand, chart.LeastText, l.room, r.Name)
		h.Align = 1
		s.WriteMiddle(h, l.names, middle, line)
		s.WriteMiddle(rowTextHand, l.right+10, middle, text)
		return
	}
	h := rowTextHand
	h.Align = 1
	s.Write(h, s.Width-chart.Margin, y-rowsText+4, text)
	h, line := chart.Fit(rowNameHand, chart.LeastText, s.Width-2*chart.Margin-chart.WidestOf(rowTextHand, text)-8, r.Name)
	s.Write(h, chart.Margin, y-rowsText+4, line)
}

// rowMarks draws the marks of a row.
func rowMarks(s *chart.Sheet, r legible.PictureRow, tx func(float64) vg.Length, y vg.Length) {
	look := lookOf(r.Slot)
	if tx(r.Hi)-tx(r.Lo) > 0.5 {
		s.Line(look.Colour, 2.2, tx(r.Lo), y, tx(r.Hi), y)
	}
	least, end := tx(r.Lo), tx(r.Hi)
	for _, x := range []float64{r.Tick, r.Ring} {
		if x > 0 {
			least, end = min(least, tx(x)), max(end, tx(x))
		}
	}
	if r.Ring > 0 || r.Tick > 0 {
		s.Line(look.Colour, 0.9, least, y, end, y)
	}
	if r.Tick > 0 {
		s.Line(look.Colour, 2.2, tx(r.Tick), y-5.5, tx(r.Tick), y+5.5)
	}
	if r.Ring > 0 {
		ring(s, look.Colour, vg.Point{X: tx(r.Ring), Y: y})
	}
	s.Mark(look, 3.6, vg.Point{X: tx(r.Mid), Y: y})
}

// ring is a hollow mark.
func ring(s *chart.Sheet, t chart.Token, at vg.Point) {
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(t), Radius: 3.4, Shape: draw.CircleGlyph{}}, at)
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(chart.Bg), Radius: 2.1, Shape: draw.CircleGlyph{}}, at)
}

// logTicks are round numbers along a logarithmic axis of a length: as many as have room beside each other.
func logTicks(lo, hi float64, length vg.Length, label func(float64) string) (ticks []plot.Tick) {
	place := func(x float64) vg.Length { return length * vg.Length(legible.LogPlace(lo, hi, x)) }
	free := func(a, b float64) bool {
		both := chart.WidestOf(chart.AxisHand, label(a)) + chart.WidestOf(chart.AxisHand, label(b))
		return place(b)-place(a) > both/2+8
	}
	for _, x := range legible.LogTicks(lo, hi, free) {
		ticks = append(ticks, plot.Tick{Value: x, Label: label(x)})
	}
	return ticks
}
