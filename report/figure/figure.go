package figure

import (
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"corerace/report/chart"
	"corerace/report/content"
)

// A Figure is one picture of a document.
type Figure struct {
	Name  string        // [a-z0-9-]+, fit for a file name: "speedup-mandelbrot"
	Title string        // the headline
	Alt   string        // the picture in words, for people who can't see it
	Data  content.Table // the numbers that are drawn
	paint func(s *chart.Sheet)
	// Section is the place of the workload among the document's; -1 for a figure of the whole run.
	Section int
	more    vg.Length // height beyond that of most figures, where there are many rows
}

// height is that of the picture.
func (f Figure) height() vg.Length { return chart.FigureHeight + f.more }

// draw paints the figure on a canvas. gonum panics where it is given what it can't draw; that becomes an error.
func (f Figure) draw(c vg.Canvas, set chart.Inks) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("report: drawing %s: %v", f.Name, r)
		}
	}()
	if err := chart.LoadFonts(); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	f.paint(&chart.Sheet{Canvas: draw.NewCanvas(c, chart.FigureWidth, f.height()), Inks: set, Height: f.height()})
	return nil
}

// PNG writes the figure as a PNG on the theme's background. dpi 0 means DefaultDPI. It takes about 0.1 s.
func (f Figure) PNG(w io.Writer, t chart.Theme, dpi int) error {
	if dpi <= 0 {
		dpi = chart.DefaultDPI
	}
	set := chart.InksOf(t)
	c := vgimg.NewWith(vgimg.UseWH(chart.FigureWidth, f.height()), vgimg.UseDPI(min(dpi, chart.MaxDPI)),
		vgimg.UseBackgroundColor(set[chart.Bg]))
	if err := f.draw(c, set); err != nil {
		return err
	}
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// SVG writes the figure as a file of its own: with its colours, its background and its description.
func (f Figure) SVG(w io.Writer, t chart.Theme) error {
	body, err := f.svgBody()
	if err != nil {
		return err
	}
	width, height := float64(chart.FigureWidth), float64(f.height())
	_, err = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="t d" `+
		`width="%s" height="%s" viewBox="0 0 %s %s">
<title id="t">%s</title>
<desc id="d">%s</desc>
<style>%s</style>
<rect class="f-bg" width="100%%" height="100%%"/>
%s</svg>
`, chart.Num(width*4/3), chart.Num(height*4/3), chart.Num(width), chart.Num(height),
		chart.EscapeXML(f.Title), chart.EscapeXML(f.Alt), svgStyle(t), body)
	return err
}

// Inline is the figure as an element of a page, which holds the style. Its ids start with the figure's name.
func (f Figure) Inline() (string, error) {
	body, err := f.svgBody()
	if err != nil {
		return "", err
	}
	id := "fig-" + f.Name
	return fmt.Sprintf(`<svg class="chart" role="img" aria-labelledby="%s-t %s-d" viewBox="0 0 %s %s">
<title id="%s-t">%s</title>
<desc id="%s-d">%s</desc>
%s</svg>`, id, id, chart.Num(float64(chart.FigureWidth)), chart.Num(float64(f.height())),
		id, chart.EscapeXML(f.Title), id, chart.EscapeXML(f.Alt), body), nil
}

// svgBody is what stands inside the svg element; it is alike in every theme.
func (f Figure) svgBody() (string, error) {
	c := chart.NewSVGCanvas(f.height())
	if err := f.draw(c, chart.InksOf(chart.Light)); err != nil {
		return "", err
	}
	return c.Body.String(), nil
}

// FontStack is what a figure is set in where Inter isn't installed.
const FontStack = `Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif`

// svgStyle is the style sheet of a figure's own file. It spells values out, for many programs that take SVG don't
// know CSS variables.
func svgStyle(t chart.Theme) string {
	base := fmt.Sprintf("text{font-family:%s}path{stroke-linejoin:round}", FontStack)
	if t != chart.Auto {
		return base + classRules(chart.InksOf(t))
	}
	return base + classRules(chart.InksOf(chart.Light)) + "@media (prefers-color-scheme:dark){" +
		classRules(chart.InksOf(chart.Dark)) + "}"
}

func classRules(set chart.Inks) string {
	var b strings.Builder
	for _, t := range chart.TokenOrder {
		v := fmt.Sprintf("#%02x%02x%02x", set[t].R, set[t].G, set[t].B)
		fmt.Fprintf(&b, ".f-%s{fill:%s}.s-%s{stroke:%s;fill:none}", t, v, t, v)
	}
	return b.String()
}
