package figure

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// maxLines is how many modes a speedup chart draws: more than the colours can't be told apart.
const maxLines = 6

// logFrom is the most workers that a linear axis shows; beyond it, both axes double from step to step.
const logFrom = 16

// A series is a mode's speedups by workers.
type series struct {
	mode   string
	look   chart.Look
	points []verdict.CellSummary // by workers
}

func (s series) last() verdict.CellSummary { return s.points[len(s.points)-1] }

// best is the highest speedup of a series.
func (s series) best() float64 {
	best := 0.0
	for _, p := range s.points {
		best = max(best, p.Measured.Center)
	}
	return best
}

// seriesOf are the modes of a workload that have something to draw, baselines left out: a baseline is 1 by
// construction. The second result counts what was left out because there were too many.
func seriesOf(d *content.Document, workload string) (all []series, dropped int) {
	looks, byMode := looks(d), map[string]int{}
	for _, c := range d.Cells(workload) {
		if content.IsBaseline(c) || !content.InRange(c) {
			continue
		}
		i, ok := byMode[c.Mode]
		if !ok {
			i = len(all)
			byMode[c.Mode] = i
			all = append(all, series{mode: c.Mode, look: looks[c.Mode]})
		}
		all[i].points = append(all[i].points, c)
	}
	for _, s := range all {
		sort.SliceStable(s.points, func(i, j int) bool { return s.points[i].Workers < s.points[j].Workers })
	}
	if len(all) <= maxLines {
		return all, 0
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].best() > all[j].best() })
	return all[:maxLines], len(all) - maxLines
}

// workerCounts are the numbers of workers that a chart's points stand at.
func workerCounts(all []series) []int {
	var ns []int
	for _, s := range all {
		for _, p := range s.points {
			ns = append(ns, p.Workers)
		}
	}
	sort.Ints(ns)
	return slices.Compact(ns)
}

// leastCounts is how many numbers of workers make a line: two are a difference, which the rounds show better.
const leastCounts = 3

// speedupFigure is the chart of speedup by workers, or false where there are too few numbers of workers.
func speedupFigure(d *content.Document, workload string) (Figure, bool) {
	all, dropped := seriesOf(d, workload)
	counts := workerCounts(all)
	if len(counts) < leastCounts {
		return Figure{}, false
	}
	f := Figure{
		Name:  "speedup-" + slug(workload),
		Title: speedupTitle(d, workload, all),
		Data:  speedupData(d, workload, counts),
	}
	subtitle := methodLine(d, workload)
	if dropped > 0 {
		subtitle += fmt.Sprintf("; the fastest %d of %d modes", maxLines, maxLines+dropped)
	}
	best, doubt := d.Ideal(), d.InDoubt(workload)
	f.Alt = speedupAlt(workload, all)
	f.tall = func(width vg.Length) vg.Length {
		if width == chart.FigureWidth {
			return chart.FigureHeight
		}
		return chart.FigureHeight + keyLine*vg.Length(len(keyLines(speedupKey(all, counts, best), width)))
	}
	f.Lines = []string{"A line that climbs with the dashed one uses every core it is given.",
		studies.UpperFirst(subtitle) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, d.SourceLine())
		speedups(s.InDoubt(doubt), all, counts, best)
	}
	return f, true
}

// speedupTitle says the largest speedup seen; who won is the verdict's to say.
func speedupTitle(d *content.Document, workload string, all []series) string {
	var best verdict.CellSummary
	for _, s := range all {
		for _, p := range s.points {
			if p.Measured.Center > best.Measured.Center {
				best = p
			}
		}
	}
	if v := d.Verdict(workload); v != nil && v.Unknown {
		return legible.CleanName(workload) + ": speedup by workers, conditions unknown"
	} else if v != nil && v.Busy {
		return legible.CleanName(workload) + ": speedup by workers, on a busy machine"
	}
	return fmt.Sprintf("%s: %s %s %s on %s", legible.CleanName(workload), legible.CleanName(best.Mode),
		verdict.Agree(best.Mode, "reaches", "reach"), legible.Times(best.Measured.Center),
		legible.Count(best.Workers, "worker"))
}

// axes are the ranges of the chart and its ticks.
func speedupAxes(all []series, counts []int, best content.Ideal) (p *plot.Plot, xs, ys []plot.Tick) {
	lo, hi := 1.0, best.Of(counts[len(counts)-1])
	for _, s := range all {
		for _, c := range s.points {
			e := c.Measured
			lo, hi = min(lo, e.Center), max(hi, e.Center)
			if legible.HasInterval(e) {
				lo, hi = min(lo, e.Lo), max(hi, e.Hi)
			}
		}
	}
	if last := counts[len(counts)-1]; last > logFrom {
		lo = math.Exp2(math.Floor(math.Log2(lo)))
		hi = math.Exp2(math.Ceil(math.Log2(hi)))
		p = chart.NewPlot(float64(counts[0]), float64(last), lo, hi)
		p.X.Scale, p.Y.Scale = doubling{}, doubling{}
		return p, workerTicks(counts, math.Log2), doublingTicks(lo, hi)
	}
	p = chart.NewPlot(float64(counts[0]), float64(counts[len(counts)-1]), 0, hi*1.02)
	return p, workerTicks(counts, func(x float64) float64 { return x }), chart.NiceTicks(hi, 5, "×")
}

// doubling is a scale on which a doubling is one step anywhere.
type doubling struct{}

// Normalize implements plot.Normalizer.
func (doubling) Normalize(lo, hi, x float64) float64 {
	return (math.Log2(x) - math.Log2(lo)) / (math.Log2(hi) - math.Log2(lo))
}

// doublingTicks are the powers of two from lo to hi, thinned to eight.
func doublingTicks(lo, hi float64) []plot.Tick {
	step := math.Exp2(math.Ceil(math.Log2(hi/lo) / 8))
	var ticks []plot.Tick
	for v := lo; v <= hi*1.001; v *= max(step, 2) {
		ticks = append(ticks, plot.Tick{Value: v, Label: stats.Digits(v, 4) + "×"})
	}
	return ticks
}

// workerTicks label the numbers of workers that were measured, leaving out what would touch its neighbour. The
// last always stands.
func workerTicks(counts []int, scale func(float64) float64) []plot.Tick {
	first, last := scale(float64(counts[0])), scale(float64(counts[len(counts)-1]))
	var ticks []plot.Tick
	from := math.Inf(1)
	for _, n := range slices.Backward(counts) {
		if at := (scale(float64(n)) - first) / (last - first); from-at >= 0.05 {
			ticks = append(ticks, plot.Tick{Value: float64(n), Label: strconv.Itoa(n)})
			from = at
		}
	}
	return ticks
}

// speedups draws the data area of a speedup chart.
func speedups(s *chart.Sheet, all []series, counts []int, best content.Ideal) {
	p, xs, ys := speedupAxes(all, counts, best)
	p.Add(s.YAxis(ys), s.XAxis(xs, "workers"), references(s, counts, best))
	for _, line := range all {
		addSeries(s, p, line)
	}
	const left, bottom = 58, 70
	right, top := vg.Length(398), s.Height-88
	if s.Narrow() {
		right = s.Width - chart.Margin
		top = drawKey(s, speedupKey(all, counts, best), s.Height-62) - 20
	} else {
		p.Add(speedupLabels(s, all, counts, best))
	}
	caption := "speedup"
	if _, ok := p.Y.Scale.(doubling); ok {
		caption = "speedup, log scale"
	}
	s.Write(chart.Hand{Size: 9.5, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, top+14, caption)
	s.Area(p, left, right, bottom, top)
}

// references is a plotter of the two lines to compare with: the serial's 1× and the ideal.
func references(s *chart.Sheet, counts []int, best content.Ideal) plot.Plotter {
	return chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		s.Line(chart.Rule, 1.1, c.Min.X, ty(1), c.Max.X, ty(1))
		var points []vg.Point
		for _, n := range best.Bends(counts[0], counts[len(counts)-1]) {
			points = append(points, vg.Point{X: tx(float64(n)), Y: ty(best.Of(n))})
		}
		s.StrokeLines(draw.LineStyle{Color: s.Inks.Of(chart.Muted), Width: 1.2, Dashes: []vg.Length{5, 4}}, points)
	})
}

// addSeries adds the band of the intervals, the line and the markers of a mode.
func addSeries(s *chart.Sheet, p *plot.Plot, m series) {
	var centres, upper, lower plotter.XYs
	for _, c := range m.points {
		x, e := float64(c.Workers), c.Measured
		centres = append(centres, plotter.XY{X: x, Y: e.Center})
		if legible.HasInterval(e) {
			upper = append(upper, plotter.XY{X: x, Y: e.Hi})
			lower = append(lower, plotter.XY{X: x, Y: e.Lo})
		}
	}
	if len(upper) > 1 {
		slices.Reverse(lower)
		if band, err := plotter.NewPolygon(append(upper, lower...)); err == nil {
			band.Color, band.LineStyle.Width = s.Inks.Faint(m.look.Colour, 0.19), 0
			p.Add(band)
		}
	}
	if line, err := plotter.NewLine(centres); err == nil {
		line.LineStyle = draw.LineStyle{Color: s.Marked(m.look.Colour), Width: 2.2}
		p.Add(line)
	}
	p.Add(chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		for _, q := range centres {
			s.Mark(m.look, 3.2, vg.Point{X: tx(q.X), Y: ty(q.Y)})
		}
	}))
}

// speedupKey names the lines above them, where there is no room at their ends.
func speedupKey(all []series, counts []int, best content.Ideal) []keyEntry {
	var key []keyEntry
	for _, m := range all {
		key = append(key, keyEntry{style: fillStyle{fill: m.look.Colour}, glyph: m.look.Glyph,
			name: legible.CleanName(m.mode) + " " + legible.Speedup(m.last().Measured)})
	}
	return append(key, keyEntry{style: fillStyle{fill: chart.Muted}, glyph: dashGlyph{},
		name: "ideal " + legible.Times(best.Of(counts[len(counts)-1]))})
}

// A dashGlyph stands for a dashed line.
type dashGlyph struct{}

// DrawGlyph implements draw.GlyphDrawer.
func (dashGlyph) DrawGlyph(c *draw.Canvas, sty draw.GlyphStyle, pt vg.Point) {
	c.SetColor(sty.Color)
	for _, x := range []vg.Length{-5, 1} {
		c.Fill(box(pt.X+x, pt.X+x+4, pt.Y-0.7, pt.Y+0.7).Path())
	}
}

// speedupLabels is a plotter that names the lines at their right ends.
func speedupLabels(s *chart.Sheet, all []series, counts []int, best content.Ideal) plot.Plotter {
	return chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		_, ty := p.Transforms(&c)
		last := counts[len(counts)-1]
		labels := []chart.EndLabel{{Name: "ideal", Value: best.Label(last), Colour: chart.Muted, Y: ty(best.Of(last))}}
		for _, m := range all {
			end := m.last()
			value := legible.Speedup(end.Measured)
			if end.Workers != last {
				value += fmt.Sprintf(" at %d", end.Workers)
			}
			labels = append(labels, chart.EndLabel{Name: legible.CleanName(m.mode), Value: value, Colour: m.look.Colour,
				Y: ty(end.Measured.Center)})
		}
		s.EndLabels(labels, c.Max.X, c.Min.Y-10, c.Max.Y+6)
	})
}
