package chart

import (
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Sheet is the paper that a figure is drawn on, with the inks to draw it.
//
//	Headline: what the figure shows                 17 pt, semibold; smaller, and on more lines, where it is long
//	Subtitle: what was measured and how             11 pt, grey
//	  ┌ data area: gonum draws here ┐  labels
//	  └─────────────────────────────┘
//	Source: the machine                             8.5 pt, grey
//
// On a page the headline, the subtitle and the source are the page's own text, which wraps and is found by a search:
// there the sheet is Bare, and its figure is laid out twice, for wide windows and for narrow ones.
type Sheet struct {
	draw.Canvas
	Inks          Inks
	Width, Height vg.Length
	// Bare says that the lines around the data area are left to who shows it.
	Bare bool
	// Lacks is set where a letter was drawn as a question mark, because no font here has it; it may be nil.
	Lacks *bool
	doubt bool // what is drawn may not be believed
}

// Narrow is whether there is no room for labels beside what they name: they stand above it.
func (s *Sheet) Narrow() bool { return s.Width < FigureWidth }

// A Hand is how text is written.
type Hand struct {
	Size   vg.Length
	Weight xfont.Weight
	Token  Token
	Align  float64 // 0: starts at the point, 0.5: centred on it, 1: ends at it
}

const (
	Regular  = xfont.WeightNormal
	Medium   = xfont.WeightMedium
	Semibold = xfont.WeightSemiBold

	Margin = 22 * vg.Length(1) // left and right of everything
)

// CapHeight is the height of capitals in Inter over the size; half of it centres a line on a point.
const CapHeight = 0.727

// Write sets a line with its baseline at y.
func (s *Sheet) Write(h Hand, x, y vg.Length, line string) {
	face := faceFor(line, h.Weight, h.Size)
	s.SetColor(s.Inks.Of(s.written(h.Token)))
	if c := svgUnder(s.Canvas); c != nil {
		c.anchor = map[float64]string{0: "start", 0.5: "middle", 1: "end"}[h.Align]
		c.FillString(face, vg.Point{X: x, Y: y}, line)
		c.anchor = "start"
		return
	}
	shown := showable(face, visual(line))
	if s.Lacks != nil && shown != visual(line) {
		*s.Lacks = true
	}
	line = shown
	s.FillString(face, vg.Point{X: x - face.Width(line)*vg.Length(h.Align), Y: y}, line)
}

// WriteMiddle sets a line with the middle of its capitals at y.
func (s *Sheet) WriteMiddle(h Hand, x, y vg.Length, line string) {
	s.Write(h, x, y-h.Size*CapHeight/2, line)
}

// WriteLack says below the source line what a question mark stands for, where one was drawn for a letter.
func (s *Sheet) WriteLack() {
	if s.Lacks == nil || !*s.Lacks {
		return
	}
	h := Hand{Size: 7.5, Weight: Regular, Token: Muted, Align: 1}
	s.Write(h, s.Width-Margin, 4, "? stands for a letter that neither "+string(family)+" nor "+string(fallback)+
		" Sans has: SVG and the page show it, by Noto Sans")
}

// WidthOf is how wide a line is.
func WidthOf(h Hand, line string) vg.Length {
	face := faceFor(line, h.Weight, h.Size)
	return face.Width(line)
}

// Fit makes a line no wider than limit: first smaller, down to least, then cut with an ellipsis.
func Fit(h Hand, least, limit vg.Length, line string) (Hand, string) {
	for h.Size > least && WidthOf(h, line) > limit {
		h.Size -= 0.5
	}
	runes := []rune(line)
	for len(runes) > 1 && WidthOf(h, line) > limit {
		runes = runes[:len(runes)-1]
		line = string(runes) + "…"
	}
	return h, line
}

// Line draws a straight line.
func (s *Sheet) Line(t Token, thick vg.Length, x0, y0, x1, y1 vg.Length, dashes ...vg.Length) {
	s.StrokeLine2(draw.LineStyle{Color: s.Inks.Of(t), Width: thick, Dashes: dashes}, x0, y0, x1, y1)
}

// Area runs a plot without furniture in the rectangle between the points; axes are written by the figure itself.
func (s *Sheet) Area(p *plot.Plot, left, right, bottom, top vg.Length) {
	p.HideAxes()
	p.BackgroundColor = nil
	p.X.Padding, p.Y.Padding = 0, 0
	p.Draw(draw.Crop(s.Canvas, left, right-s.Width, bottom, top-s.Height))
}

// NewPlot is a plot with the ranges set.
func NewPlot(x0, x1, y0, y1 float64) *plot.Plot {
	p := plot.New()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = x0, x1, y0, y1
	return p
}

// A PlotterFunc is a plotter made of a function.
type PlotterFunc func(c draw.Canvas, p *plot.Plot)

// Plot implements plot.Plotter.
func (f PlotterFunc) Plot(c draw.Canvas, p *plot.Plot) { f(c, p) }

// svgUnder is the SVG canvas under a canvas, or nil; cropping nests canvases.
func svgUnder(c vg.Canvas) *SVGCanvas {
	for {
		switch d := c.(type) {
		case draw.Canvas:
			c = d.Canvas
		case *draw.Canvas:
			c = d.Canvas
		case *SVGCanvas:
			return d
		default:
			return nil
		}
	}
}
