package figure

import (
	"fmt"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/legible"
	"corerace/results/class"
)

// The measures of a histogram of answers, in points.
const (
	tallyTop   = 66 // the frame
	tallyKey   = 24
	tallyFoot  = 22
	tallyRow   = 40 // two bars
	tallyLabel = 16 // an answer, where it stands above its bars
	tallyThick = 14
	mostTally  = 17 // rows
)

// measuredStyle is how what was measured is filled; what was predicted is hollow, as a prediction is in a lesson.
var measuredStyle = fillStyle{fill: "s1"}

// ClassAnswersFigure is the histogram of a question: how many predicted each answer, and how many machines said so.
func ClassAnswersFigure(name string, q class.Question, t *class.Topic) Figure {
	h := q.Histogram(t)
	h.Bins = h.Bins[:min(len(h.Bins), mostTally)]
	f := Figure{Name: name, Title: QuestionTitle(q, t), Section: -1, Data: tallyData(q, h),
		tall: func(width vg.Length) vg.Length { return tallyHeight(len(h.Bins), width) }}
	f.Lines = append([]string{fmt.Sprintf("%s: hollow bars are what was predicted, full bars what the machines measured.",
		legible.Count(len(q.Answers), "answer"))}, tallyNotes(h)...)
	f.Alt = tallyAlt(q, h)
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, f.Lines[0], legible.Clean(q.Lesson, legible.MaxName))
		drawTally(s, h)
	}
	return f
}

// QuestionTitle is a question for people: its text where that is known, else its id.
func QuestionTitle(q class.Question, t *class.Topic) string {
	title := legible.CleanName(q.ID)
	if t != nil && t.Text != "" {
		title = legible.Clean(t.Text, legible.MaxText)
	}
	if q.Attempt > 0 {
		title += " (asked again: " + strconv.Itoa(q.Attempt+1) + ")"
	}
	return title
}

// tallyNotes say which answers have no measurement beside them.
func tallyNotes(h class.Histogram) (notes []string) {
	if h.Unclear > 0 {
		notes = append(notes, fmt.Sprintf("Of %s the measurement can't tell: too noisy, or it allows for two answers.",
			legible.Count(h.Unclear, "machine")))
	}
	if h.Without > 0 {
		notes = append(notes, fmt.Sprintf("%s without a measurement.", legible.Count(h.Without, "answer")))
	}
	return notes
}

// tallyAlt tells a histogram in words.
func tallyAlt(q class.Question, h class.Histogram) string {
	var parts []string
	for _, b := range h.Bins {
		parts = append(parts, fmt.Sprintf("%s: %d predicted, %d measured", legible.CleanName(b.Label), b.Predicted,
			b.Measured))
	}
	return fmt.Sprintf("Bar chart of the answers to %s. %s.", legible.CleanName(q.ID), strings.Join(parts, "; "))
}

// tallyData is the table behind a histogram.
func tallyData(q class.Question, h class.Histogram) legible.Table {
	t := legible.Table{Caption: "Answers to " + legible.CleanName(q.ID), Left: 1,
		Header: []string{"answer", "predicted", "measured"}}
	for _, b := range h.Bins {
		t.Rows = append(t.Rows, []string{legible.CleanName(b.Label), strconv.Itoa(b.Predicted), strconv.Itoa(b.Measured)})
	}
	if h.Unclear > 0 {
		t.Rows = append(t.Rows, []string{"can't tell", "", strconv.Itoa(h.Unclear)})
	}
	return t
}

func tallyHeight(rows int, width vg.Length) vg.Length {
	row := vg.Length(tallyRow)
	if width < chart.FigureWidth {
		row += tallyLabel
	}
	return tallyTop + tallyKey + tallyFoot + row*vg.Length(rows)
}

// tallyHand writes answers.
var tallyHand = chart.Hand{Size: 11, Weight: chart.Medium, Token: chart.Fg}

// drawTally draws the rows from the top down:
//
//	about as long    □□□□□□□□□□□□□□□  12
//	                 ■■■  3
//
// Where the sheet is narrow the answers stand above their bars.
func drawTally(s *chart.Sheet, h class.Histogram) {
	top := s.Height - tallyTop
	if s.Bare {
		top = s.Height - 6
	}
	key := []keyEntry{{style: predictedStyle, name: "predicted"}, {style: measuredStyle, name: "measured"}}
	y := drawKey(s, key, top) - 8
	label := vg.Length(0)
	if !s.Narrow() {
		for _, b := range h.Bins {
			label = max(label, chart.WidthOf(tallyHand, legible.CleanName(b.Label)))
		}
		label = min(label, s.Width*0.42) + 12
	}
	left := chart.Margin + label
	unit := (s.Width - chart.Margin - 34 - left) / vg.Length(h.Most())
	for _, b := range h.Bins {
		middle := y - tallyThick
		room := label - 12
		if s.Narrow() {
			middle, room = y-6, s.Width-2*chart.Margin
		}
		hand, line := chart.Fit(tallyHand, chart.LeastText, room, legible.CleanName(b.Label))
		s.WriteMiddle(hand, chart.Margin, middle, line)
		if s.Narrow() {
			y -= tallyLabel
		}
		tallyBar(s, predictedStyle, b.Predicted, left, y, unit)
		tallyBar(s, measuredStyle, b.Measured, left, y-tallyThick-1, unit)
		y -= tallyRow
	}
}

// predictedStyle is how a prediction is drawn.
var predictedStyle = fillStyle{fill: chart.Bg, edge: chart.Fg}

// tallyBar draws a count below y, and writes it behind its bar.
func tallyBar(s *chart.Sheet, style fillStyle, count int, left, y, unit vg.Length) {
	end := left + unit*vg.Length(count)
	pattern(s, style, left, end, y-tallyThick, y)
	h := chart.Hand{Size: 10.5, Weight: chart.Regular, Token: chart.Fg}
	s.WriteMiddle(h, end+6, y-tallyThick/2, strconv.Itoa(count))
}
