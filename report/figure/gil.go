package figure

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
	"corerace/results/costs"
	"corerace/results/locks"
)

// A gilBar is one row of a chart of a lock: a dot with what lies around it.
type gilBar struct {
	name    string // of the subject
	note    string // its setting
	lo, hi  float64
	mid     float64
	text    string // at the right end
	subject int
}

// A gilChart is a chart with a row a setting, along an axis that is logarithmic where its figures differ a lot.
//
//	gil-multicore  5 ms, 2     ├●┤                5.15 ms
//	               20 ms, 2           ├●┤         20.2 ms
//	gil-ticks      100 ticks ├●─┤                 12 µs
type gilChart struct {
	title, subtitle, axis string
	rows                  []gilBar
	mark                  float64 // where a line is drawn; 0: nowhere
	tick                  func(float64) string
}

// maxGILBars is how many rows a chart shows at most, and usualGILBars how many have room without more height.
const (
	maxGILBars   = 60
	usualGILBars = 18
	gilBarHeight = vg.Length(9.7)
)

// fewestGILRounds is how many rounds a chart rests on at least: one shows no spread, and its dots look as firm as others.
const fewestGILRounds = 2

// GILMissing says why experiments with rows have no charts; "" where they have.
func GILMissing(s *locks.GILSummary) string {
	switch {
	case s.Doubt != "":
		return "There are no pictures: a dot would look like a claim, and the conditions bear none."
	case s.Rounds < fewestGILRounds:
		return "There are no pictures: one round doesn't tell how far another one would be off."
	}
	return ""
}

// figure is the chart as a picture. Its lines say what it shows, how, and what to look for.
func (c gilChart) figure(name, alt, source, look string, data content.Table) Figure {
	f := Figure{Name: name, Title: c.title, Alt: alt, Data: data, Section: -1,
		Lines: []string{alt, c.subtitle + ".", look},
		more:  gilBarHeight * vg.Length(max(0, len(c.rows)-usualGILBars))}
	f.paint = func(sh *chart.Sheet) {
		sh.Frame(c.title, c.subtitle, source)
		gilRows(sh, c)
	}
	return f
}

// GILFigures are what was predicted, where the record is a lesson's, and the charts of the experiments on locks that have
// rows; none of these where GILMissing says why.
func GILFigures(rec *results.Record, s *locks.GILSummary) []Figure {
	var all []Figure
	source := content.GILMachine(rec) + " · " + rec.Run.Started.Format("2006-01-02")
	if f, ok := predictionsFigure(rec, source); ok {
		all = append(all, f)
	}
	if GILMissing(s) != "" {
		return all
	}
	add := func(name, alt, look string, c gilChart, data content.Table) {
		if len(c.rows) > 0 {
			all = append(all, c.figure(name, alt, source, look, data))
		}
	}
	seconds := func(x float64) string { return costs.Seconds(x) }
	slices := gilChart{title: "Slices under the lock, by its setting",
		axis: "how long a thread runs until another one does, log scale", tick: seconds,
		subtitle: "Dot: the median slice; bar: from the tenth from below to the tenth from above"}
	slices.rows = gilBars(s, results.GILSlices, func(r locks.GILRow) gilBar {
		return gilBar{lo: r.SliceLo.Seconds(), mid: r.Slice.Seconds(), hi: r.SliceHi.Seconds(),
			text: content.Length(r.Slice)}
	})
	add("gil-slices", "One row a setting with the median slice and the span of four fifths of them.",
		"Look for dots at the setting itself: there the lock changes hands when it is asked to.", slices,
		content.GILSlices(s))
	slow := gilChart{title: "The same work on threads under the lock",
		axis: "wall time ÷ that of one thread, log scale", mark: 1,
		subtitle: "1× is no loss: the threads take turns; bars are 95 % intervals",
		tick:     func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) + "×" }}
	slow.rows = gilBars(s, results.GILSlowdown, func(r locks.GILRow) gilBar {
		b := gilBar{lo: r.Slowdown.Center, mid: r.Slowdown.Center, hi: r.Slowdown.Center,
			text: fmt.Sprintf("%.2f×", r.Slowdown.Center)}
		if content.HasInterval(r.Slowdown) {
			b.lo, b.hi = r.Slowdown.Lo, r.Slowdown.Hi
		}
		return b
	})
	add("gil-slowdown", "One row a setting with the wall time over that of one thread.",
		"Look for dots right of the line at 1×: there passing the lock on costs time, and nothing is gained.", slow, content.GILSlowdown(s))
	convoy := gilChart{title: "A thread that answers requests, beside threads that compute",
		axis: "one round trip, log scale", tick: seconds,
		subtitle: "Dot: the median round trip; bar: from there to the slowest in a hundred"}
	convoy.rows = gilBars(s, results.GILConvoy, func(r locks.GILRow) gilBar {
		return gilBar{lo: r.Latency.Seconds(), mid: r.Latency.Seconds(), hi: r.LatTop.Seconds(),
			text: content.PerSecond(r.Trips) + "/s"}
	})
	add("gil-convoy", "One row a setting with the median round trip and the slowest in a hundred.",
		"Look for round trips as long as a slice: there a thread that only answers waits for one that computes.", convoy,
		content.GILConvoy(s))
	blocking := gilChart{title: "Calls that block scale where they let the lock go",
		axis: "wall time ÷ that of one thread, log scale", mark: 1,
		subtitle: "Four threads that sleep, with the lock kept or let go", tick: slow.tick}
	blocking.rows = gilBars(s, results.GILBlocking, func(r locks.GILRow) gilBar {
		note := "lock kept"
		if r.Released {
			note = "lock let go"
		}
		return gilBar{note: note, lo: r.Slowdown.Center, mid: r.Slowdown.Center, hi: r.Slowdown.Center,
			text: fmt.Sprintf("%.2f×", r.Slowdown.Center)}
	})
	add("gil-blocking", "One row for calls with the lock and one for calls without it.",
		"Look for how far left of the line at 1× the calls are that let the lock go: there threads gain.", blocking,
		content.GILBlocking(s))
	return all
}

// gilBars are the rows of an experiment that can be drawn.
func gilBars(s *locks.GILSummary, experiment string, of func(locks.GILRow) gilBar) []gilBar {
	var all []gilBar
	places := map[string]int{}
	for _, r := range s.Rows {
		if r.Experiment != experiment || len(all) == maxGILBars {
			continue
		}
		b := of(r)
		if !content.Positive(b.lo) || !content.Positive(b.mid) || !content.Positive(b.hi) {
			continue
		}
		if _, seen := places[r.Subject]; !seen {
			places[r.Subject] = len(places)
		}
		b.name, b.subject = content.CleanName(r.Subject), places[r.Subject]
		if b.note == "" {
			b.note = content.Setting(r.Interval, r.Ticks) + ", " + content.GILThreads(r.GILCell)
		} else {
			b.note = content.Setting(r.Interval, r.Ticks) + ", " + b.note
		}
		all = append(all, b)
	}
	return all
}

// gilRows draws the rows of a chart.
func gilRows(s *chart.Sheet, c gilChart) {
	lo, hi := math.Inf(1), 0.0
	name, note := chart.Hand{Size: 10, Weight: chart.Semibold, Token: chart.Fg},
		chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted}
	var names, notes vg.Length
	for _, r := range c.rows {
		lo, hi = min(lo, r.lo), max(hi, r.hi)
		names, notes = max(names, chart.WidthOf(name, r.name)), max(notes, chart.WidthOf(note, r.note))
	}
	if c.mark > 0 {
		lo, hi = min(lo, c.mark), max(hi, c.mark)
	}
	left := vg.Length(chart.Margin) + min(names, 110) + 10 + min(notes, 120) + 12
	const right, bottom = chart.FigureWidth - chart.Margin - 62, 62
	top := s.Height - (chart.FigureHeight - 236)
	p := chart.NewPlot(lo/1.25, hi*1.25, 0, 1)
	p.X.Scale = doubling{}
	p.Add(s.XAxis(gilTicks(lo/1.25, hi*1.25, c.tick), c.axis), chart.PlotterFunc(func(cv draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&cv)
		if c.mark > 0 {
			s.Line(chart.Rule, 1.1, tx(c.mark), cv.Min.Y, tx(c.mark), cv.Max.Y)
		}
		height := (cv.Max.Y - cv.Min.Y) / vg.Length(len(c.rows))
		name.Size, note.Size = min(name.Size, height*0.9), min(note.Size, height*0.85)
		for i, r := range c.rows {
			y := cv.Max.Y - (vg.Length(i)+0.5)*height
			if i == 0 || c.rows[i-1].subject != r.subject {
				h, line := chart.Fit(name, 6, 110, r.name)
				s.WriteMiddle(h, chart.Margin, y, line)
				if i > 0 {
					s.Line(chart.Grid, 0.6, chart.Margin, y+height/2, chart.FigureWidth-chart.Margin, y+height/2)
				}
			}
			h, line := chart.Fit(note, 6, 120, r.note)
			s.WriteMiddle(h, left-12-chart.WidthOf(h, line), y, line)
			gilMark(s, r, tx, y, min(height*0.3, 3.6))
			s.WriteMiddle(chart.Hand{Size: note.Size, Weight: chart.Medium, Token: chart.Fg}, tx(r.hi)+8, y, r.text)
		}
	}))
	s.Area(p, left, right, bottom, top)
}

// gilMark draws one row's bar and dot.
func gilMark(s *chart.Sheet, r gilBar, tx func(float64) vg.Length, y, radius vg.Length) {
	l := chart.LookOf(r.subject)
	if tx(r.hi)-tx(r.lo) > 0.5 {
		s.Line(l.Colour, max(radius*0.6, 1), tx(r.lo), y, tx(r.hi), y)
	}
	s.Mark(l, radius, vg.Point{X: tx(r.mid), Y: y})
}

// gilTicks are round numbers along a logarithmic axis: 1, 2 and 5 of each decade, or 1 alone where that is too many, or
// more where that is too few.
func gilTicks(lo, hi float64, label func(float64) string) []plot.Tick {
	steps := []float64{1, 2, 5}
	switch {
	case hi/lo > 300:
		steps = steps[:1]
	case hi/lo < 4: // of ratios near 1
		steps = []float64{1, 1.2, 1.5, 2, 3, 4, 5, 6, 8}
	}
	var ticks []plot.Tick
	for decade := math.Pow(10, math.Floor(math.Log10(lo))); decade <= hi; decade *= 10 {
		for _, m := range steps {
			if v := decade * m; v >= lo && v <= hi {
				ticks = append(ticks, plot.Tick{Value: v, Label: label(v)})
			}
		}
	}
	return ticks
}
