package report

import (
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Figures are 16:9: a slide, or 1440 × 810 pixels at DefaultDPI.
const (
	figureWidth  = 540 * vg.Length(1) // points
	figureHeight = figureWidth * 9 / 16
	// DefaultDPI makes a PNG of 1440 × 810 pixels.
	DefaultDPI = 192
	maxDPI     = 1200
)

// A Figure is one picture of a document.
type Figure struct {
	Name  string // [a-z0-9-]+, fit for a file name: "speedup-mandelbrot"
	Title string // the headline
	Alt   string // the picture in words, for people who can't see it
	Data  Table  // the numbers that are drawn
	paint func(s *sheet)
	// section is the place of the workload among the document's; -1 for a figure of the whole run.
	section int
	more    vg.Length // height beyond that of most figures, where there are many rows
}

// height is that of the picture.
func (f Figure) height() vg.Length { return figureHeight + f.more }

// A Table is rows of text with a caption and column heads.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]string
	// Left is how many of the first columns are names, aligned left; the rest are numbers.
	Left int
	// Bars says that percentages are shares of a core, and get a bar behind them on the page.
	Bars bool
	// Grouped says that rows with the same first column belong together, under a heading on the page.
	Grouped bool
}

// draw paints the figure on a canvas. gonum panics where it is given what it can't draw; that becomes an error.
func (f Figure) draw(c vg.Canvas, set inks) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("report: drawing %s: %v", f.Name, r)
		}
	}()
	if err := loadFonts(); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	f.paint(&sheet{Canvas: draw.NewCanvas(c, figureWidth, f.height()), inks: set, height: f.height()})
	return nil
}

// PNG writes the figure as a PNG on the theme's background. dpi 0 means DefaultDPI. It takes about 0.1 s.
func (f Figure) PNG(w io.Writer, t Theme, dpi int) error {
	if dpi <= 0 {
		dpi = DefaultDPI
	}
	set := inksOf(t)
	c := vgimg.NewWith(vgimg.UseWH(figureWidth, f.height()), vgimg.UseDPI(min(dpi, maxDPI)), vgimg.UseBackgroundColor(set[bg]))
	if err := f.draw(c, set); err != nil {
		return err
	}
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// SVG writes the figure as a file of its own: with its colours, its background and its description.
func (f Figure) SVG(w io.Writer, t Theme) error {
	body, err := f.svgBody()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="t d" width="%s" height="%s" viewBox="0 0 %s %s">
<title id="t">%s</title>
<desc id="d">%s</desc>
<style>%s</style>
<rect class="f-bg" width="100%%" height="100%%"/>
%s</svg>
`, num(float64(figureWidth)*4/3), num(float64(f.height())*4/3), num(float64(figureWidth)), num(float64(f.height())),
		escapeXML(f.Title), escapeXML(f.Alt), svgStyle(t), body)
	return err
}

// inline is the figure as an element of a page, which holds the style. Its ids start with the figure's name.
func (f Figure) inline() (string, error) {
	body, err := f.svgBody()
	if err != nil {
		return "", err
	}
	id := "fig-" + f.Name
	return fmt.Sprintf(`<svg class="chart" role="img" aria-labelledby="%s-t %s-d" viewBox="0 0 %s %s">
<title id="%s-t">%s</title>
<desc id="%s-d">%s</desc>
%s</svg>`, id, id, num(float64(figureWidth)), num(float64(f.height())), id, escapeXML(f.Title), id, escapeXML(f.Alt), body), nil
}

// svgBody is what stands inside the svg element; it is alike in every theme.
func (f Figure) svgBody() (string, error) {
	c := newSVGCanvas(f.height())
	if err := f.draw(c, inksOf(Light)); err != nil {
		return "", err
	}
	return c.body.String(), nil
}

// fontStack is what a figure is set in where Inter isn't installed.
const fontStack = `Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif`

// svgStyle is the style sheet of a figure's own file. It spells values out, for many programs that take SVG don't
// know CSS variables.
func svgStyle(t Theme) string {
	base := fmt.Sprintf("text{font-family:%s}path{stroke-linejoin:round}", fontStack)
	if t != Auto {
		return base + classRules(inksOf(t))
	}
	return base + classRules(inksOf(Light)) + "@media (prefers-color-scheme:dark){" + classRules(inksOf(Dark)) + "}"
}

func classRules(set inks) string {
	var b strings.Builder
	for _, t := range tokenOrder {
		v := fmt.Sprintf("#%02x%02x%02x", set[t].R, set[t].G, set[t].B)
		fmt.Fprintf(&b, ".f-%s{fill:%s}.s-%s{stroke:%s;fill:none}", t, v, t, v)
	}
	return b.String()
}
