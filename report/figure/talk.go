package figure

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results/costs"
	"corerace/results/stats"
)

// TalkFigure is the chart of what one message costs, a row a way: the round trip of the smallest message and of the
// largest, and what a small one costs in a stream, along one logarithmic axis.
func TalkFigure(run *costs.TalkRun, t *costs.Talk) Figure {
	f := Figure{Name: "talk", Title: talkTitle(t), Alt: talkAlt(t), Data: content.TalkTable(t), Section: -1}
	c := newTalkChart(t)
	c.doubt = t.Doubt != ""
	source := run.Host
	source.MemoryBytes = 0
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, c.subtitle(t), content.MachineLine(source)+" · "+run.Started.Format("2006-01-02"))
		talk(s.InDoubt(t.Doubt != ""), c)
	}
	return f
}

func talkTitle(t *costs.Talk) string {
	return content.OpenTitle("What one message costs", t.Conditions, t.Rounds)
}

func talkAlt(t *costs.Talk) string {
	alt := "Dot chart of the time of a round trip, logarithmic, one row a way."
	for _, w := range t.Words {
		alt += " " + content.Clean(w, content.MaxText)
	}
	return alt
}

// maxTalkRows is how many ways have room.
const maxTalkRows = 24

// A talkRow is a way with its three times in seconds, 0 where one wasn't measured.
type talkRow struct {
	way, between string
	first        bool // of its kind of sides
	look         chart.Look
	small, large stats.Estimate // round trips
	streamed     float64        // a small message in a stream
}

// A talkChart is the rows, and the ends of the axis in seconds.
type talkChart struct {
	smallest, largest int
	rows              []talkRow
	lo, hi            float64
	doubt             bool // no figure is written beside the marks
}

func newTalkChart(t *costs.Talk) talkChart {
	c := talkChart{lo: math.Inf(1)}
	if len(t.Sizes) > 0 {
		c.smallest, c.largest = t.Sizes[0], t.Sizes[len(t.Sizes)-1]
	}
	kinds := map[string]int{}
	for _, l := range t.Lines[:min(len(t.Lines), maxTalkRows)] {
		if _, seen := kinds[l.Between]; !seen {
			kinds[l.Between] = len(kinds)
		}
		r := talkRow{way: content.CleanName(l.Way), between: content.CleanName(l.Between),
			look: chart.LookOf(kinds[l.Between])}
		r.first = len(c.rows) == 0 || c.rows[len(c.rows)-1].between != r.between
		if p, ok := l.At(c.smallest); ok {
			r.small = p.Trip
			if content.Positive(p.PerSecond.Center) {
				r.streamed = 1 / p.PerSecond.Center
			}
		}
		if p, ok := l.At(c.largest); ok && c.largest != c.smallest {
			r.large = p.Trip
		}
		c.rows = append(c.rows, r)
		for _, x := range []float64{r.small.Center, r.large.Center, r.streamed} {
			if x > 1e-12 && x < 1e6 {
				c.lo, c.hi = min(c.lo, x), max(c.hi, x)
			}
		}
	}
	if c.hi > 0 {
		c.lo, c.hi = math.Pow(10, math.Floor(math.Log10(c.lo))), math.Pow(10, math.Ceil(math.Log10(c.hi*1.6)))
	}
	return c
}

// subtitle is the legend: what the three marks are.
func (c talkChart) subtitle(t *costs.Talk) string {
	s := fmt.Sprintf("Dot: a round trip of %s; ring: one of many that go one way in a stream",
		costs.ByteSize(c.smallest))
	if c.largest != c.smallest {
		s += fmt.Sprintf("; bar: a round trip of %s", costs.ByteSize(c.largest))
	}
	return s + "; " + content.Count(t.Rounds, "round")
}

// talk draws the rows.
func talk(s *chart.Sheet, c talkChart) {
	if c.hi == 0 {
		s.Write(chart.Hand{Size: 11, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, chart.FigureHeight/2,
			"Nothing was measured.")
		return
	}
	p := chart.NewPlot(c.lo, c.hi, 0, float64(len(c.rows)))
	p.X.Scale = doubling{}
	var ticks []plot.Tick
	for x := c.lo; x <= c.hi*1.001; x *= 10 {
		ticks = append(ticks, plot.Tick{Value: x, Label: decade(x * 1e9)})
	}
	p.Add(talkGrid(s, ticks), talkRows(s, c))
	s.Area(p, 168, 480, 44, 240)
}

// talkGrid is a plotter of an upright line at every power of ten, with its label under it.
func talkGrid(s *chart.Sheet, ticks []plot.Tick) plot.Plotter {
	return chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		h := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 0.5}
		for _, t := range ticks {
			s.Line(chart.Grid, 0.75, tx(t.Value), c.Min.Y, tx(t.Value), c.Max.Y)
			s.Write(h, tx(t.Value), c.Min.Y-11, t.Label)
		}
	})
}

// talkRows is a plotter of the rows: their names, their marks, and the round trip in figures beside the last mark.
func talkRows(s *chart.Sheet, view talkChart) plot.Plotter {
	return chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		for i, r := range view.rows {
			y := ty(float64(len(view.rows)-i) - 0.5)
			size := min(9.5, 0.84*(c.Max.Y-c.Min.Y)/vg.Length(len(view.rows)))
			if r.first {
				top := ty(float64(len(view.rows) - i))
				if i > 0 {
					s.Line(chart.Rule, 0.5, chart.Margin, top, c.Max.X+44, top)
				}
				h, line := chart.Fit(chart.Hand{Size: size, Weight: chart.Semibold, Token: r.look.Colour}, 6, 80,
					r.between)
				s.WriteMiddle(h, chart.Margin, y, line)
			}
			h, line := chart.Fit(chart.Hand{Size: size, Weight: chart.Medium, Token: chart.Fg, Align: 1}, 6, 62, r.way)
			s.WriteMiddle(h, c.Min.X-8, y, line)
			end := talkMarks(s, r, y, tx)
			if end > 0 && !view.doubt {
				s.WriteMiddle(chart.Hand{Size: size - 0.5, Weight: chart.Regular, Token: chart.Muted}, end+6, y,
					r.figures())
			}
		}
	})
}

// talkMarks draws the marks of a row, and returns where the last of them is; 0 where there is none.
func talkMarks(s *chart.Sheet, r talkRow, y vg.Length, tx func(float64) vg.Length) (end vg.Length) {
	left, right := vg.Length(math.Inf(1)), vg.Length(0)
	at := func(x float64) (vg.Length, bool) {
		if !(x > 1e-12 && x < 1e6) {
			return 0, false
		}
		left, right = min(left, tx(x)), max(right, tx(x))
		return tx(x), true
	}
	streamed, hasStream := at(r.streamed)
	large, hasLarge := at(r.large.Center)
	small, hasSmall := at(r.small.Center)
	if left < right {
		s.Line(r.look.Colour, 0.9, left, y, right, y)
	}
	if hasLarge {
		s.Line(r.look.Colour, 2, large, y-3, large, y+3)
	}
	if hasStream {
		ring(s, r.look.Colour, vg.Point{X: streamed, Y: y})
	}
	if hasSmall {
		s.Mark(chart.Look{Colour: r.look.Colour, Glyph: draw.CircleGlyph{}}, 2.8, vg.Point{X: small, Y: y})
	}
	return right
}

// figures are the round trips of a row, that of the largest message where it can be drawn.
func (r talkRow) figures() string {
	text := costs.Seconds(r.small.Center)
	if x := r.large.Center; x > 1e-12 && x < 1e6 {
		text += " – " + costs.Seconds(x)
	}
	return text
}

// ring is a hollow mark.
func ring(s *chart.Sheet, t chart.Token, at vg.Point) {
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(t), Radius: 2.8, Shape: draw.CircleGlyph{}}, at)
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(chart.Bg), Radius: 1.7, Shape: draw.CircleGlyph{}}, at)
}
