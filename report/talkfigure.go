package report

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/results/costs"
	"corerace/results/stats"
)

// TalkFigure is the chart of what one message costs, a row a way: the round trip of the smallest message and of the
// largest, and what a small one costs in a stream, along one logarithmic axis.
func TalkFigure(run *costs.TalkRun, t *costs.Talk) Figure {
	f := Figure{Name: "talk", Title: talkTitle(t), Alt: talkAlt(t), Data: talkTable(t), section: -1}
	c := newTalkChart(t)
	c.doubt = t.Doubt != ""
	source := run.Host
	source.MemoryBytes = 0
	f.paint = func(s *sheet) {
		s.frame(f.Title, c.subtitle(t), machineLine(source)+" · "+run.Started.Format("2006-01-02"))
		s.inDoubt(t.Doubt != "").talk(c)
	}
	return f
}

func talkTitle(t *costs.Talk) string {
	return openTitle("What one message costs", t.Conditions, t.Rounds)
}

func talkAlt(t *costs.Talk) string {
	alt := "Dot chart of the time of a round trip, logarithmic, one row a way."
	for _, w := range t.Words {
		alt += " " + clean(w, maxText)
	}
	return alt
}

// maxTalkRows is how many ways have room.
const maxTalkRows = 24

// A talkRow is a way with its three times in seconds, 0 where one wasn't measured.
type talkRow struct {
	way, between string
	first        bool // of its kind of sides
	look         look
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
		r := talkRow{way: cleanName(l.Way), between: cleanName(l.Between), look: lookOf(kinds[l.Between])}
		r.first = len(c.rows) == 0 || c.rows[len(c.rows)-1].between != r.between
		if p, ok := l.At(c.smallest); ok {
			r.small = p.Trip
			if positive(p.PerSecond.Center) {
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
	s := fmt.Sprintf("Dot: a round trip of %s; ring: one of many that go one way in a stream", costs.ByteSize(c.smallest))
	if c.largest != c.smallest {
		s += fmt.Sprintf("; bar: a round trip of %s", costs.ByteSize(c.largest))
	}
	return s + "; " + count(t.Rounds, "round")
}

// talk draws the rows.
func (s *sheet) talk(c talkChart) {
	if c.hi == 0 {
		s.write(hand{size: 11, weight: regular, token: muted}, margin, figureHeight/2, "Nothing was measured.")
		return
	}
	p := newPlot(c.lo, c.hi, 0, float64(len(c.rows)))
	p.X.Scale = doubling{}
	var ticks []plot.Tick
	for x := c.lo; x <= c.hi*1.001; x *= 10 {
		ticks = append(ticks, plot.Tick{Value: x, Label: decade(x * 1e9)})
	}
	p.Add(s.talkGrid(ticks), s.talkRows(c))
	s.area(p, 168, 480, 44, 240)
}

// talkGrid is a plotter of an upright line at every power of ten, with its label under it.
func (s *sheet) talkGrid(ticks []plot.Tick) plot.Plotter {
	return plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		h := hand{size: 9, weight: regular, token: muted, align: 0.5}
		for _, t := range ticks {
			s.line(grid, 0.75, tx(t.Value), c.Min.Y, tx(t.Value), c.Max.Y)
			s.write(h, tx(t.Value), c.Min.Y-11, t.Label)
		}
	})
}

// talkRows is a plotter of the rows: their names, their marks, and the round trip in figures beside the last mark.
func (s *sheet) talkRows(chart talkChart) plot.Plotter {
	return plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		for i, r := range chart.rows {
			y := ty(float64(len(chart.rows)-i) - 0.5)
			size := min(9.5, 0.84*(c.Max.Y-c.Min.Y)/vg.Length(len(chart.rows)))
			if r.first {
				top := ty(float64(len(chart.rows) - i))
				if i > 0 {
					s.line(rule, 0.5, margin, top, c.Max.X+44, top)
				}
				h, line := fit(hand{size: size, weight: semibold, token: r.look.colour}, 6, 80, r.between)
				s.writeMiddle(h, margin, y, line)
			}
			h, line := fit(hand{size: size, weight: medium, token: fg, align: 1}, 6, 62, r.way)
			s.writeMiddle(h, c.Min.X-8, y, line)
			end := s.talkMarks(r, y, tx)
			if end > 0 && !chart.doubt {
				s.writeMiddle(hand{size: size - 0.5, weight: regular, token: muted}, end+6, y, r.figures())
			}
		}
	})
}

// talkMarks draws the marks of a row, and returns where the last of them is; 0 where there is none.
func (s *sheet) talkMarks(r talkRow, y vg.Length, tx func(float64) vg.Length) (end vg.Length) {
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
		s.line(r.look.colour, 0.9, left, y, right, y)
	}
	if hasLarge {
		s.line(r.look.colour, 2, large, y-3, large, y+3)
	}
	if hasStream {
		s.ring(r.look.colour, vg.Point{X: streamed, Y: y})
	}
	if hasSmall {
		s.mark(look{r.look.colour, draw.CircleGlyph{}}, 2.8, vg.Point{X: small, Y: y})
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
func (s *sheet) ring(t token, at vg.Point) {
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.inks.of(t), Radius: 2.8, Shape: draw.CircleGlyph{}}, at)
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.inks.of(bg), Radius: 1.7, Shape: draw.CircleGlyph{}}, at)
}
