package chart

import (
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// A PDFCanvas is a vg.Canvas that writes a page of PDF. gonum's own (vgpdf) takes bytes of UTF-8 for letters of code
// page 1252, turns translucent areas grey, and panics for bold text.
type PDFCanvas struct {
	pdf    *fpdf.Fpdf
	fonts  map[string]bool // that the page has
	height float64
	state  pdfState
	stack  []pdfState
}

// A pdfState is a state of the pen; places are in points, y upwards.
type pdfState struct {
	matrix [6]float64
	width  vg.Length
	dash   []vg.Length
	colour color.NRGBA
}

// NewPDFCanvas returns a page of a size on a background, with what it is called and what it shows in words.
func NewPDFCanvas(w, h vg.Length, background color.NRGBA, title, words string) *PDFCanvas {
	c := &PDFCanvas{height: float64(h), fonts: map[string]bool{}, state: pdfState{matrix: [6]float64{1, 0, 0, 1, 0, 0}, width: 1,
		colour: color.NRGBA{A: 0xff}},
		pdf: fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: float64(w), Ht: float64(h)}})}
	c.pdf.SetMargins(0, 0, 0)
	c.pdf.SetAutoPageBreak(false, 0)
	c.pdf.SetTitle(title, true)
	c.pdf.SetSubject(words, true)
	c.pdf.SetProducer("corerace", true)
	c.pdf.SetLang("en-GB")
	c.pdf.SetCatalogSort(true) // the same figure is the same file
	c.pdf.SetCreationDate(time.Unix(0, 0).UTC())
	c.pdf.SetModificationDate(time.Unix(0, 0).UTC())
	c.pdf.SetLineJoinStyle("round")
	c.pdf.AddPageFormat("P", fpdf.SizeType{Wd: float64(w), Ht: float64(h)})
	c.pdf.SetFillColor(int(background.R), int(background.G), int(background.B))
	c.pdf.Rect(0, 0, float64(w), float64(h), "F")
	return c
}

// Write writes the page.
func (c *PDFCanvas) Write(w io.Writer) error { return c.pdf.Output(w) }

// SetLineWidth implements vg.Canvas.
func (c *PDFCanvas) SetLineWidth(w vg.Length) { c.state.width = w }

// SetLineDash implements vg.Canvas. No figure uses an offset.
func (c *PDFCanvas) SetLineDash(dash []vg.Length, _ vg.Length) { c.state.dash = dash }

// SetColor implements vg.Canvas.
func (c *PDFCanvas) SetColor(col color.Color) {
	c.state.colour = color.NRGBA{A: 0xff}
	if i, isInk := col.(ink); isInk {
		c.state.colour = i.NRGBA
	} else if col != nil {
		c.state.colour = color.NRGBAModel.Convert(col).(color.NRGBA)
	}
}

// Rotate implements vg.Canvas.
func (c *PDFCanvas) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	c.state.matrix = product(c.state.matrix, [6]float64{cos, sin, -sin, cos, 0, 0})
}

// Translate implements vg.Canvas.
func (c *PDFCanvas) Translate(p vg.Point) {
	c.state.matrix = product(c.state.matrix, [6]float64{1, 0, 0, 1, float64(p.X), float64(p.Y)})
}

// Scale implements vg.Canvas.
func (c *PDFCanvas) Scale(x, y float64) {
	c.state.matrix = product(c.state.matrix, [6]float64{x, 0, 0, y, 0, 0})
}

// Push implements vg.Canvas.
func (c *PDFCanvas) Push() { c.stack = append(c.stack, c.state) }

// Pop implements vg.Canvas.
func (c *PDFCanvas) Pop() {
	c.state = c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
}

// at is a point as fpdf has it, y downwards.
func (c *PDFCanvas) at(p vg.Point) (x, y float64) {
	m, px, py := c.state.matrix, float64(p.X), float64(p.Y)
	return m[0]*px + m[2]*py + m[4], c.height - (m[1]*px + m[3]*py + m[5])
}

// Stroke implements vg.Canvas.
func (c *PDFCanvas) Stroke(p vg.Path) {
	if c.state.width <= 0 || len(p) == 0 {
		return
	}
	k := c.state.colour
	c.pdf.SetDrawColor(int(k.R), int(k.G), int(k.B))
	c.pdf.SetAlpha(float64(k.A)/255, "Normal")
	c.pdf.SetLineWidth(float64(c.state.width))
	dash := make([]float64, len(c.state.dash))
	for i, d := range c.state.dash {
		dash[i] = float64(d)
	}
	c.pdf.SetDashPattern(dash, 0)
	c.path(p)
	c.pdf.DrawPath("D")
}

// Fill implements vg.Canvas.
func (c *PDFCanvas) Fill(p vg.Path) {
	if len(p) == 0 {
		return
	}
	k := c.state.colour
	c.pdf.SetFillColor(int(k.R), int(k.G), int(k.B))
	c.pdf.SetAlpha(float64(k.A)/255, "Normal")
	c.path(p)
	c.pdf.DrawPath("F")
}

func (c *PDFCanvas) path(p vg.Path) {
	for _, s := range p {
		x, y := c.at(s.Pos)
		switch s.Type {
		case vg.MoveComp:
			c.pdf.MoveTo(x, y)
		case vg.LineComp:
			c.pdf.LineTo(x, y)
		case vg.CloseComp:
			c.pdf.ClosePath()
		case vg.ArcComp:
			c.arc(s)
		case vg.CurveComp:
			c.curve(s, x, y)
		}
	}
}

func (c *PDFCanvas) curve(s vg.PathComp, x, y float64) {
	x0, y0 := c.at(s.Control[0])
	if len(s.Control) == 1 {
		c.pdf.CurveTo(x0, y0, x, y)
		return
	}
	x1, y1 := c.at(s.Control[1])
	c.pdf.CurveBezierCubicTo(x0, y0, x1, y1, x, y)
}

// arc writes an arc as cubic curves of at most a quarter of a turn, which are off by less than a thousandth of its
// radius.
func (c *PDFCanvas) arc(s vg.PathComp) {
	pieces := max(1, int(math.Ceil(math.Abs(s.Angle)/(math.Pi/2))))
	step := s.Angle / float64(pieces)
	pull := 4.0 / 3 * math.Tan(step/4)
	on := func(angle, along float64) (x, y float64) {
		sin, cos := math.Sincos(angle)
		return c.at(vg.Point{X: s.Pos.X + s.Radius*vg.Length(cos-along*sin), Y: s.Pos.Y + s.Radius*vg.Length(sin+along*cos)})
	}
	x, y := on(s.Start, 0)
	c.pdf.LineTo(x, y)
	for i := range pieces {
		from, to := s.Start+float64(i)*step, s.Start+float64(i+1)*step
		x0, y0 := on(from, pull)
		x1, y1 := on(to, -pull)
		x, y = on(to, 0)
		c.pdf.CurveBezierCubicTo(x0, y0, x1, y1, x, y)
	}
}

// FillString implements vg.Canvas. The text can be selected and searched for.
func (c *PDFCanvas) FillString(f font.Face, p vg.Point, s string) {
	if f.Font.Size <= 0 || s == "" {
		return
	}
	k := c.state.colour
	c.pdf.SetTextColor(int(k.R), int(k.G), int(k.B))
	c.pdf.SetAlpha(float64(k.A)/255, "Normal")
	c.setFont(f.Font)
	x, y := c.at(p)
	m := c.state.matrix
	if turned := m[1] != 0 || m[2] != 0; turned {
		c.pdf.TransformBegin()
		defer c.pdf.TransformEnd()
		c.pdf.TransformRotate(math.Atan2(m[1], m[0])*180/math.Pi, x, y)
	}
	c.pdf.Text(x, y, s)
}

// DrawImage implements vg.Canvas. No figure has an image; see SVGCanvas.
func (c *PDFCanvas) DrawImage(vg.Rectangle, image.Image) {
	panic("a figure is drawn in lines and areas")
}

// setFont sets the next text in a font, whose used letters are put into the file.
func (c *PDFCanvas) setFont(f font.Font) {
	name := fmt.Sprintf("%s-%d", strings.ToLower(string(f.Typeface)), f.Weight)
	if !c.fonts[name] {
		ttf, err := fontFile(f)
		if err != nil {
			panic(err) // Figure's draw recovers
		}
		c.pdf.AddUTF8FontFromBytes(name, "", ttf)
		c.fonts[name] = true
	}
	c.pdf.SetFont(name, "", float64(f.Size))
}

// product is what the second transform does, and then the first.
func product(m, t [6]float64) [6]float64 {
	return [6]float64{
		m[0]*t[0] + m[2]*t[1], m[1]*t[0] + m[3]*t[1],
		m[0]*t[2] + m[2]*t[3], m[1]*t[2] + m[3]*t[3],
		m[0]*t[4] + m[2]*t[5] + m[4], m[1]*t[4] + m[3]*t[5] + m[5],
	}
}
