package figure

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/costs"
	"corerace/results/verdict"
)

// Grain is the name of the chart of the length of a share.
const Grain = "grain"

// GrainFigure is the chart of the speedup by the length of a share, with the lengths marked from which a mode pays.
func GrainFigure(run *costs.GrainRun, g *costs.Grain) Figure {
	f := Figure{Name: Grain, Title: grainTitle(g), Alt: grainAlt(g), Data: studies.GrainSpeedups(g), Section: -1}
	why := g.Conditions.Why(g.Rounds)
	subtitle := fmt.Sprintf("Speedup over serial with shares as long; %s, %s; a ring marks where a mode beats serial",
		legible.Count(g.Workers, "worker"), legible.Count(g.Rounds, "round"))
	if why != "" {
		subtitle = fmt.Sprintf("Speedup over serial with shares as long; %s, %s; %s",
			legible.Count(g.Workers, "worker"), legible.Count(g.Rounds, "round"), why)
	}
	f.Lines = []string{"A line a mode: how many times as fast as the serial loop it is, by the length of a share, and each " +
		"step along the axis is ten times as long.", subtitle + ".",
		"Look for the rings, where a mode begins to beat serial, and for how near a line comes to the dashed ideal."}
	key := grainKey(g, grainLines(g))
	f.tall = func(width vg.Length) vg.Length {
		if width == chart.FigureWidth {
			return chart.FigureHeight
		}
		return chart.FigureHeight + 8 + keyLine*vg.Length(len(keyLines(key, width)))
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, measuredOn(run.Host, run.Started))
		grain(s.InDoubt(why != ""), g, why != "")
	}
	return f
}

// grainTitle is the mode that pays from the longest shares, which is the one to mind.
func grainTitle(g *costs.Grain) string {
	var last costs.GrainMode
	for _, m := range g.Modes {
		if m.Beats.N > 0 && m.Beats.Center > last.Beats.Center {
			last = m
		}
	}
	switch {
	case g.Doubt != "":
		return scene.OpenTitle("Length of a share", g.Conditions, g.Rounds)
	case last.Mode == "":
		return "Speedup by the length of a share"
	}
	return fmt.Sprintf("%s: shares must be longer than %s to beat serial", legible.CleanName(last.Mode),
		costs.Seconds(last.Beats.Center))
}

func grainAlt(g *costs.Grain) string {
	alt := "Line chart of speedup over serial by the length of a share, one line a mode."
	for _, m := range g.Modes {
		alt += " " + legible.Clean(m.Words, legible.MaxText)
	}
	return alt
}

// grainLines are the modes that are drawn, with their points from short to long that can be.
func grainLines(g *costs.Grain) []series {
	var all []series
	for i, m := range g.Modes[:min(len(g.Modes), maxLines)] {
		line := series{mode: m.Mode, look: chart.LookOf(i)}
		for j := len(m.Points) - 1; j >= 0; j-- {
			if x := m.Points[j]; x.Length > 0 && x.Speedup.N > 0 && legible.Drawable(x.Speedup.Center) {
				line.points = append(line.points,
					verdict.CellSummary{Cell: results.Cell{Workers: int(x.Length)}, Measured: x.Speedup})
			}
		}
		if len(line.points) > 0 {
			all = append(all, line)
		}
	}
	return all
}

// grain draws the data area: the length of a share in nanoseconds along a logarithmic axis, speedup upwards.
func grain(s *chart.Sheet, g *costs.Grain, doubt bool) {
	all := grainLines(g)
	lo, hi, top := math.Inf(1), 0.0, float64(max(g.Workers, 1))
	see := func(ns float64) { lo, hi = min(lo, ns), max(hi, ns) }
	for _, line := range all {
		for _, c := range line.points {
			see(float64(c.Workers))
			top = max(top, c.Measured.Center)
			if legible.HasInterval(c.Measured) {
				top = max(top, c.Measured.Hi)
			}
		}
	}
	if hi == 0 {
		s.Write(chart.Hand{Size: 11, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, chart.FigureHeight/2,
			"Nothing was measured.")
		return
	}
	lo, hi = math.Pow(10, math.Floor(math.Log10(lo))), math.Pow(10, math.Ceil(math.Log10(max(hi, 1.01*lo))))
	p := chart.NewPlot(lo, hi, 0, top*1.04)
	p.X.Scale = doubling{}
	var ticks []plot.Tick
	for x := lo; x <= hi*1.001; x *= 10 {
		ticks = append(ticks, plot.Tick{Value: x, Label: decade(x)})
	}
	p.Add(s.YAxis(chart.NiceTicks(top, 5, "×")), s.XAxis(ticks, "length of a share, log scale"),
		chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
			_, ty := p.Transforms(&c)
			s.Line(chart.Rule, 1.1, c.Min.X, ty(1), c.Max.X, ty(1))
			s.Line(chart.Muted, 1.2, c.Min.X, ty(float64(g.Workers)), c.Max.X, ty(float64(g.Workers)), 5, 4)
		}))
	for _, line := range all {
		addSeries(s, p, line)
	}
	if !doubt {
		p.Add(breakEvens(s, g, lo, hi))
	}
	const left, bottom = 58, 70
	labels := grainLabels(g, all)
	right, upper := s.Width-chart.Margin-chart.LabelRoom(labels, 190), s.Height-88
	if s.Narrow() {
		right = s.Width - chart.Margin - 8
		upper = drawKey(s, grainKey(g, all), s.Height-62) - 28
	} else {
		p.Add(lineLabels(s, labels, all, float64(g.Workers)))
	}
	s.Write(chart.Hand{Size: 9.5, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, upper+14,
		"speedup over serial")
	s.Area(p, left, right, bottom, upper)
}

// breakEvens is a plotter of rings on the line of serial, with the interval as a bar through them.
func breakEvens(s *chart.Sheet, g *costs.Grain, lo, hi float64) plot.Plotter {
	return chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		for i, m := range g.Modes[:min(len(g.Modes), maxLines)] {
			at := m.Beats.Center * 1e9
			if m.Beats.N == 0 || at < lo || at > hi {
				continue
			}
			l := chart.LookOf(i)
			if legible.HasInterval(m.Beats) {
				s.Line(l.Colour, 1.6, tx(max(lo, m.Beats.Lo*1e9)), ty(1), tx(min(hi, m.Beats.Hi*1e9)), ty(1))
			}
			for _, ring := range []struct {
				t      chart.Token
				radius vg.Length
			}{{l.Colour, 5.4}, {chart.Bg, 3.9}} {
				s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(ring.t), Radius: ring.radius,
					Shape: draw.CircleGlyph{}}, vg.Point{X: tx(at), Y: ty(1)})
			}
		}
	})
}

// beatsFrom says from which length every mode pays.
func beatsFrom(g *costs.Grain) map[string]string {
	beats := map[string]string{}
	for _, m := range g.Modes {
		beats[m.Mode] = "doesn't beat serial"
		if m.Beats.N > 0 {
			beats[m.Mode] = "from " + studies.Seconds(m.Beats)
		}
		if g.Doubt != "" {
			beats[m.Mode] = scene.Inconclusive
		}
	}
	return beats
}

// grainKey names the lines above them, where there is no room at their ends.
func grainKey(g *costs.Grain, all []series) (key []keyEntry) {
	beats := beatsFrom(g)
	for _, line := range all {
		key = append(key, keyEntry{style: fillStyle{fill: line.look.Colour}, glyph: line.look.Glyph,
			name: legible.CleanName(line.mode) + " " + beats[line.mode]})
	}
	return append(key, keyEntry{style: fillStyle{fill: chart.Muted}, glyph: dashGlyph{},
		name: fmt.Sprintf("ideal of %s, %d×", legible.Count(g.Workers, "worker"), g.Workers)})
}

// grainLabels name the lines, with the length from which they pay. The first is the ideal's.
func grainLabels(g *costs.Grain, all []series) []chart.EndLabel {
	beats := beatsFrom(g)
	labels := []chart.EndLabel{{Name: "ideal", Value: fmt.Sprintf("%s, %d×", legible.Count(g.Workers, "worker"),
		g.Workers),
		Colour: chart.Muted}}
	for _, line := range all {
		labels = append(labels, chart.EndLabel{Name: legible.CleanName(line.mode), Value: beats[line.mode],
			Colour: line.look.Colour})
	}
	return labels
}

// lineLabels is a plotter of the labels of lines at their right ends, of which the first is the ideal's.
func lineLabels(s *chart.Sheet, labels []chart.EndLabel, all []series, ideal float64) plot.Plotter {
	return chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, ty := p.Transforms(&c)
		labels[0].Y = ty(ideal)
		for i, line := range all {
			end := line.last()
			labels[i+1].Y = ty(end.Measured.Center)
			if x := tx(float64(end.Workers)); x < c.Max.X-1 {
				s.Line(line.look.Colour, 0.75, x, labels[i+1].Y, c.Max.X, labels[i+1].Y, 2, 3)
			}
		}
		s.EndLabels(labels, c.Max.X, c.Min.Y-10, c.Max.Y+6)
	})
}

// decade is a power of ten of nanoseconds: "10 ns", "1 µs".
func decade(ns float64) string {
	for _, u := range []struct {
		name string
		ns   float64
	}{{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}} {
		if ns >= u.ns*0.999 {
			return fmt.Sprintf("%.0f %s", ns/u.ns, u.name)
		}
	}
	return fmt.Sprintf("%.3g ns", ns)
}
