package report

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

	"corerace/results/verdict"
)

// maxLines is how many modes a speedup chart draws: more than the colours can't be told apart.
const maxLines = 6

// logFrom is the most workers that a linear axis shows; beyond it, both axes double from step to step.
const logFrom = 16

// A series is a mode's speedups by workers.
type series struct {
	mode   string
	look   look
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
func (d *Document) seriesOf(workload string) (all []series, dropped int) {
	looks, byMode := d.looks(), map[string]int{}
	for _, c := range d.cells(workload) {
		if isBaseline(c) || !inRange(c) {
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

// speedupFigure is the chart of speedup by workers, or false where there are fewer than two numbers of workers.
func (d *Document) speedupFigure(workload string) (Figure, bool) {
	all, dropped := d.seriesOf(workload)
	counts := workerCounts(all)
	if len(counts) < 2 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "speedup-" + slug(workload),
		Title: d.speedupTitle(workload, all),
		Data:  d.speedupData(workload, counts),
	}
	subtitle := d.methodLine(workload)
	if dropped > 0 {
		subtitle += fmt.Sprintf("; the fastest %d of %d modes", maxLines, maxLines+dropped)
	}
	best := d.ideal()
	f.Alt = speedupAlt(workload, all)
	f.paint = func(s *sheet) {
		s.frame(f.Title, subtitle, d.sourceLine())
		s.speedups(all, counts, best)
	}
	return f, true
}

// speedupTitle says the largest speedup seen; who won is the verdict's to say.
func (d *Document) speedupTitle(workload string, all []series) string {
	var best verdict.CellSummary
	for _, s := range all {
		for _, p := range s.points {
			if p.Measured.Center > best.Measured.Center {
				best = p
			}
		}
	}
	if v := d.verdict(workload); v != nil && v.Unknown {
		return cleanName(workload) + ": speedup by workers, conditions unknown"
	} else if v != nil && v.Busy {
		return cleanName(workload) + ": speedup by workers, on a busy machine"
	}
	return fmt.Sprintf("%s: %s %s %s on %s", cleanName(workload), cleanName(best.Mode),
		verdict.Agree(best.Mode, "reaches", "reach"), times(best.Measured.Center), count(best.Workers, "worker"))
}

// axes are the ranges of the chart and its ticks.
func speedupAxes(all []series, counts []int, best ideal) (p *plot.Plot, xs, ys []plot.Tick) {
	lo, hi := 1.0, best.of(counts[len(counts)-1])
	for _, s := range all {
		for _, c := range s.points {
			e := c.Measured
			lo, hi = min(lo, e.Center), max(hi, e.Center)
			if hasInterval(e) {
				lo, hi = min(lo, e.Lo), max(hi, e.Hi)
			}
		}
	}
	if last := counts[len(counts)-1]; last > logFrom {
		lo = math.Exp2(math.Floor(math.Log2(lo)))
		hi = math.Exp2(math.Ceil(math.Log2(hi)))
		p = newPlot(float64(counts[0]), float64(last), lo, hi)
		p.X.Scale, p.Y.Scale = doubling{}, doubling{}
		return p, workerTicks(counts, math.Log2), doublingTicks(lo, hi)
	}
	p = newPlot(float64(counts[0]), float64(counts[len(counts)-1]), 0, hi*1.02)
	return p, workerTicks(counts, func(x float64) float64 { return x }), niceTicks(hi, 5, "×")
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
		ticks = append(ticks, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'g', 4, 64) + "×"})
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
func (s *sheet) speedups(all []series, counts []int, best ideal) {
	p, xs, ys := speedupAxes(all, counts, best)
	p.Add(s.yAxis(ys), s.xAxis(xs, "workers"), s.references(counts, best))
	for _, line := range all {
		s.addSeries(p, line)
	}
	p.Add(s.speedupLabels(all, counts, best))
	const left, right, bottom, top = 58, 398, 70, 216
	caption := "speedup"
	if _, ok := p.Y.Scale.(doubling); ok {
		caption = "speedup, log scale"
	}
	s.write(hand{size: 9.5, weight: regular, token: muted}, margin, top+14, caption)
	s.area(p, left, right, bottom, top)
}

// references is a plotter of the two lines to compare with: the serial's 1× and the ideal.
func (s *sheet) references(counts []int, best ideal) plot.Plotter {
	return plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		s.line(rule, 1.1, c.Min.X, ty(1), c.Max.X, ty(1))
		var points []vg.Point
		for _, n := range best.bends(counts[0], counts[len(counts)-1]) {
			points = append(points, vg.Point{X: tx(float64(n)), Y: ty(best.of(n))})
		}
		s.StrokeLines(draw.LineStyle{Color: s.inks.of(muted), Width: 1.2, Dashes: []vg.Length{5, 4}}, points)
	})
}

// addSeries adds the band of the intervals, the line and the markers of a mode.
func (s *sheet) addSeries(p *plot.Plot, m series) {
	var centres, upper, lower plotter.XYs
	for _, c := range m.points {
		x, e := float64(c.Workers), c.Measured
		centres = append(centres, plotter.XY{X: x, Y: e.Center})
		if hasInterval(e) {
			upper = append(upper, plotter.XY{X: x, Y: e.Hi})
			lower = append(lower, plotter.XY{X: x, Y: e.Lo})
		}
	}
	if len(upper) > 1 {
		slices.Reverse(lower)
		if band, err := plotter.NewPolygon(append(upper, lower...)); err == nil {
			band.Color, band.LineStyle.Width = s.inks.faint(m.look.colour, 0.19), 0
			p.Add(band)
		}
	}
	if line, err := plotter.NewLine(centres); err == nil {
		line.LineStyle = draw.LineStyle{Color: s.inks.of(m.look.colour), Width: 2.2}
		p.Add(line)
	}
	p.Add(plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		for _, q := range centres {
			s.mark(m.look, 3.2, vg.Point{X: tx(q.X), Y: ty(q.Y)})
		}
	}))
}

// speedupLabels is a plotter that names the lines at their right ends.
func (s *sheet) speedupLabels(all []series, counts []int, best ideal) plot.Plotter {
	return plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		_, ty := p.Transforms(&c)
		last := counts[len(counts)-1]
		labels := []endLabel{{name: "ideal", value: best.label(last), colour: muted, y: ty(best.of(last))}}
		for _, m := range all {
			end := m.last()
			value := speedup(end.Measured)
			if end.Workers != last {
				value += fmt.Sprintf(" at %d", end.Workers)
			}
			labels = append(labels, endLabel{name: cleanName(m.mode), value: value, colour: m.look.colour, y: ty(end.Measured.Center)})
		}
		s.endLabels(labels, c.Max.X, c.Min.Y-10, c.Max.Y+6)
	})
}
