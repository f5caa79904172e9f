package lesson

import (
	"math"
	"strings"
)

// A Chart is quantities along one axis, before it has a form: bars of letters in a terminal, and elsewhere of SVG.
type Chart struct {
	Bars []Bar
	Top  float64 // the end of the axis, which begins at 0
}

// A Bar is a quantity of a chart, and what was predicted of it. Where nothing may be said of the quantity there is no
// bar.
type Bar struct {
	Quantity
	Label string
	Marks []Mark
}

// A Mark is a prediction: a range, with an open end infinite; a number is one without length.
type Mark struct {
	Lo, Hi float64
	Text   string // the prediction for people
}

// Chart returns quantities with the predictions of them.
func (p *Passage) Chart(names []string) (c Chart) {
	for _, name := range names {
		c.Bars = append(c.Bars, Bar{p.State.Quantity(name), label(name), p.marks(name)})
	}
	c.Top = topOf(c.Bars)
	return c
}

// ChartOf is a chart of one quantity, and of what was predicted of it.
func ChartOf(m Quantity, marks ...Mark) Chart {
	bars := []Bar{{Quantity: m, Label: label(m.Name), Marks: marks}}
	return Chart{bars, topOf(bars)}
}

// label is the name of a quantity for people: "gil ×2".
func label(name string) string { return strings.ReplaceAll(name, "*", " ×") }

// topOf is the end of the axis: a little beyond all that is drawn.
func topOf(bars []Bar) float64 {
	top := 0.0
	for _, b := range bars {
		if b.Claimable() {
			top = max(top, b.Value, min(b.Hi, 3*b.Value))
		}
		for _, m := range b.Marks {
			for _, x := range []float64{m.Lo, m.Hi} {
				if !math.IsInf(x, 0) {
					top = max(top, x)
				}
			}
		}
	}
	if top <= 0 {
		return 1
	}
	return top * 1.1
}

// Place is where a figure stands along the axis, from 0 to 1.
func (c Chart) Place(x float64) float64 { return min(max(x/c.Top, 0), 1) }

// marks are what was predicted of a quantity.
func (p *Passage) marks(name string) (all []Mark) {
	for _, q := range p.Lesson.Questions() {
		if q.Quantity != name {
			continue
		}
		a := p.State.Answer(q)
		if a == nil {
			continue
		}
		if r, ok := q.ReplyOf(*a); ok {
			all = append(all, p.Words.Mark(q, r))
		}
	}
	return all
}

// Mark is a reply as it stands on a chart.
func (w *Words) Mark(q *Question, r Reply) Mark {
	m := Mark{Lo: r.Number, Hi: r.Number, Text: w.Prediction(q, r)}
	if c := q.Choice(r.Choice); c != nil {
		m.Lo, m.Hi = c.Lo, c.Hi
	}
	return m
}

// Figures are those of a bar in words: what was measured with its interval, or that it isn't known.
func (w *Words) Figures(m Quantity) string {
	if !m.Claimable() {
		return w.Say("chart.nothing")
	}
	return w.Figure(m.Value, m.Unit) + " (" + w.span(m.Range, m.Unit) + ")"
}

// chart draws quantities as bars of letters, with their intervals and what was predicted of them. Everything that it
// shows stands in words above each bar.
//
//	gil ×2: 1.01× (0.98× to 1.03×)
//	|==========[=]           o......|
func (p *Player) chart(names []string) {
	if len(names) == 0 {
		return
	}
	c := p.Chart(names)
	for _, b := range c.Bars {
		p.line(wrap(b.Label+": "+p.Words.Figures(b.Quantity), "", "  ", p.Width))
		p.line(c.letters(b, min(p.Width, 100)-2) + "\n")
	}
	p.line(wrap("=  "+p.Words.Say("chart.measured"), "", "   ", p.Width))
	p.line(wrap("o  "+p.Words.Say("chart.you"), "", "   ", p.Width))
}

// letters is a bar of so many characters between two borders.
func (c Chart) letters(b Bar, width int) string {
	cells := []rune(strings.Repeat(" ", width))
	at := func(x float64) int { return int(math.Round(c.Place(x) * float64(width-1))) }
	if b.Claimable() {
		for i := range at(b.Value) + 1 {
			cells[i] = '='
		}
		cells[at(b.Lo)], cells[at(b.Hi)] = '[', ']'
	}
	for _, m := range b.Marks {
		from, to := at(m.Lo), at(m.Hi)
		for i := from; i <= to; i++ {
			if cells[i] == ' ' {
				cells[i] = '.'
			}
		}
		if !math.IsInf(m.Lo, -1) {
			cells[from] = 'o'
		}
		if !math.IsInf(m.Hi, 1) {
			cells[to] = 'o'
		}
	}
	return "|" + string(cells) + "|"
}
