package figure

import (
	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/legible"
)

// A fillStyle is how a part of a bar is filled. Parts differ by colour, by pattern and by their order, which is the
// same in every bar.
type fillStyle struct {
	fill, line, text, edge chart.Token
	slant                  float64   // of the lines of the pattern: 1 upwards, 0 level
	step                   vg.Length // between lines; 0: no pattern
}

// partStyles are the parts of a worker's time. Computing has the colour of the mode, waiting is grey.
var partStyles = [timeParts]fillStyle{
	onCore:   {text: chart.Bg},
	waitCore: {fill: chart.Bg, text: chart.Fg, edge: chart.Rule, line: chart.Muted, slant: 1, step: 5},
	waitLock: {fill: chart.Muted, text: chart.Bg},
	blocked:  {fill: chart.Grid, text: chart.Fg, edge: chart.Rule},
	poolRest: {fill: chart.Grid, text: chart.Fg, edge: chart.Rule, line: chart.Rule, step: 4},
}

// styleOf is how a part of a mode's time is filled.
func styleOf(part int, l chart.Look) fillStyle {
	style := partStyles[part]
	if part == onCore {
		style.fill = l.Colour
	}
	return style
}

// The columns and edges of a chart of time, in points.
const (
	timesTop  = 62 // the frame, above the key
	timesFoot = 42 // the axis and the source line
	timesName = 14 // of a bar, where it stands above it
	timesGap  = 5  // between modes, on top of the gap of bars
)

// timesRow is the height of a row.
func timesRow(modes []timeMode, narrow bool) vg.Length {
	rows := 0
	for _, m := range modes {
		rows += len(m.rows)
	}
	if narrow {
		return timesName + 15
	}
	return max(14, min(30, 160/vg.Length(max(rows, 1))))
}

func timesHeight(modes []timeMode, width vg.Length) vg.Length {
	h := timesTop + timesFoot + vg.Length(len(keyLines(keyOf(modes), width)))*16 + 10
	for _, m := range modes {
		h += vg.Length(len(m.rows))*timesRow(modes, width < chart.FigureWidth) + timesGap
	}
	return h
}

// times draws the bars of a chart of time with its key.
//
//	■ on a core  ▨ waiting for a core  □ blocked
//	goroutines  pool of 2   ■■■■■ 55 % ■■■■■▨▨ 40 % ▨▨□
//	 processes  worker 1    ■■■■■ 60 % ■■■■■▨▨ 40 % ▨▨▨
//	            worker 2    ■■■■■ 61 % ■■■■■▨▨ 39 % ▨▨▨
func times(s, faded *chart.Sheet, modes []timeMode, looks map[string]chart.Look) {
	mode, row := chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg, Align: 1},
		chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}
	var modeWidth, rowWidth vg.Length
	for _, m := range modes {
		modeWidth = max(modeWidth, chart.WidthOf(mode, legible.CleanName(m.mode)))
		for _, r := range m.rows {
			rowWidth = max(rowWidth, chart.WidthOf(row, r.name))
		}
	}
	modeWidth = min(max(modeWidth, 40), 130)
	left, right := chart.Margin+modeWidth+12+rowWidth+10, s.Width-chart.Margin
	if s.Narrow() {
		left = chart.Margin
	}
	height := timesRow(modes, s.Narrow())
	mode.Size, row.Size = min(mode.Size, height*0.95), max(chart.LeastText, min(row.Size, height*0.85))
	y := drawKey(s, keyOf(modes), s.Height-timesTop) - 10
	for _, m := range modes {
		if !s.Narrow() {
			h, line := chart.Fit(mode, chart.LeastText, modeWidth, legible.CleanName(m.mode))
			s.WriteMiddle(h, chart.Margin+modeWidth, y-height/2, line)
		}
		for _, r := range m.rows {
			bar := height
			if s.Narrow() {
				h, line := chart.Fit(chart.Hand{Size: 9.5, Weight: chart.Medium, Token: chart.Fg}, chart.LeastText,
					right-left, legible.CleanName(m.mode)+", "+r.name)
				s.Write(h, left, y-11, line)
				bar -= timesName
			} else {
				s.WriteMiddle(row, left-10, y-height/2, r.name)
			}
			y -= height
			timeBar(s, faded, r, looks[m.mode], left, right, y+bar*0.06, y+bar*0.94)
		}
		y -= timesGap
	}
	timeAxisShares(s, left, right, y+timesGap)
}

// timeAxisShares writes the shares of the worker's time under the bars.
func timeAxisShares(s *chart.Sheet, left, right, y vg.Length) {
	h := chart.Hand{Size: 9.5, Weight: chart.Regular, Token: chart.Muted}
	for i, share := range []float64{0, 0.5, 1} {
		h.Align = float64(i) / 2
		label := legible.Percent(share)
		if share == 1 && !s.Narrow() {
			label += " of the worker's time"
		}
		s.Write(h, left+(right-left)*vg.Length(share), y-13, label)
	}
}

// timeBar draws a bar with its shares written in the parts that have room for them. A bar without any time is a rule.
// In doubt only the colour of the mode fades, serial's too: grey is no mode's.
func timeBar(s, faded *chart.Sheet, r timeRow, l chart.Look, left, right, bottom, top vg.Length) {
	if r.use.Total() <= 0 {
		s.Line(chart.Rule, 0.75, left, (bottom+top)/2, right, (bottom+top)/2)
		return
	}
	x := left
	for i, share := range shares(r.use) {
		end := x + (right-left)*vg.Length(share)
		style := styleOf(i, l)
		sheet := s
		if i == onCore {
			sheet = faded
		}
		pattern(sheet, style, x, end, bottom, top)
		shareLabel(sheet, style, share, x, end, bottom, top)
		x = end
	}
}

// shareLabel writes a share in the middle of its part, on a patch of its colour.
func shareLabel(s *chart.Sheet, style fillStyle, share float64, left, right, bottom, top vg.Length) {
	size := max(chart.LeastText, min(9.5, (top-bottom)*0.85))
	h := chart.Hand{Size: size, Weight: chart.Semibold, Token: style.text, Align: 0.5}
	label := legible.Percent(share)
	w := chart.WidthOf(h, label)
	if share < leastShare || right-left < w+8 {
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
	s.SetColor(s.Marked(style.fill))
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
	s.SetColor(s.Inks.Faint(style.line, 0.55))
	s.SetLineWidth(1)
	s.SetLineDash(nil, 0)
	s.Stroke(hatching(style, left, right, bottom, top))
}

// hatching is the lines of a pattern in a box.
func hatching(style fillStyle, left, right, bottom, top vg.Length) (p vg.Path) {
	line := func(x0, y0, x1, y1 vg.Length) {
		p.Move(vg.Point{X: tenth(x0), Y: tenth(y0)})
		p.Line(vg.Point{X: tenth(x1), Y: tenth(y1)})
	}
	if style.slant == 0 {
		for y := bottom + style.step/2; y < top; y += style.step {
			line(left, y, right, y)
		}
		return p
	}
	run := (top - bottom) / vg.Length(style.slant)
	for x := left - run + style.step/2; x < right; x += style.step {
		// The line goes from (x, bottom) to (x+run, top).
		from, to := max(x, left), min(x+run, right)
		line(from, bottom+(from-x)*vg.Length(style.slant), to, bottom+(to-x)*vg.Length(style.slant))
	}
	return p
}
