package figure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/verdict"
)

// A costBar is what a mode takes from nothing to its sum.
type costBar struct {
	cell                  verdict.CellSummary
	look                  chart.Look
	start, move, computed time.Duration
}

func (b costBar) total() time.Duration { return b.start + b.move + b.computed }

// costStyles are starting, moving and computing. Only computing has the colour of the mode.
func costStyles(l chart.Look) [3]fillStyle {
	return [3]fillStyle{
		{fill: chart.Bg, text: chart.Fg, edge: chart.Rule, line: chart.Muted, slant: 1, step: 5},
		{fill: chart.Muted, text: chart.Bg},
		{fill: l.Colour, text: chart.Bg},
	}
}

var costNames = [3]string{"starting the workers", "moving blocks between them", "computing"}

// costsFigure shows what it costs to have workers, one stacked bar a mode; false where no mode starts processes.
func costsFigure(d *content.Document, workload string) (Figure, bool) {
	bars := costBars(d, workload)
	if len(bars) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: "costs-" + slug(workload), Title: legible.CleanName(workload) + ": what processes cost",
		Alt: costsAlt(workload, bars), Data: costsData(workload, bars)}
	f.Lines = []string{"Grey is what a mode does beside its work: it starts workers, and moves blocks to them and back.",
		"Medians over the rounds; a pool that is kept starts once."}
	if d.Apiece(workload) != nil {
		f.Lines = append(f.Lines, "Computing is scaled to one pass.")
	}
	f.tall = func(width vg.Length) vg.Length { return costsHeight(bars, width) }
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, strings.TrimSuffix(f.Lines[1], "."), d.SourceLine())
		drawCosts(s, s.InDoubt(d.InDoubt(workload)), bars)
	}
	return f, true
}

// costBars are the cells that stand for their modes, where one of them has processes.
func costBars(d *content.Document, workload string) (bars []costBar) {
	looks, passes, processes := looks(d), d.Apiece(workload), false
	cells := slices.DeleteFunc(content.MostWorkers(d, workload), func(c verdict.CellSummary) bool {
		return c.Wall <= 0 || c.Workers < 1
	})
	for _, c := range content.Shown(d, workload, cells, maxTimeModes, content.WayProcesses) {
		processes = processes || c.Stages != (results.Stages{}) || c.Memory != (results.Memory{})
		b := costBar{cell: c, look: looks[c.Mode], start: max(0, c.Spawn) + max(0, c.Setup)}
		b.move = min(c.Wall, (max(0, c.Move)+max(0, c.Encode))/time.Duration(c.Workers))
		b.computed = (c.Wall - b.move) / time.Duration(max(1, passes[c.Baseline]))
		b.move /= time.Duration(max(1, passes[c.Baseline]))
		bars = append(bars, b)
	}
	if !processes {
		return nil
	}
	return bars
}

// costWords are the parts of a bar in words.
func costWords(b costBar) string {
	words := "starts in " + legible.Length(b.start)
	if b.move > 0 {
		words += ", moves for " + legible.Length(b.move)
	}
	return words + ", computes for " + legible.Length(b.computed)
}

func costsAlt(workload string, bars []costBar) string {
	alt := "Stacked bars of what it takes to start, to move and to compute for " + legible.CleanName(workload) + "."
	for _, b := range bars {
		alt += fmt.Sprintf(" %s %s.", content.BarName(b.cell), costWords(b))
	}
	return alt
}

func costsData(workload string, bars []costBar) legible.Table {
	t := legible.Table{Caption: "What each mode costs in " + legible.CleanName(workload), Left: 1,
		Header: []string{"mode", costNames[0], costNames[1], costNames[2], "together"}}
	for _, b := range bars {
		t.Rows = append(t.Rows, []string{content.BarName(b.cell), legible.Length(b.start), legible.Length(b.move),
			legible.Length(b.computed), legible.Length(b.total())})
	}
	return t
}

// costKey says what the parts of the bars are.
func costKey(bars []costBar) []keyEntry {
	styles, moved := costStyles(chart.BaselineLook), false
	for _, b := range bars {
		moved = moved || b.move > 0
	}
	key := []keyEntry{{style: styles[0], name: costNames[0]}}
	if moved {
		key = append(key, keyEntry{style: styles[1], name: costNames[1]})
	}
	return append(key, keyEntry{style: styles[2], name: costNames[2] + ", in the mode's colour"})
}

// The measures of a chart of costs, in points.
const (
	costsTop  = 62
	costsFoot = 44
	costName  = 27 // of a bar, where it stands above it
)

func costRow(bars []costBar, narrow bool) vg.Length {
	if narrow {
		return costName + 15
	}
	return max(24, min(40, 150/vg.Length(len(bars))))
}

func costsHeight(bars []costBar, width vg.Length) vg.Length {
	return costsTop + costsFoot + keyLine*vg.Length(len(keyLines(costKey(bars), width))) + 6 +
		vg.Length(len(bars))*costRow(bars, width < chart.FigureWidth)
}

// drawCosts draws the bars on one axis of time.
//
//	processes ×2  ▨▨■■■■■■■■■■■■■■■  starts in 9.0 ms, computes for 104 ms
func drawCosts(s, faded *chart.Sheet, bars []costBar) {
	longest := time.Duration(1)
	var names, words vg.Length
	for _, b := range bars {
		longest = max(longest, b.total())
		names = max(names, chart.WidthOf(barHand, content.BarName(b.cell)))
		words = max(words, chart.WidthOf(quietHand, costWords(b)))
	}
	left, right := chart.Margin+min(names, 150)+10, s.Width-chart.Margin-10
	if s.Narrow() {
		left, right = chart.Margin, s.Width-chart.Margin-4
	} else if room := right - words - 8; room-left > 110 {
		right = room
	}
	unit, scale := timeUnit(longest)
	at := func(d time.Duration) vg.Length { return left + (right-left)*vg.Length(float64(d)/float64(longest)) }
	height := costRow(bars, s.Narrow())
	y := drawKey(s, costKey(bars), s.Height-costsTop) - 6
	for _, b := range bars {
		bar, top := costNamed(s, b, left, right, y, height)
		from := time.Duration(0)
		for i, part := range []time.Duration{b.start, b.move, b.computed} {
			pattern(faded, costStyles(b.look)[i], at(from), at(from+part), top-bar*0.86, top-bar*0.14)
			from += part
		}
		y -= height
	}
	h := quietHand
	h.Align = 0.5
	for _, t := range chart.NiceTicks(float64(longest)/scale, 5, "") {
		s.Write(h, at(time.Duration(t.Value*scale)), y-11, t.Label)
	}
	h.Align, h.Token = 0, chart.Fg
	s.Write(h, left, y-24, unit)
}

// costNamed writes what a bar is beside it, or above it on a narrow sheet, and returns the height and the top that are
// left for the bar.
func costNamed(s *chart.Sheet, b costBar, left, right, y, height vg.Length) (bar, top vg.Length) {
	if s.Narrow() {
		h, line := chart.Fit(chart.Hand{Size: 10, Weight: chart.Semibold, Token: chart.Fg}, chart.LeastText, right-left,
			content.BarName(b.cell))
		s.Write(h, left, y-10, line)
		s.Write(chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted}, left, y-22, costWords(b))
		return height - costName, y - costName
	}
	h := barHand
	h.Align = 1
	h, line := chart.Fit(h, chart.LeastText, left-chart.Margin-10, content.BarName(b.cell))
	s.WriteMiddle(h, left-10, y-height/2, line)
	s.WriteMiddle(quietHand, right+10, y-height/2, costWords(b))
	return height, y
}
