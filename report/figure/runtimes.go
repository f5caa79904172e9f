package figure

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
)

// A runtimesPicture is how much faster the workers of every runtime were than one of its own.
type runtimesPicture struct {
	panels []content.RuntimePanel
	ideal  content.Ideal
	top    float64 // of the axis
}

// runtimesFigure shows whose threads use the cores: a row for each runtime, a panel for each workload. It is the answer
// of a run that raced several runtimes, and false for any other.
func runtimesFigure(d *content.Document) (Figure, bool) {
	panels, moreRuntimes, moreWorkloads := d.RuntimePanels()
	if len(panels) == 0 {
		return Figure{}, false
	}
	p := runtimesPicture{panels: panels, ideal: d.Ideal()}
	p.top = p.scale()
	f := Figure{Name: Answer, Title: "Whose threads use the cores", Section: -1, Alt: p.alt(), Data: p.data(), tall: p.height}
	f.Lines = append([]string{"How many times as fast as one worker of the same runtime, with the 95 % interval: at 1× " +
		"they take turns, at the dashed line each has a core."}, legible.NonEmpty(d.RuntimesHow())...)
	if moreRuntimes > 0 {
		f.Lines = append(f.Lines, legible.Count(moreRuntimes, "more runtime")+" in the table.")
	}
	if moreWorkloads > 0 {
		f.Lines = append(f.Lines, legible.Count(moreWorkloads, "more workload")+" in the table.")
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, f.Lines[0], d.SourceLine())
		p.draw(s)
	}
	return f, true
}

// The measures of the picture of runtimes, in points.
const (
	runtimesTop  = 66 // the frame, above the key
	runtimesFoot = 22 // the source line
	runtimesHead = 30 // the name of a workload, and that of the ideal
	runtimesAxis = 20
	runtimesRow  = 19
	runtimesGap  = 20 // between panels
	runtimesMost = 104 * vg.Length(1)
)

var runtimeHand = chart.Hand{Size: 10, Weight: chart.Medium, Token: chart.Fg, Align: 1}

// wayLook is how a way is drawn, in every picture of runtimes alike.
func wayLook(way int) chart.Look { return chart.LookOf(way) }

// key names the ways that there are.
func (p runtimesPicture) key() (key []keyEntry) {
	var has [content.NumWays]bool
	for _, m := range p.marks() {
		has[m.Way] = true
	}
	for way, name := range content.WayNames {
		if has[way] {
			key = append(key, keyEntry{style: fillStyle{fill: wayLook(way).Colour}, name: name, glyph: wayLook(way).Glyph})
		}
	}
	return key
}

// marks are all marks of the picture.
func (p runtimesPicture) marks() (all []content.RuntimeMark) {
	for _, panel := range p.panels {
		for _, r := range panel.Rows {
			all = append(all, r.Marks...)
		}
	}
	return all
}

// workers are the most that any mark has.
func (p runtimesPicture) workers() (most int) {
	for _, m := range p.marks() {
		most = max(most, m.Workers)
	}
	return most
}

// scale is the right end of the axis: the ideal and all intervals are in sight, but for what is far beyond the ideal.
func (p runtimesPicture) scale() float64 {
	best := max(p.ideal.Of(p.workers()), 1)
	top := best
	for _, m := range p.marks() {
		top = max(top, m.Speedup.Center)
		if legible.HasInterval(m.Speedup) {
			top = max(top, min(m.Speedup.Hi, 1.5*best))
		}
	}
	return top * 1.02
}

func (p runtimesPicture) panelHeight() vg.Length {
	return runtimesHead + runtimesAxis + runtimesRow*vg.Length(len(p.panels[0].Rows))
}

func (p runtimesPicture) height(width vg.Length) vg.Length {
	return runtimesTop + runtimesFoot + keyLine*vg.Length(len(keyLines(p.key(), width))) + p.panelHeight()
}

// draw draws the panels beside each other.
//
//	                 primes               collatz
//	             Go       │        ¦●▲        │        ●¦▲
//	CPython 3.13.0      ├●┤    ├──▲¦─┤       ├●┤     ├▲┤
func (p runtimesPicture) draw(s *chart.Sheet) {
	y := drawKey(s, p.key(), s.Height-runtimesTop)
	var names vg.Length
	for _, r := range p.panels[0].Rows {
		names = max(names, chart.WidthOf(runtimeHand, r.Name))
	}
	names = min(names, runtimesMost)
	left, right := chart.Margin+names+10, s.Width-chart.Margin-4
	n, gap := vg.Length(len(p.panels)), vg.Length(runtimesGap)
	if s.Narrow() {
		gap /= 2
	}
	width := (right - left - gap*(n-1)) / n
	for i, panel := range p.panels {
		from, names := left+vg.Length(i)*(width+gap), chart.Margin+names
		if i > 0 {
			names = 0
		}
		p.panel(s, panel, from, from+width, y, names)
	}
}

// panel draws one workload from y down. Names end at an edge, and aren't written where that is 0.
func (p runtimesPicture) panel(s *chart.Sheet, panel content.RuntimePanel, left, right, y, names vg.Length) {
	at := func(x float64) vg.Length { return left + (right-left)*vg.Length(x/p.top) }
	h, line := chart.Fit(chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg}, chart.LeastText, right-left,
		legible.CleanName(panel.Workload))
	s.Write(h, left, y-12, line)
	upper, lower := y-runtimesHead+2, y-p.panelHeight()+runtimesAxis
	ideal := p.ideal.Of(p.workers())
	s.Line(chart.Rule, 1.1, at(1), upper, at(1), lower)
	s.Line(chart.Muted, 1.2, at(ideal), upper, at(ideal), lower, 4, 3)
	label := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 0.5}
	half := chart.WidthOf(label, "ideal "+legible.Times(ideal)) / 2
	s.Write(label, min(at(ideal), right-half), upper+3, "ideal "+legible.Times(ideal))
	s.Line(chart.Grid, 0.75, left, lower, right, lower)
	for _, t := range chart.NiceTicks(p.top, 4, "×") {
		s.Write(label, at(t.Value), lower-12, t.Label)
	}
	for i, r := range panel.Rows {
		middle := upper - runtimesRow*(vg.Length(i)+0.5)
		if i > 0 {
			s.Line(chart.Grid, 0.5, left, middle+runtimesRow/2, right, middle+runtimesRow/2)
		}
		if names > 0 {
			h, line := chart.Fit(runtimeHand, chart.LeastText, names-chart.Margin, r.Name)
			s.WriteMiddle(h, names, middle, line)
		}
		for j, m := range r.Marks {
			p.mark(s, m, middle+markAbove(j, len(r.Marks)), left, right, at)
		}
	}
}

// markLane is how far the marks of a runtime stand apart, so that none hides another.
const markLane = 6 * vg.Length(1)

// markAbove is how far above the middle of a row one of its marks stands.
func markAbove(i, n int) vg.Length {
	step := min(markLane, (runtimesRow-4)/vg.Length(max(n, 1)))
	return step * (vg.Length(n-1)/2 - vg.Length(i))
}

// mark draws an estimate with its interval. An end beyond the axis has none.
func (p runtimesPicture) mark(s *chart.Sheet, m content.RuntimeMark, y, left, right vg.Length, at func(float64) vg.Length) {
	look := wayLook(m.Way)
	if e := m.Speedup; legible.HasInterval(e) {
		s.StrokeLine2(draw.LineStyle{Color: s.Inks.Of(look.Colour), Width: 1.3}, max(at(e.Lo), left), y, min(at(e.Hi), right), y)
	}
	s.Mark(look, 2.4, vg.Point{X: at(m.Speedup.Center), Y: y})
}

// markWords are a mark in words: "threads 0.99× (0.86–1.14)".
func markWords(m content.RuntimeMark) string { return m.Name + " " + legible.Speedup(m.Speedup) }

func (p runtimesPicture) alt() string {
	alt := "Dot chart of speedup over one worker of the same runtime, one row a runtime."
	for _, panel := range p.panels {
		alt += " " + legible.CleanName(panel.Workload) + ":"
		for i, r := range panel.Rows {
			var words []string
			for _, m := range r.Marks {
				words = append(words, markWords(m))
			}
			if i > 0 {
				alt += ";"
			}
			alt += fmt.Sprintf(" %s %s", r.Name, strings.Join(words, ", "))
		}
		alt += "."
	}
	return alt
}

func (p runtimesPicture) data() legible.Table {
	t := legible.Table{Caption: "Speedups against one worker of the same runtime", Left: 2, Grouped: true,
		Header: []string{"workload", "runtime", "threads", "processes", "own means"}}
	for _, panel := range p.panels {
		for _, r := range panel.Rows {
			row := []string{legible.CleanName(panel.Workload), r.Name, "–", "–", "–"}
			for _, m := range r.Marks {
				text := legible.Speedup(m.Speedup)
				if m.Way == content.WayOwn {
					text = markWords(m)
				}
				if at := &row[2+m.Way]; *at == "–" {
					*at = text
				} else {
					*at += "; " + text
				}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}
