package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// An SVGCanvas is a vg.Canvas that writes SVG, on a page with classes for colours. gonum's own (vgsvg) writes values, so
// a page couldn't follow the reader's colour scheme, and drops the opacity of text; it also has no title and no
// description for people who can't see the picture.
type SVGCanvas struct {
	Body bytes.Buffer
	// Values has colours written as they are instead of as classes: programs that take a file of SVG differ in how much
	// of a style sheet they know, and LibreOffice takes the rules of a dark scheme on white paper.
	Values bool
	height vg.Length
	// anchor is the text-anchor of the next string: "start", "middle" or "end". Right-aligned text is anchored
	// at its right end, for the reader's font may be wider than the one measured here.
	anchor string
	// top and bottom are the edges of what was drawn, in SVG's coordinates.
	top, bottom float64
	state       svgState
	stack       []svgState
}

type svgState struct {
	matrix [6]float64 // x' = m0·x + m2·y + m4, y' = m1·x + m3·y + m5, y upwards
	width  vg.Length
	dash   []vg.Length
	colour color.Color
}

// NewSVGCanvas returns an empty canvas of a height; the width is that of what is drawn.
func NewSVGCanvas(h vg.Length) *SVGCanvas {
	return &SVGCanvas{height: h, anchor: "start", top: float64(h),
		state: svgState{matrix: [6]float64{1, 0, 0, 1, 0, 0}, width: 1, colour: color.Black}}
}

// SetLineWidth implements vg.Canvas.
func (c *SVGCanvas) SetLineWidth(w vg.Length) { c.state.width = w }

// SetLineDash implements vg.Canvas. No figure uses an offset.
func (c *SVGCanvas) SetLineDash(dash []vg.Length, _ vg.Length) { c.state.dash = dash }

// SetColor implements vg.Canvas.
func (c *SVGCanvas) SetColor(col color.Color) {
	if col == nil {
		col = color.Black
	}
	c.state.colour = col
}

// Rotate implements vg.Canvas.
func (c *SVGCanvas) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	c.transform([6]float64{cos, sin, -sin, cos, 0, 0})
}

// Translate implements vg.Canvas.
func (c *SVGCanvas) Translate(p vg.Point) {
	c.transform([6]float64{1, 0, 0, 1, float64(p.X), float64(p.Y)})
}

// Scale implements vg.Canvas.
func (c *SVGCanvas) Scale(x, y float64) { c.transform([6]float64{x, 0, 0, y, 0, 0}) }

func (c *SVGCanvas) transform(t [6]float64) {
	c.state.matrix = product(c.state.matrix, t)
}

// Push implements vg.Canvas.
func (c *SVGCanvas) Push() { c.stack = append(c.stack, c.state) }

// Pop implements vg.Canvas.
func (c *SVGCanvas) Pop() {
	c.state = c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
}

// at is a point in SVG's coordinates, y downwards.
func (c *SVGCanvas) at(p vg.Point) (x, y float64) {
	m, px, py := c.state.matrix, float64(p.X), float64(p.Y)
	x, y = m[0]*px+m[2]*py+m[4], float64(c.height)-(m[1]*px+m[3]*py+m[5])
	c.reach(y, y)
	return x, y
}

// reach widens the edges of what was drawn.
func (c *SVGCanvas) reach(top, bottom float64) {
	c.top, c.bottom = min(c.top, top), max(c.bottom, bottom)
}

// Extent is from where to where what was drawn reaches, y downwards, with a hair around it.
func (c *SVGCanvas) Extent() (top, bottom float64) {
	const hair = 3
	if c.bottom < c.top { // nothing was drawn
		return 0, float64(c.height)
	}
	return c.top - hair, c.bottom + hair
}

// Stroke implements vg.Canvas.
func (c *SVGCanvas) Stroke(p vg.Path) {
	if c.state.width <= 0 || len(p) == 0 {
		return
	}
	fmt.Fprintf(&c.Body, `<path %s stroke-width="%s"`, c.paint("stroke"), Num(float64(c.state.width)))
	if len(c.state.dash) > 0 {
		var dash []string
		for _, d := range c.state.dash {
			dash = append(dash, Num(float64(d)))
		}
		fmt.Fprintf(&c.Body, ` stroke-dasharray="%s"`, strings.Join(dash, " "))
	}
	fmt.Fprintf(&c.Body, ` d="%s"/>`+"\n", c.pathData(p))
}

// Fill implements vg.Canvas.
func (c *SVGCanvas) Fill(p vg.Path) {
	if len(p) == 0 {
		return
	}
	if p[0].Type == vg.MoveComp && len(p) > 1 && isCircle(p[1]) {
		x, y := c.at(p[1].Pos)
		fmt.Fprintf(&c.Body, `<circle %s cx="%s" cy="%s" r="%s"/>`+"\n", c.paint("fill"), Num(x), Num(y),
			Num(float64(p[1].Radius)))
		return
	}
	fmt.Fprintf(&c.Body, `<path %s d="%s"/>`+"\n", c.paint("fill"), c.pathData(p))
}

func isCircle(p vg.PathComp) bool {
	return p.Type == vg.ArcComp && math.Abs(p.Angle) >= 2*math.Pi-1e-9
}

// pathData is the d attribute of a path.
func (c *SVGCanvas) pathData(p vg.Path) string {
	var b strings.Builder
	var lastX, lastY string
	point := func(op string, pt vg.Point) {
		px, py := c.at(pt)
		x, y := Num(px), Num(py)
		switch {
		case op == "L" && y == lastY: // level and upright lines, of which there are most, are shorter so
			b.WriteString("H" + x)
		case op == "L" && x == lastX:
			b.WriteString("V" + y)
		default:
			b.WriteString(op + x + " " + y)
		}
		lastX, lastY = x, y
	}
	for _, s := range p {
		switch s.Type {
		case vg.MoveComp:
			point("M", s.Pos)
		case vg.LineComp:
			point("L", s.Pos)
		case vg.CloseComp:
			b.WriteString("Z")
			lastX, lastY = "", ""
		case vg.ArcComp:
			c.arc(&b, s)
			lastX, lastY = "", ""
		case vg.CurveComp:
			op := map[int]string{1: "Q", 2: "C"}[len(s.Control)]
			for _, q := range s.Control {
				point(op, q)
				op = " "
			}
			point(op, s.Pos)
		}
	}
	return b.String()
}

// arc writes an arc in pieces of at most half a turn, which SVG can't take for each other.
func (c *SVGCanvas) arc(b *strings.Builder, s vg.PathComp) {
	pieces := max(1, int(math.Ceil(math.Abs(s.Angle)/math.Pi)))
	for i := range pieces + 1 {
		angle := s.Start + s.Angle*float64(i)/float64(pieces)
		sin, cos := math.Sincos(angle)
		x, y := c.at(vg.Point{X: s.Pos.X + s.Radius*vg.Length(cos), Y: s.Pos.Y + s.Radius*vg.Length(sin)})
		if i == 0 {
			b.WriteString("L" + Num(x) + " " + Num(y))
			continue
		}
		sweep := "0" // a positive angle is anticlockwise where y points upwards, and so in the picture
		if s.Angle < 0 {
			sweep = "1"
		}
		r := Num(float64(s.Radius))
		b.WriteString("A" + r + " " + r + " 0 0 " + sweep + " " + Num(x) + " " + Num(y))
	}
}

// FillString implements vg.Canvas.
func (c *SVGCanvas) FillString(f font.Face, p vg.Point, s string) {
	if f.Font.Size <= 0 || s == "" {
		return
	}
	x, y := c.at(p)
	c.reach(y-CapHeight*float64(f.Font.Size), y+float64(f.Font.Size)/4)
	fmt.Fprintf(&c.Body, `<text %s x="%s" y="%s" font-size="%s"`, c.paint("fill"), Num(x), Num(y),
		Num(float64(f.Font.Size)))
	switch {
	case f.Font.Weight >= xfont.WeightSemiBold:
		c.Body.WriteString(` font-weight="600"`)
	case f.Font.Weight >= xfont.WeightMedium:
		c.Body.WriteString(` font-weight="500"`)
	}
	if c.anchor != "start" {
		fmt.Fprintf(&c.Body, ` text-anchor="%s"`, c.anchor)
	}
	if m := c.state.matrix; m[1] != 0 || m[2] != 0 {
		fmt.Fprintf(&c.Body, ` transform="rotate(%s %s %s)"`, Num(-math.Atan2(m[1], m[0])*180/math.Pi), Num(x), Num(y))
	}
	c.Body.WriteString(">" + EscapeXML(s) + "</text>\n")
}

// DrawImage implements vg.Canvas. Programs differ in how they find and scale an image within SVG, so no figure has one.
func (c *SVGCanvas) DrawImage(vg.Rectangle, image.Image) {
	panic("a figure is drawn in lines and areas")
}

// paint is the colour for what is drawn next; kind is "fill" or "stroke".
func (c *SVGCanvas) paint(kind string) string {
	if i, isInk := c.state.colour.(ink); isInk && c.Values {
		return Paint(kind, i.NRGBA)
	}
	return Paint(kind, c.state.colour)
}

// Paint is the class of a token, or a value for a colour without a name; kind is "fill" or "stroke".
func Paint(kind string, c color.Color) string {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	if i, isInk := c.(ink); isInk {
		n = i.NRGBA
		out := fmt.Sprintf(`class="%c-%s"`, kind[0], i.token)
		if n.A == 0xff {
			return out
		}
		return out + fmt.Sprintf(` %s-opacity="%s"`, kind, Num(float64(n.A)/255))
	}
	if !ok || n.A == 0 {
		return kind + `="none"`
	}
	out := fmt.Sprintf(`%s="#%02x%02x%02x"`, kind, n.R, n.G, n.B)
	if n.A < 0xff {
		out += fmt.Sprintf(` %s-opacity="%s"`, kind, Num(float64(n.A)/255))
	}
	if kind == "stroke" {
		out += ` fill="none"`
	}
	return out
}

// Num is a coordinate with two decimals at most.
func Num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// EscapeXML escapes text for an element or a quoted attribute.
func EscapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}
