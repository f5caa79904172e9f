package chart

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// glyphs are the markers of the modes, in the order of SeriesColours, so that nothing hangs on colour alone.
var glyphs = []draw.GlyphDrawer{
	draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, polygonGlyph{4, 0}, polygonGlyph{3, -math.Pi / 2},
	polygonGlyph{5, math.Pi / 2},
}

// A polygonGlyph is a regular polygon with its first corner at an angle; four corners at 0 make a diamond.
type polygonGlyph struct {
	corners int
	first   float64
}

// DrawGlyph implements draw.GlyphDrawer.
func (g polygonGlyph) DrawGlyph(c *draw.Canvas, sty draw.GlyphStyle, pt vg.Point) {
	var p vg.Path
	for i := range g.corners {
		sin, cos := math.Sincos(g.first + 2*math.Pi*float64(i)/float64(g.corners))
		at := vg.Point{X: pt.X + sty.Radius*1.25*vg.Length(cos), Y: pt.Y + sty.Radius*1.25*vg.Length(sin)}
		if i == 0 {
			p.Move(at)
		} else {
			p.Line(at)
		}
	}
	p.Close()
	c.SetColor(sty.Color)
	c.Fill(p)
}

// A Look is how a mode is drawn, in every figure alike.
type Look struct {
	Colour Token
	Glyph  draw.GlyphDrawer
}

// LookOf is the look of the mode with a number. Beyond six modes, a colour comes again with another marker.
func LookOf(slot int) Look {
	n := len(SeriesColours)
	return Look{SeriesColours[slot%n], glyphs[(slot+slot/n)%len(glyphs)]}
}

// BaselineLook is for what the others are compared with.
var BaselineLook = Look{Fg, barGlyph{}}

// A barGlyph is an upright bar.
type barGlyph struct{}

// DrawGlyph implements draw.GlyphDrawer.
func (barGlyph) DrawGlyph(c *draw.Canvas, sty draw.GlyphStyle, pt vg.Point) {
	c.SetColor(sty.Color)
	c.Fill(vg.Rectangle{
		Min: vg.Point{X: pt.X - sty.Radius*0.4, Y: pt.Y - sty.Radius*1.1},
		Max: vg.Point{X: pt.X + sty.Radius*0.4, Y: pt.Y + sty.Radius*1.1},
	}.Path())
}

// Mark draws a marker with a halo of the background, so that it stays whole where lines cross.
func (s *Sheet) Mark(l Look, radius vg.Length, at vg.Point) {
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(Bg), Radius: radius * 1.45, Shape: l.Glyph}, at)
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Marked(l.Colour), Radius: radius, Shape: l.Glyph}, at)
}

// AxisHand writes the labels of axes.
var AxisHand = Hand{Size: 10.5, Weight: Regular, Token: Muted}

// YAxis is a plotter that rules a line at every tick over the full width and writes its label at the left.
func (s *Sheet) YAxis(ticks []plot.Tick) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		_, ty := p.Transforms(&c)
		h := AxisHand
		h.Align = 1
		for _, t := range ticks {
			y := ty(t.Value)
			s.Line(Grid, 0.75, c.Min.X, y, c.Max.X, y)
			s.WriteMiddle(h, c.Min.X-12, y, t.Label)
		}
	})
}

var captionHand = Hand{Size: 10.5, Weight: Medium, Token: Fg, Align: 0.5}

// CaptionLine is the height of a line of an axis' caption.
const CaptionLine = 13 * vg.Length(1)

// CaptionLines is an axis' caption on as many lines as it takes between the margins of a sheet of a width.
func CaptionLines(caption string, width vg.Length) []string {
	return wrap(captionHand, width-2*Margin, caption)
}

// XAxis is a plotter that writes the labels of the ticks under the area and a caption under them.
func (s *Sheet) XAxis(ticks []plot.Tick, caption string) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		h := AxisHand
		h.Align = 0.5
		for _, t := range ticks {
			s.Write(h, tx(t.Value), c.Min.Y-16, t.Label)
		}
		h = captionHand
		for i, line := range CaptionLines(caption, s.Width) {
			s.Write(h, (c.Min.X+c.Max.X)/2, c.Min.Y-33-vg.Length(i)*CaptionLine, line)
		}
	})
}

// NiceTicks are round numbers from 0 to top, at most about most of them.
func NiceTicks(top float64, most int, unit string) []plot.Tick {
	if !(top > 0 && top < math.Inf(1)) {
		top = 1
	}
	step := math.Pow(10, math.Floor(math.Log10(top/float64(most))))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if top/(step*m) <= float64(most) {
			step *= m
			break
		}
	}
	var ticks []plot.Tick
	for i := 0; float64(i)*step <= top*1.0001; i++ {
		v := float64(i) * step
		ticks = append(ticks, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'g', 6, 64) + unit})
	}
	return ticks
}
