package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
)

// A fillStyle is how a part of a bar is filled. Parts differ by colour, by pattern and by their order, which is the
// same in every bar.
type fillStyle struct {
	fill, line, text, edge chart.Token
	slant                  float64   // of the lines of the pattern: 1 upwards, 0 level
	step                   vg.Length // between lines; 0: no pattern
}

// partStyles are on a core, waiting for a core, blocked, and what is left of a pool's time.
var partStyles = [4]fillStyle{
	{fill: "s1", text: chart.Bg},
	{fill: "s2", text: chart.Bg, line: chart.Bg, slant: 1, step: 5},
	{fill: chart.Grid, text: chart.Fg, edge: chart.Rule},
	{fill: chart.Grid, text: chart.Fg, edge: chart.Rule, line: chart.Rule, step: 4},
}

// The columns and edges of a chart of time, in points.
const (
	timesRight  = chart.FigureWidth - chart.Margin
	timesBottom = 48
	timesTop    = 214
	timesKey    = 229
)

// times draws the bars of a chart of time with its key.
//
//	           ■ on-CPU  ▨ waiting for a core  □ blocked
//	goroutines  pool of 2   ■■■■■ 55 % ■■■■■▨▨ 40 % ▨▨□
//	 processes  worker 1    ■■■■■ 60 % ■■■■■▨▨ 40 % ▨▨▨
//	            worker 2    ■■■■■ 61 % ■■■■■▨▨ 39 % ▨▨▨
func times(s *chart.Sheet, modes []timeMode) {
	rows := 0
	mode, row := chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg, Align: 1},
		chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}
	var modeWidth, rowWidth vg.Length
	for _, m := range modes {
		rows += len(m.rows)
		modeWidth = max(modeWidth, chart.WidthOf(mode, content.CleanName(m.mode)))
		for _, r := range m.rows {
			rowWidth = max(rowWidth, chart.WidthOf(row, r.name))
		}
	}
	modeWidth = min(max(modeWidth, 40), 130)
	left := chart.Margin + modeWidth + 12 + rowWidth + 10
	const between = 5 // points between modes, on top of the gap of bars
	height := min((vg.Length(timesTop-timesBottom)-between*vg.Length(len(modes)-1))/vg.Length(rows), 30)
	mode.Size, row.Size = min(mode.Size, height*0.95), min(row.Size, height*0.85)
	y := vg.Length(timesTop)
	for _, m := range modes {
		h, line := chart.Fit(mode, 7, modeWidth, content.CleanName(m.mode))
		s.WriteMiddle(h, chart.Margin+modeWidth, y-height/2, line)
		for _, r := range m.rows {
			s.WriteMiddle(row, left-10, y-height/2, r.name)
			timeBar(s, r, left, timesRight, y-height*0.9, y-height*0.1)
			y -= height
		}
		y -= between
	}
	timeAxisShares(s, left, y+between)
	timeKey(s, modes, left)
}

// timeAxisShares writes the shares of the worker's time under the bars.
func timeAxisShares(s *chart.Sheet, left, y vg.Length) {
	h := chart.AxisHand
	for i, share := range []float64{0, 0.5, 1} {
		h.Align = float64(i) / 2
		label := content.Percent(share)
		if share == 1 {
			label += " of the worker's time"
		}
		s.Write(h, left+(timesRight-left)*vg.Length(share), y-13, label)
	}
}

// timeBar draws a bar with its shares written in the parts that have room for them. A bar without any time is a rule.
func timeBar(s *chart.Sheet, r timeRow, left, right, bottom, top vg.Length) {
	part := shares(r.use)
	if r.use.Total() <= 0 {
		s.Line(chart.Rule, 0.75, left, (bottom+top)/2, right, (bottom+top)/2)
		return
	}
	x := left
	for i, share := range part {
		end := x + (right-left)*vg.Length(share)
		style := partStyles[i]
		if i == 2 && r.use.Pool {
			style = partStyles[3]
		}
		pattern(s, style, x, end, bottom, top)
		shareLabel(s, style, share, x, end, bottom, top)
		x = end
	}
}

// shareLabel writes a share in the middle of its part, on a patch of its colour.
func shareLabel(s *chart.Sheet, style fillStyle, share float64, left, right, bottom, top vg.Length) {
	h := chart.Hand{Size: min(9.5, (top-bottom)*0.85), Weight: chart.Semibold, Token: style.text, Align: 0.5}
	label := content.Percent(share)
	w := chart.WidthOf(h, label)
	if share < leastShare || right-left < w+8 || h.Size < 5 {
		return
	}
	x, y := (left+right)/2, (bottom+top)/2
	if style.step > 0 {
		s.SetColor(s.Inks.Of(style.fill))
		s.Fill(box(x-w/2-3, x+w/2+3, bottom+0.7, top-0.7).Path())
	}
	s.WriteMiddle(h, x, y, label)
}

// pattern fills a box with a colour and the lines of a pattern, cut at the edges of the box.
func pattern(s *chart.Sheet, style fillStyle, left, right, bottom, top vg.Length) {
	if right-left < 0.2 {
		return
	}
	s.SetColor(s.Inks.Of(style.fill))
	s.Fill(box(left, right, bottom, top).Path())
	if style.edge != "" { // or it would hardly be seen on the background
		outline := box(left+0.3, max(right-0.3, left+0.3), bottom+0.3, top-0.3).Path()
		s.SetColor(s.Inks.Of(style.edge))
		s.SetLineWidth(0.6)
		s.SetLineDash(nil, 0)
		s.Stroke(outline)
	}
	if style.step <= 0 {
		return
	}
	sty := draw.LineStyle{Color: s.Inks.Faint(style.line, 0.55), Width: 1}
	if style.slant == 0 {
		for y := bottom + style.step/2; y < top; y += style.step {
			s.StrokeLine2(sty, left, y, right, y)
		}
		return
	}
	run := (top - bottom) / vg.Length(style.slant)
	for x := left - run + style.step/2; x < right; x += style.step {
		// The line goes from (x, bottom) to (x+run, top).
		from, to := max(x, left), min(x+run, right)
		s.StrokeLine2(sty, from, bottom+(from-x)*vg.Length(style.slant), to, bottom+(to-x)*vg.Length(style.slant))
	}
}

// timeKey names the parts that the bars have, above them.
func timeKey(s *chart.Sheet, modes []timeMode, left vg.Length) {
	var has [4]bool
	for _, m := range modes {
		for _, r := range m.rows {
			for i, share := range shares(r.use) {
				if i == 2 && r.use.Pool {
					i = 3
				}
				has[i] = has[i] || share > 0
			}
		}
	}
	h := chart.Hand{Size: 9, Weight: chart.Medium, Token: chart.Fg}
	names := append(partNames[:], restName)
	total := vg.Length(0)
	for i, name := range names {
		if has[i] {
			total += 14 + chart.WidthOf(h, name) + 14
		}
	}
	x := max(vg.Length(chart.Margin), min(left, timesRight-total+14))
	for i, name := range names {
		if !has[i] {
			continue
		}
		pattern(s, partStyles[i], x, x+10, timesKey-2, timesKey+8)
		s.Write(h, x+14, timesKey, name)
		x += 14 + chart.WidthOf(h, name) + 14
	}
}
