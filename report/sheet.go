package report

import (
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A sheet is the paper that a figure is drawn on, with the inks to draw it.
//
//	Headline: what the figure shows                 17 pt, semibold
//	Subtitle: what was measured and how             11 pt, grey
//	  ┌ data area: gonum draws here ┐  labels
//	  └─────────────────────────────┘
//	Source: the machine                             8.5 pt, grey
type sheet struct {
	draw.Canvas
	inks   inks
	height vg.Length
}

// A hand is how text is written.
type hand struct {
	size   vg.Length
	weight xfont.Weight
	token  token
	align  float64 // 0: starts at the point, 0.5: centred on it, 1: ends at it
}

const (
	regular  = xfont.WeightNormal
	medium   = xfont.WeightMedium
	semibold = xfont.WeightSemiBold

	margin = 22 * vg.Length(1) // left and right of everything
)

// capHeight is the height of capitals in Inter over the size; half of it centres a line on a point.
const capHeight = 0.727

// write sets a line with its baseline at y.
func (s *sheet) write(h hand, x, y vg.Length, line string) {
	face := faceFor(line, h.weight, h.size)
	s.SetColor(s.inks.of(h.token))
	if c := svgUnder(s.Canvas); c != nil {
		c.anchor = map[float64]string{0: "start", 0.5: "middle", 1: "end"}[h.align]
		c.FillString(face, vg.Point{X: x, Y: y}, line)
		c.anchor = "start"
		return
	}
	line = showable(face, line)
	s.FillString(face, vg.Point{X: x - face.Width(line)*vg.Length(h.align), Y: y}, line)
}

// writeMiddle sets a line with the middle of its capitals at y.
func (s *sheet) writeMiddle(h hand, x, y vg.Length, line string) {
	s.write(h, x, y-h.size*capHeight/2, line)
}

// width is how wide a line is.
func width(h hand, line string) vg.Length {
	face := faceFor(line, h.weight, h.size)
	return face.Width(line)
}

// fit makes a line no wider than limit: first smaller, down to least, then cut with an ellipsis.
func fit(h hand, least, limit vg.Length, line string) (hand, string) {
	for h.size > least && width(h, line) > limit {
		h.size -= 0.5
	}
	runes := []rune(line)
	for len(runes) > 1 && width(h, line) > limit {
		runes = runes[:len(runes)-1]
		line = string(runes) + "…"
	}
	return h, line
}

// frame writes the lines around the data area.
func (s *sheet) frame(headline, subtitle, source string) {
	room := figureWidth - 2*margin
	top := s.height - margin
	h, line := fit(hand{size: 17, weight: semibold, token: fg}, 12, room, headline)
	s.write(h, margin, top-14, line)
	h, line = fit(hand{size: 11, weight: regular, token: muted}, 8.5, room, subtitle)
	s.write(h, margin, top-32, line)
	h, line = fit(hand{size: 8.5, weight: regular, token: muted}, 7, room, source)
	s.write(h, margin, 14, line)
}

// line draws a straight line.
func (s *sheet) line(t token, thick vg.Length, x0, y0, x1, y1 vg.Length, dashes ...vg.Length) {
	s.StrokeLine2(draw.LineStyle{Color: s.inks.of(t), Width: thick, Dashes: dashes}, x0, y0, x1, y1)
}

// area runs a plot without furniture in the rectangle between the points; axes are written by the figure itself.
func (s *sheet) area(p *plot.Plot, left, right, bottom, top vg.Length) {
	p.HideAxes()
	p.BackgroundColor = nil
	p.X.Padding, p.Y.Padding = 0, 0
	p.Draw(draw.Crop(s.Canvas, left, right-figureWidth, bottom, top-s.height))
}

// newPlot is a plot with the ranges set.
func newPlot(x0, x1, y0, y1 float64) *plot.Plot {
	p := plot.New()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = x0, x1, y0, y1
	return p
}

// A plotterFunc is a plotter made of a function.
type plotterFunc func(c draw.Canvas, p *plot.Plot)

// Plot implements plot.Plotter.
func (f plotterFunc) Plot(c draw.Canvas, p *plot.Plot) { f(c, p) }

// svgUnder is the SVG canvas under a canvas, or nil; cropping nests canvases.
func svgUnder(c vg.Canvas) *svgCanvas {
	for {
		switch d := c.(type) {
		case draw.Canvas:
			c = d.Canvas
		case *draw.Canvas:
			c = d.Canvas
		case *svgCanvas:
			return d
		default:
			return nil
		}
	}
}
