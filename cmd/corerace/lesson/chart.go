package lesson

import (
	"math"
	"strings"
)

// chart draws quantities as bars of letters, with their intervals and what was predicted of them. Everything that it
// shows stands in words above each bar.
//
//	gil ×2: 1.01× (0.98× to 1.03×)
//	|==========[=]           o......|
func (p *Player) chart(names []string) {
	if len(names) == 0 {
		return
	}
	top := p.top(names)
	for _, name := range names {
		m := p.State.Quantity(name)
		label := strings.ReplaceAll(name, "*", " ×")
		if !m.Claimable() {
			p.line(wrap(label+": "+p.Words.Say("chart.nothing"), "", "  ", p.Width))
		} else {
			p.line(wrap(label+": "+p.Words.Figure(m.Value, m.Unit)+" ("+p.Words.Span(m.Range, m.Unit)+")", "", "  ", p.Width))
		}
		p.line(bar(m, p.marks(name), top, min(p.Width, 100)-2) + "\n")
	}
	p.line(wrap("=  "+p.Words.Say("chart.measured"), "", "   ", p.Width))
	p.line(wrap("o  "+p.Words.Say("chart.you"), "", "   ", p.Width))
}

// top is the end of the axis: a little beyond all that is drawn.
func (p *Player) top(names []string) float64 {
	top := 0.0
	for _, name := range names {
		if m := p.State.Quantity(name); m.Claimable() {
			top = max(top, m.Value, min(m.Hi, 3*m.Value))
		}
		for _, r := range p.marks(name) {
			for _, x := range []float64{r[0], r[1]} {
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

// marks are what was predicted of a quantity, as ranges; a number is a range without length.
func (p *Player) marks(name string) (all [][2]float64) {
	for _, q := range p.Lesson.Questions() {
		if q.Quantity != name {
			continue
		}
		a := p.State.Answer(q)
		if a == nil {
			continue
		}
		if r, ok := q.ReplyOf(*a); ok {
			if c := q.Choice(r.Choice); c != nil {
				all = append(all, [2]float64{c.Lo, c.Hi})
			} else {
				all = append(all, [2]float64{r.Number, r.Number})
			}
		}
	}
	return all
}

// bar is a line of so many characters between two borders.
func bar(m Quantity, marks [][2]float64, top float64, width int) string {
	cells := []rune(strings.Repeat(" ", width))
	at := func(x float64) int {
		return int(math.Round(min(max(x/top, 0), 1) * float64(width-1)))
	}
	if m.Claimable() {
		for i := range at(m.Value) + 1 {
			cells[i] = '='
		}
		cells[at(m.Lo)], cells[at(m.Hi)] = '[', ']'
	}
	for _, r := range marks {
		from, to := at(r[0]), at(r[1])
		for i := from; i <= to; i++ {
			if cells[i] == ' ' {
				cells[i] = '.'
			}
		}
		if !math.IsInf(r[0], -1) {
			cells[from] = 'o'
		}
		if !math.IsInf(r[1], 1) {
			cells[to] = 'o'
		}
	}
	return "|" + string(cells) + "|"
}
