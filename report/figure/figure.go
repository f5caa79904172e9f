package figure

import (
	"fmt"
	"io"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"corerace/report/chart"
	"corerace/report/legible"
)

// A Figure is one picture of a document.
type Figure struct {
	Name  string        // [a-z0-9-]+, fit for a file name: "speedup-mandelbrot"
	Title string        // the headline
	Alt   string        // the picture in words, for people who can't see it
	Data  legible.Table // the numbers that are drawn
	paint func(s *chart.Sheet)
	// Section is the place of the workload among the document's; -1 for a figure of the whole run.
	Section int
	more    vg.Length // height beyond that of most figures, where there are many rows
	// tall is the height on a sheet of a width. A figure that has it is laid out for a page, wide and narrow; another
	// is drawn there as it is in a file.
	tall func(width vg.Length) vg.Length
	// Lines are what a page says beside the title: what was measured and how, and what to look for.
	Lines []string
}

// height is that of the picture on a sheet of a width, which is bare on a page.
func (f Figure) height(width vg.Length, bare bool) vg.Length {
	if f.tall == nil {
		return chart.FigureHeight + f.more
	}
	h := vg.Length(math.Ceil(float64(f.tall(width)))) // whole, so that coordinates have few decimals
	if !bare {
		h = max(h, chart.FigureHeight) // a slide, or more
	}
	return h
}

// draw paints the figure on a canvas. gonum panics where it is given what it can't draw; that becomes an error.
func (f Figure) draw(c vg.Canvas, set chart.Inks, width vg.Length, bare bool) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("report: drawing %s: %v", f.Name, r)
		}
	}()
	if err := chart.LoadFonts(); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	height := f.height(width, bare)
	s := &chart.Sheet{Canvas: draw.NewCanvas(c, width, height), Inks: set, Width: width, Height: height, Bare: bare,
		Lacks: new(bool)}
	f.paint(s)
	s.WriteLack()
	return nil
}

// PNG writes the figure as a PNG on the theme's background. dpi 0 means DefaultDPI. It takes about 0.1 s.
func (f Figure) PNG(w io.Writer, t chart.Theme, dpi int) error {
	if dpi <= 0 {
		dpi = chart.DefaultDPI
	}
	set := chart.InksOf(t)
	c := vgimg.NewWith(vgimg.UseWH(chart.FigureWidth, f.height(chart.FigureWidth, false)),
		vgimg.UseDPI(min(dpi, chart.MaxDPI)),
		vgimg.UseBackgroundColor(set[chart.Bg]))
	if err := f.draw(c, set, chart.FigureWidth, false); err != nil {
		return err
	}
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// SVG writes the figure as a file of its own: with its colours, its background and its description. It has no style
// sheet, so that every program shows it alike.
func (f Figure) SVG(w io.Writer, t chart.Theme) error {
	set := chart.InksOf(t)
	c := chart.NewSVGCanvas(f.height(chart.FigureWidth, false))
	c.Values = true
	if err := f.draw(c, set, chart.FigureWidth, false); err != nil {
		return err
	}
	width, height := float64(chart.FigureWidth), float64(f.height(chart.FigureWidth, false))
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" `+
		`width="%s" height="%s" viewBox="0 0 %s %s" font-family="%s" stroke-linejoin="round">
<title id="t">%s</title>
<desc id="d">%s</desc>
<rect %s width="%s" height="%s"/>
%s</svg>
`, chart.Num(width*4/3), chart.Num(height*4/3), chart.Num(width), chart.Num(height), chart.EscapeXML(FontStack),
		chart.EscapeXML(f.Title), chart.EscapeXML(f.Alt), chart.Paint("fill", set[chart.Bg]), chart.Num(width),
		chart.Num(height), c.Body.String())
	return err
}

// PDF writes the figure as a page of PDF of its size, whose text can be selected.
func (f Figure) PDF(w io.Writer, t chart.Theme) error {
	set := chart.InksOf(t)
	c := chart.NewPDFCanvas(chart.FigureWidth, f.height(chart.FigureWidth, false), set[chart.Bg], f.Title, f.Alt)
	if err := f.draw(c, set, chart.FigureWidth, false); err != nil {
		return err
	}
	if err := c.Write(w); err != nil {
		return fmt.Errorf("report: writing %s: %w", f.Name, err)
	}
	return nil
}

// Inline is the figure as elements of a page, which holds the style and says the title: a picture for wide windows and
// one for narrow ones, of which the style shows one. Its ids start with the figure's name.
func (f Figure) Inline() (string, error) {
	var b strings.Builder
	const edge = float64(chart.Margin - 1)
	if f.tall == nil {
		c, err := f.onSVG(chart.FigureWidth, true)
		if err != nil {
			return "", err
		}
		top, bottom := c.Extent()
		f.element(&b, c, "", edge, top, float64(chart.FigureWidth)-2*edge, bottom-top)
		return b.String(), nil
	}
	for _, x := range []struct {
		class string
		width vg.Length
	}{{" wide", chart.FigureWidth}, {" narrow", chart.NarrowWidth}} {
		c, err := f.onSVG(x.width, true)
		if err != nil {
			return "", err
		}
		top, bottom := c.Extent()
		f.element(&b, c, x.class, edge, top, float64(x.width)-2*edge, bottom-top)
	}
	return b.String(), nil
}

// element writes what a canvas holds as an element that shows a part of it. The narrow one is told by the title and the
// words of the wide one.
func (f Figure) element(b *strings.Builder, c *chart.SVGCanvas, class string, x, y, width, height float64) {
	id := "fig-" + f.Name
	fmt.Fprintf(b, `<svg class="chart%s" role="img" aria-labelledby="%s-t %s-d" viewBox="%s %s %s %s">`+"\n",
		class, id, id, chart.Num(x), chart.Num(y), chart.Num(width), chart.Num(height))
	if class != " narrow" {
		fmt.Fprintf(b, "<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n", id, chart.EscapeXML(f.Title), id,
			chart.EscapeXML(f.Alt))
	}
	b.WriteString(c.Body.String() + "</svg>\n")
}

// onSVG draws the figure on a canvas of SVG; what is drawn is alike in every theme.
func (f Figure) onSVG(width vg.Length, bare bool) (*chart.SVGCanvas, error) {
	c := chart.NewSVGCanvas(f.height(width, bare))
	if err := f.draw(c, chart.InksOf(chart.Light), width, bare); err != nil {
		return nil, err
	}
	return c, nil
}

// FontStack is what a figure is set in where Inter isn't installed. The fonts after Liberation Sans have the scripts that
// none before them has.
const FontStack = `Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",` +
	`"Noto Sans","Noto Sans CJK SC","Noto Sans Arabic","Noto Sans Hebrew","Noto Sans Devanagari",sans-serif`
