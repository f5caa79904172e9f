package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/legible"
	"corerace/results/class"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// The measures of a chart of a class's speedups, in points.
const (
	crowdTop      = 66
	crowdFoot     = 74 // axis and source
	crowdMachine  = 24 // the name of a machine, above its modes
	crowdRowThick = 22 // of a mode
	crowdName     = 118
	mostMachines  = 12
	mostDots      = 400 // of a row
)

// A crowd is the speedups of a class on one kind of machine.
type crowd struct {
	machine string
	people  int
	rows    []crowdRow // a mode each
}

// A crowdRow is the speedups of a mode, each of somebody.
type crowdRow struct {
	mode string
	dots []dot
}

// A dot is one run's speedup.
type dot struct {
	x     float64
	noisy bool // drawn hollow
}

// middle is the median of a row.
func (l crowdRow) middle() float64 {
	xs := make([]float64, len(l.dots))
	for i, d := range l.dots {
		xs[i] = d.x
	}
	return stats.Median(xs)
}

// ClassSpeedupsFigure is everyone's speedups of a workload on one chart, by machine; false where no run of it bears a
// claim. Of a run each mode's best cell is drawn, and none of one that was measured on a machine that was too busy.
func ClassSpeedupsFigure(name, workload string, c *class.Class) (Figure, bool) {
	all, left := crowds(c, workload)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: name, Title: "Speedups of " + legible.CleanName(workload) + ", by machine", Section: -1,
		Data: crowdData(workload, all), tall: func(width vg.Length) vg.Length { return crowdHeight(all, width) }}
	f.Alt = fmt.Sprintf("Dot chart of the speedups of a class, a group of rows a kind of machine and a row a mode: %s.",
		legible.Count(len(all), "kind")+" of machine")
	f.Lines = []string{
		"A dot is the best of a mode in somebody's run, over its own baseline; the upright line is the row's median.",
		"A hollow dot was measured on a noisy machine. Runs on a machine that was too busy aren't drawn."}
	if left > 0 {
		f.Lines = append(f.Lines, fmt.Sprintf("%d more kinds of machine aren't drawn: fewer people have them.", left))
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, f.Lines[0], f.Lines[1])
		drawCrowds(s, all)
	}
	return f, true
}

// crowds are the kinds of machine that a workload was raced on, the most frequent first, and how many are left out.
func crowds(c *class.Class, workload string) (all []crowd, left int) {
	places := map[string]int{}
	for _, m := range c.Members {
		mine := map[string]bool{}
		for _, r := range m.Runs {
			best := bestOf(r, workload)
			if len(best) == 0 || !r.Conditions.Claimable() {
				continue
			}
			name := MachineName(r.Machine)
			i, seen := places[name]
			if !seen {
				i = len(all)
				places[name], all = i, append(all, crowd{machine: name})
			}
			if !mine[name] {
				mine[name] = true
				all[i].people++
			}
			for _, x := range best {
				all[i].add(x, r.Conditions.Verdict != conditions.Quiet)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b crowd) int {
		return cmp.Or(b.people-a.people, cmp.Compare(a.machine, b.machine))
	})
	for i := range all {
		slices.SortStableFunc(all[i].rows, func(a, b crowdRow) int { return cmp.Compare(b.middle(), a.middle()) })
	}
	left = max(0, len(all)-mostMachines)
	return all[:len(all)-left], left
}

// add adds a cell to its mode's row.
func (c *crowd) add(x class.Cell, noisy bool) {
	i := slices.IndexFunc(c.rows, func(l crowdRow) bool { return l.mode == x.Mode })
	if i < 0 {
		if len(c.rows) == maxLines {
			return
		}
		i = len(c.rows)
		c.rows = append(c.rows, crowdRow{mode: x.Mode})
	}
	if l := &c.rows[i]; len(l.dots) < mostDots {
		l.dots = append(l.dots, dot{x.Speedup.Center, noisy})
	}
}

// bestOf is the best cell of each mode of a run.
func bestOf(r class.Run, workload string) (best []class.Cell) {
	for _, x := range r.Cells {
		if x.Workload != workload || !legible.Drawable(x.Speedup.Center) {
			continue
		}
		i := slices.IndexFunc(best, func(y class.Cell) bool { return y.Mode == x.Mode })
		switch {
		case i < 0:
			best = append(best, x)
		case x.Speedup.Center > best[i].Speedup.Center:
			best[i] = x
		}
	}
	return best
}

// MachineName is a kind of machine for people.
func MachineName(m class.Machine) string {
	cores := "cores unknown"
	if m.Cores > 0 {
		cores = legible.Count(m.Cores, "core")
	}
	return cmp.Or(legible.CleanName(m.Model), "unknown processor") + ", " + cores
}

// crowdData is the table behind the chart.
func crowdData(workload string, all []crowd) legible.Table {
	t := legible.Table{Caption: "Speedups of " + legible.CleanName(workload), Left: 2,
		Header: []string{"machine", "mode", "runs", "least", "median", "most"}}
	for _, c := range all {
		for _, l := range c.rows {
			lo, hi := math.Inf(1), 0.0
			for _, d := range l.dots {
				lo, hi = min(lo, d.x), max(hi, d.x)
			}
			t.Rows = append(t.Rows, []string{c.machine, legible.CleanName(l.mode), strconv.Itoa(len(l.dots)),
				legible.Times(lo), legible.Times(l.middle()), legible.Times(hi)})
		}
	}
	t.Rows = t.Rows[:min(len(t.Rows), legible.MaxRows)]
	return t
}

func crowdHeight(all []crowd, width vg.Length) vg.Length {
	return crowdTop + crowdFoot + crowdRows(all, width < chart.FigureWidth)
}

// crowdRows is the height of all rows, with the names of the machines above them.
func crowdRows(all []crowd, narrow bool) (h vg.Length) {
	for _, c := range all {
		h += crowdMachine + crowdRowHeight(narrow)*vg.Length(len(c.rows)) + 6
	}
	return h
}

// crowdRowHeight is the height of a row: on a narrow sheet with the name above it.
func crowdRowHeight(narrow bool) vg.Length {
	if narrow {
		return crowdRowThick + 13
	}
	return crowdRowThick
}

// crowdLooks are the looks of the modes of a chart.
func crowdLooks(all []crowd) map[string]chart.Look {
	var modes []string
	for _, c := range all {
		for _, l := range c.rows {
			if !slices.Contains(modes, l.mode) {
				modes = append(modes, l.mode)
			}
		}
	}
	return LooksOf(modes)
}

// drawCrowds draws a group a machine, on one logarithmic axis:
//
//	AMD EPYC, 2 cores · 12 people
//	goroutines                  ●●│●●
//	gil             ●●●|●
//	          0.5×      1×      2×
func drawCrowds(s *chart.Sheet, all []crowd) {
	lo, hi := 1.0, 1.0
	for _, c := range all {
		for _, l := range c.rows {
			for _, d := range l.dots {
				lo, hi = min(lo, d.x), max(hi, d.x)
			}
		}
	}
	lo, hi = lo/1.15, hi*1.15
	left, right := vg.Length(chart.Margin+crowdName), s.Width-chart.Margin-6
	if s.Narrow() {
		left = chart.Margin + 8
	}
	p := chart.NewPlot(lo, hi, 0, 1)
	p.X.Scale = doubling{}
	looks := crowdLooks(all)
	ticks := logTicks(lo, hi, right-left, func(x float64) string { return stats.Digits(x, 6) + "×" })
	p.Add(s.XAxis(ticks, "speedup over the own baseline, log scale"),
		chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
			tx, _ := p.Transforms(&c)
			for _, t := range ticks {
				s.Line(chart.Grid, 0.75, tx(t.Value), c.Min.Y, tx(t.Value), c.Max.Y)
			}
			s.Line(chart.Rule, 1.1, tx(1), c.Min.Y, tx(1), c.Max.Y)
			drawCrowdRows(s, all, looks, c.Max.Y, tx)
		}))
	top := s.Height - crowdTop + 8
	if s.Bare {
		top = s.Height - 4
	}
	const axis = 62
	s.Area(p, left, right, max(axis, top-crowdRows(all, s.Narrow())), top)
}

// drawCrowdRows draws the groups from y down.
func drawCrowdRows(s *chart.Sheet, all []crowd, looks map[string]chart.Look, y vg.Length, tx func(float64) vg.Length) {
	for _, c := range all {
		y -= crowdMachine
		h, line := chart.Fit(chart.Hand{Size: 11, Weight: chart.Semibold, Token: chart.Fg}, chart.LeastText,
			s.Width-2*chart.Margin, c.machine+" · "+people(c.people))
		s.Write(h, chart.Margin, y+7, line)
		for _, l := range c.rows {
			h, line := chart.Fit(chart.Hand{Size: 10, Weight: chart.Medium, Token: looks[l.mode].Colour}, chart.LeastText,
				crowdName-10, legible.CleanName(l.mode))
			middle := y - crowdRowHeight(s.Narrow()) + crowdRowThick/2
			if s.Narrow() {
				s.WriteMiddle(h, chart.Margin, y-7, line)
			} else {
				s.WriteMiddle(h, chart.Margin, middle, line)
			}
			classSheet{s}.drawRow(l, looks[l.mode], middle, tx)
			y -= crowdRowHeight(s.Narrow())
		}
		y -= 6
	}
}

// A classSheet is a sheet that lanes are drawn on.
type classSheet struct{ *chart.Sheet }

// people counts them.
func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

// drawRow draws the dots of a mode around a height, those that would hide each other beside each other, and the median.
func (s classSheet) drawRow(l crowdRow, look chart.Look, middle vg.Length, tx func(float64) vg.Length) {
	const radius = vg.Length(3)
	m := tx(l.middle())
	s.Line(chart.Fg, 1.4, m, middle-crowdRowThick*0.42, m, middle+crowdRowThick*0.42)
	dots := slices.Clone(l.dots)
	slices.SortFunc(dots, func(a, b dot) int { return cmp.Compare(a.x, b.x) })
	ends := [3]vg.Length{-1e9, -1e9, -1e9} // of the last dot on the line, above it and below it
	for _, d := range dots {
		x, row := tx(d.x), 0
		for i, end := range ends {
			if x-end >= 1.6*radius {
				row = i
				break
			}
			if end < ends[row] {
				row = i
			}
		}
		ends[row] = x
		at := vg.Point{X: x, Y: middle + [3]vg.Length{0, 5.5, -5.5}[row]}
		s.Mark(look, radius, at)
		if d.noisy {
			s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(chart.Bg), Radius: radius * 0.55, Shape: look.Glyph}, at)
		}
	}
}
