package figure

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/stats"
)

// Predictions is the name of the picture of what was predicted in a lesson.
const Predictions = "predictions"

// maxPredictions is how many answers are drawn.
const maxPredictions = 16

// predictionsFigure shows what was predicted in a lesson beside what was measured: a bar with its interval, and on it a
// hollowMark mark. Where nothing may be said of what was measured there is no bar.
func predictionsFigure(rec *results.Record, source string) (Figure, bool) {
	all, left := predictions(rec)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: Predictions, Title: predictionsTitle(all), Alt: predictionsAlt(all), Data: predictionsData(all),
		Section: -1, tall: func(width vg.Length) vg.Length { return predictionsHeight(all, width) }}
	f.Lines = []string{"A hollow mark is what was predicted, and a bar what was measured then, with its interval."}
	if left > 0 {
		f.Lines = append(f.Lines, legible.Count(left, "more answer")+" in the record.")
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, f.Lines[0], source)
		drawPredictions(s, all)
	}
	return f, true
}

// predictions are the answers that can be drawn: to questions for a figure.
func predictions(rec *results.Record) (all []results.Answer, left int) {
	for _, a := range results.Answers(rec.Answers) {
		if a.Number == nil && a.From == nil && a.To == nil || !drawableAnswer(a) {
			continue
		}
		if len(all) == maxPredictions {
			left++
			continue
		}
		all = append(all, a)
	}
	return all, left
}

// drawableAnswer is whether all figures of an answer fit on a paper.
func drawableAnswer(a results.Answer) bool {
	for _, x := range []*float64{a.Number, a.From, a.To} {
		if x != nil && (*x < 0 || *x > 1e9) {
			return false
		}
	}
	return a.Measured == nil || a.Measured.Lo >= 0 && a.Measured.Value >= a.Measured.Lo &&
		a.Measured.Hi >= a.Measured.Value && a.Measured.Hi <= 1e9
}

func predictionsTitle(all []results.Answer) string {
	right, judged := 0, 0
	for _, a := range all {
		switch a.Outcome {
		case results.OutcomeRight:
			right++
			judged++
		case results.OutcomeHigh, results.OutcomeLow, results.OutcomeOther:
			judged++
		}
	}
	if judged == 0 {
		return "What was predicted: nothing could be told yet"
	}
	return fmt.Sprintf("Of %s that could be told, %d %s", legible.Count(judged, "prediction"), right,
		map[bool]string{true: "fits", false: "fit"}[right == 1])
}

// outcomeWords are what stands beside a row.
var outcomeWords = map[string]string{results.OutcomeRight: "fits", results.OutcomeHigh: "too high",
	results.OutcomeLow: "too low", results.OutcomeOther: "another", results.OutcomeUnclear: "can't be told",
	"": "not measured yet"}

// predictionName is the question of an answer.
func predictionName(a results.Answer) string {
	name := legible.CleanName(a.Question)
	if a.Attempt > 0 {
		name += fmt.Sprintf(", again (%d)", a.Attempt)
	}
	return name
}

// predicted is what was answered, in words.
func predicted(a results.Answer) string {
	unit := unitOf(a)
	switch {
	case a.Number != nil:
		return stats.Digits(*a.Number, 4) + unit
	case a.From == nil:
		return "below " + stats.Digits(*a.To, 4) + unit
	case a.To == nil:
		return stats.Digits(*a.From, 4) + unit + " or more"
	}
	return stats.Digits(*a.From, 4) + " to " + stats.Digits(*a.To, 4) + unit
}

// unitOf is the unit of an answer behind a figure.
func unitOf(a results.Answer) string {
	if a.Unit == "x" || a.Unit == "" {
		return "×"
	}
	return " " + legible.CleanName(a.Unit)
}

// measuredWords is what was measured, in words; "" where nothing may be said.
func measuredWords(a results.Answer) string {
	if a.Measured == nil {
		return ""
	}
	return fmt.Sprintf("%s%s (%s–%s)", stats.Digits(a.Measured.Value, 3), unitOf(a), stats.Digits(a.Measured.Lo, 3),
		stats.Digits(a.Measured.Hi, 3))
}

func predictionsAlt(all []results.Answer) string {
	alt := "Bar chart of what was measured, one row a question, with a hollow mark where the prediction was."
	for _, a := range all {
		alt += fmt.Sprintf(" %s: predicted %s", predictionName(a), predicted(a))
		if m := measuredWords(a); m != "" {
			alt += ", measured " + m
		}
		alt += ", " + outcomeWords[a.Outcome] + "."
	}
	return alt
}

func predictionsData(all []results.Answer) legible.Table {
	t := legible.Table{Caption: "Predictions", Left: 2,
		Header: []string{"question", "outcome", "predicted", "measured"}}
	for _, a := range all {
		t.Rows = append(t.Rows, []string{predictionName(a), outcomeWords[a.Outcome], predicted(a), measuredWords(a)})
	}
	return t
}

// The measures of the picture, in points.
const (
	predictionsTop = 66 // the frame, above the first row
	predictionRow  = 44 // the words, and below them the bar
	predictionBar  = 15
)

func predictionsHeight(all []results.Answer, _ vg.Length) vg.Length {
	return predictionsTop + predictionRow*vg.Length(len(all)) + 26
}

// drawPredictions draws a row for every answer, each on a scale of its own, for their units differ.
//
//	lock: predicted 0.87 to 1.15×                 measured 1.01× (0.98–1.03)   fits
//	■■■■■■■■■■■■■■■I  (      )
func drawPredictions(s *chart.Sheet, all []results.Answer) {
	y := s.Height - predictionsTop
	for _, a := range all {
		drawPrediction(s, a, y)
		y -= predictionRow
	}
}

func drawPrediction(s *chart.Sheet, a results.Answer, y vg.Length) {
	left, right := vg.Length(chart.Margin), s.Width-chart.Margin
	name, quiet := chart.Hand{Size: 10.5, Weight: chart.Semibold, Token: chart.Fg}, quietHand
	quiet.Align = 1
	said := outcomeWords[a.Outcome]
	if m := measuredWords(a); m != "" && s.Narrow() {
		said = fmt.Sprintf("%s%s, %s", stats.Digits(a.Measured.Value, 3), unitOf(a), said)
	} else if m != "" {
		said = "measured " + m + ", " + said
	}
	s.Write(quiet, right, y-10, said)
	room := right - left - chart.WidestOf(quiet, said) - 12
	h, line := chart.Fit(name, chart.LeastText, room, predictionName(a))
	s.Write(h, left, y-10, line)
	if used := chart.WidestOf(h, line) + 6; !s.Narrow() {
		quiet.Align = 0
		g, guess := chart.Fit(quiet, chart.LeastText, room-used, "predicted "+predicted(a))
		s.Write(g, left+used, y-10, guess)
	}
	top := predictionScale(a)
	at := func(x float64) vg.Length { return left + (right-left)*vg.Length(math.Min(x/top, 1)) }
	middle := y - 10 - 6 - predictionBar/2
	s.Line(chart.Grid, 1, left, middle-predictionBar/2-3, right, middle-predictionBar/2-3)
	if m := a.Measured; m != nil {
		s.SetColor(s.Inks.Of(chart.SeriesColours[0]))
		s.Fill(box(left, at(m.Value), middle-predictionBar*0.3, middle+predictionBar*0.3).Path())
		s.StrokeLine2(draw.LineStyle{Color: s.Inks.Of(chart.Bg), Width: 3.4}, at(m.Lo), middle, at(m.Hi), middle)
		s.Line(chart.Fg, 1.4, at(m.Lo), middle, at(m.Hi), middle)
		for _, end := range []float64{m.Lo, m.Hi} {
			s.Line(chart.Fg, 1.4, at(end), middle-4, at(end), middle+4)
		}
	}
	hollowMark(s, a, at, left, right, middle)
}

// hollowMark draws the mark of a prediction: a ring for a number, an open box for a range, which has no side at an end that
// is open.
func hollowMark(s *chart.Sheet, a results.Answer, at func(float64) vg.Length, left, right, middle vg.Length) {
	const thick, half = 1.8, predictionBar / 2
	if a.Number != nil {
		const radius = half - 1
		var ring vg.Path
		centre := vg.Point{X: at(*a.Number), Y: middle}
		ring.Move(vg.Point{X: centre.X + radius, Y: middle})
		ring.Arc(centre, radius, 0, 2*math.Pi)
		ring.Close()
		s.SetColor(s.Inks.Of(chart.Fg))
		s.SetLineWidth(thick)
		s.SetLineDash(nil, 0)
		s.Stroke(ring)
		return
	}
	from, to := left, right
	if a.From != nil {
		from = at(*a.From)
		s.Line(chart.Fg, thick, from, middle-half, from, middle+half)
	}
	if a.To != nil {
		to = at(*a.To)
		s.Line(chart.Fg, thick, to, middle-half, to, middle+half)
	}
	s.Line(chart.Fg, thick, from, middle+half, to, middle+half)
	s.Line(chart.Fg, thick, from, middle-half, to, middle-half)
}

// predictionScale is the largest figure that a row has to show, with some room behind it.
func predictionScale(a results.Answer) float64 {
	top := 0.0
	for _, x := range []*float64{a.Number, a.From, a.To} {
		if x != nil {
			top = max(top, *x)
		}
	}
	if a.Measured != nil {
		top = max(top, a.Measured.Value, min(a.Measured.Hi, 2*a.Measured.Value))
	}
	if top <= 0 {
		return 1
	}
	return top * 1.25
}
