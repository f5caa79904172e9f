package figure

import (
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results/stats"
)

// The measures of the picture of the answer, in points.
const (
	answerTop   = 66 // the frame, above the first group
	answerFoot  = 22 // the source line
	answerAxis  = 22
	answerHead  = 26 // of a group
	answerIdeal = 16 // the name of the ideal
	answerName  = 15 // of a bar, where it stands above it
	answerThick = 15 // of a bar on a narrow sheet
)

// answerRow is the height of a row: of two bars where there is a projection.
func answerRow(rows int, projected, narrow bool) vg.Length {
	switch {
	case narrow && projected:
		return answerName + answerThick*1.6
	case narrow:
		return answerName + answerThick
	case projected:
		return max(32, min(52, 190/vg.Length(rows)))
	}
	return max(24, min(48, 180/vg.Length(rows)))
}

// idealRoom is the room above a bar, with the name of its ideal in it where that isn't the one before. A baseline, whose
// bar is short, leaves its own.
func idealRoom(a content.Answer, i int) vg.Length {
	named := a.Bars[i].Ideal > 0 && (i == 0 || a.Bars[i].Ideal != a.Bars[i-1].Ideal)
	switch {
	case named && (i == 0 || !content.IsBaseline(a.Bars[i-1].Cell)):
		return answerIdeal
	case i == 0:
		return 2
	}
	return 0
}

// answerRows is how many bars there are, and whether any has a projection.
func answerRows(all []content.Answer) (rows int, projected bool) {
	for _, a := range all {
		rows += len(a.Bars)
		for _, b := range a.Bars {
			projected = projected || b.Projected
		}
	}
	return rows, projected
}

func answerHeight(all []content.Answer, width vg.Length) vg.Length {
	h := vg.Length(answerTop + answerAxis + answerFoot)
	rows, projected := answerRows(all)
	for _, a := range all {
		if a.Head != "" {
			h += answerHead
		}
		for i := range a.Bars {
			h += idealRoom(a, i) + answerRow(rows, projected, width < chart.FigureWidth)
		}
	}
	return h
}

// answerScale is the largest speedup to be seen.
func answerScale(all []content.Answer) float64 {
	top := 1.0
	see := func(e stats.Estimate) {
		top = max(top, e.Center)
		if legible.HasInterval(e) {
			top = max(top, e.Hi)
		}
	}
	for _, a := range all {
		for _, b := range a.Bars {
			top = max(top, b.Ideal)
			see(b.Cell.Measured)
			if b.Projected {
				see(b.Cell.Projected)
			}
		}
	}
	return top
}

// An answerSheet is where the bars of the answer stand.
type answerSheet struct {
	*chart.Sheet
	left, right vg.Length // of the bars
	scale, row  vg.Length // a speedup of 1, and a row
}

func (s answerSheet) at(x float64) vg.Length { return s.left + s.scale*vg.Length(x) }

var (
	barHand   = chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg}
	quietHand = chart.Hand{Size: 9.5, Weight: chart.Regular, Token: chart.Muted}
)

// drawAnswers draws the groups from the top down, on one scale.
//
//	                                            ideal 2×
//	       serial  ■■■■■■■■■■■■■■■■                 ¦     1×
//	goroutines ×2  ■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■I■¦     1.97× (1.95–1.99)
//
// Where the sheet is narrow, the names and the numbers stand above the bars.
func drawAnswers(paper *chart.Sheet, all []content.Answer) {
	top := answerScale(all)
	s := answerSheet{Sheet: paper}
	s.left, s.right = answerColumns(paper, all)
	s.scale = (s.right - s.left) / vg.Length(top)
	rows, projected := answerRows(all)
	s.row = answerRow(rows, projected, paper.Narrow())
	y := s.Height - answerTop
	for _, a := range all {
		if a.Head != "" {
			y -= answerHead
			h, line := chart.Fit(chart.Hand{Size: 12, Weight: chart.Semibold, Token: chart.Fg}, chart.LeastText,
				s.Width-2*chart.Margin, a.Head)
			s.Write(h, chart.Margin, y+6, line)
		}
		for i, b := range a.Bars {
			y -= idealRoom(a, i)
			named := i > 0 && a.Bars[i-1].Ideal == b.Ideal
			s.idealLine(b.Ideal, y, named)
			s.bar(a, b, y)
			y -= s.row
		}
	}
	h := quietHand
	h.Align = 0.5
	for _, t := range chart.NiceTicks(top, 5, "×") {
		s.Write(h, s.at(t.Value), y-14, t.Label)
	}
}

// answerColumns are the edges of the bars: between the names and the numbers, where there is room for both.
func answerColumns(s *chart.Sheet, all []content.Answer) (left, right vg.Length) {
	if s.Narrow() {
		return chart.Margin, s.Width - chart.Margin - 8
	}
	var names, values vg.Length
	for _, a := range all {
		for _, b := range a.Bars {
			names = max(names, chart.WidthOf(barHand, content.BarName(b.Cell)))
			for _, v := range b.Values() {
				values = max(values, chart.WidestOf(barHand, v))
			}
			if !b.Projected {
				values = max(values, chart.WidestOf(barHand, b.Values()[0])+5+
					chart.WidthOf(quietHand, legible.Interval(b.Cell.Measured)))
			}
		}
	}
	return chart.Margin + min(names, 160) + 10, s.Width - chart.Margin - values - 10
}

// idealLine draws the ideal beside a row, and names it above.
func (s answerSheet) idealLine(ideal float64, y vg.Length, named bool) {
	if ideal <= 0 {
		return
	}
	x, top := s.at(ideal), y
	if s.Narrow() {
		top -= answerName + 1 // the numbers stand there
	}
	s.Line(chart.Muted, 1.2, x, top, x, y-s.row, 4, 3)
	if !named {
		h, label := quietHand, "ideal "+legible.Times(ideal)
		h.Align = 0.5
		half, end := chart.WidthOf(h, label)/2, s.right+8 // the numbers stand behind
		s.Write(h, max(chart.Margin+half, min(x, end-half)), y+3, label)
	}
}

// bar draws a row: the name, the bar or the two of them, and the numbers.
func (s answerSheet) bar(a content.Answer, b content.AnswerBar, y vg.Length) {
	faded := answerSheet{s.InDoubt(a.Doubt), s.left, s.right, s.scale, s.row}
	height, values := s.row, b.Values()
	if s.Narrow() {
		s.above(a, b, y-11)
		y, height = y-answerName, height-answerName
	} else {
		h := barHand
		h.Align = 1
		h, line := chart.Fit(h, chart.LeastText, s.left-chart.Margin-8, content.BarName(b.Cell))
		s.WriteMiddle(h, s.left-8, y-height/2, line)
	}
	if !b.Projected {
		thick := min(height*0.74, 26)
		faded.estimate(b, b.Cell.Measured, y-height/2, thick)
		s.numbers(a, b, values[0], legible.Interval(b.Cell.Measured), y-height/2)
		return
	}
	s.estimate(b, b.Cell.Projected, y-height*0.32, height*0.46)
	faded.estimate(b, b.Cell.Measured, y-height*0.74, height*0.24)
	if !s.Narrow() {
		h := barHand
		s.WriteMiddle(h, s.right+10, y-height*0.32, values[0])
		s.WriteMiddle(quietHand, s.right+10, y-height*0.76, values[1])
	}
}

// above writes the name and the numbers of a row over its bar.
func (s answerSheet) above(a content.Answer, b content.AnswerBar, y vg.Length) {
	value, more := b.Values()[0], legible.Interval(b.Cell.Measured)
	switch {
	case b.Projected:
		more = b.Values()[1]
	case content.IsBaseline(b.Cell):
		more = "" // it is 1 by construction
	}
	strong, quiet := chart.Hand{Size: 10, Weight: chart.Semibold, Token: chart.Fg, Align: 1}, quietHand
	if a.Doubt && !b.Projected {
		strong.Token = chart.Muted
	}
	quiet.Align, quiet.Size = 1, 9
	x := s.Width - chart.Margin
	if more != "" {
		s.Write(quiet, x, y, more)
		x -= chart.WidthOf(quiet, more) + 5
	}
	s.Write(strong, x, y, value)
	h, line := chart.Fit(chart.Hand{Size: 10, Weight: chart.Semibold, Token: chart.Fg}, chart.LeastText,
		x-chart.WidthOf(strong, value)-chart.Margin-6, content.BarName(b.Cell))
	s.Write(h, chart.Margin, y, line)
}

// numbers writes an estimate with its interval beside the bars.
func (s answerSheet) numbers(a content.Answer, b content.AnswerBar, value, interval string, y vg.Length) {
	if s.Narrow() {
		return
	}
	h := barHand
	if a.Doubt && !content.IsBaseline(b.Cell) {
		h.Token = chart.Muted
	}
	s.WriteMiddle(h, s.right+10, y, value)
	if !content.IsBaseline(b.Cell) {
		s.WriteMiddle(quietHand, s.right+10+chart.WidestOf(h, value)+5, y, strings.TrimSpace(interval))
	}
}

// estimate draws a bar, and its interval across its end.
func (s answerSheet) estimate(b content.AnswerBar, e stats.Estimate, middle, thick vg.Length) {
	s.SetColor(s.Inks.Of(lookOf(b.Slot).Colour))
	if !content.IsBaseline(b.Cell) { // what is 1 by definition is in no doubt
		s.SetColor(s.Marked(lookOf(b.Slot).Colour))
	}
	s.Fill(box(s.left, s.at(e.Center), middle-thick/2, middle+thick/2).Path())
	if !legible.HasInterval(e) || content.IsBaseline(b.Cell) {
		return
	}
	s.StrokeLine2(draw.LineStyle{Color: s.Inks.Of(chart.Bg), Width: 3.4}, s.at(e.Lo), middle, s.at(e.Hi), middle)
	s.Line(chart.Fg, 1.4, s.at(e.Lo), middle, s.at(e.Hi), middle)
	for _, end := range []float64{e.Lo, e.Hi} {
		s.Line(chart.Fg, 1.4, s.at(end), middle-min(thick*0.3, 5), s.at(end), middle+min(thick*0.3, 5))
	}
}
