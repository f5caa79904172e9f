package report

import (
	"cmp"
	"fmt"
	"math"
	"sort"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/results/stats"
	"corerace/results/verdict"
)

// Limits of a chart of rounds: what can be read from the last row of a class.
const (
	maxRoundRows = 10
	maxDots      = 60 // dots in a row
)

// A roundRow is a cell in a chart of rounds.
type roundRow struct {
	cell verdict.CellSummary
	look look
	dots []dot
}

// roundRows are the rows of a workload's chart, those of the most workers first. Where there are too many, each
// mode shows the cell with its most workers, and the chart of lines shows the rest.
func (d *Document) roundRows(workload string) (rows []roundRow, dropped int) {
	looks, perCell := d.looks(), d.dots()
	for _, c := range d.cells(workload) {
		if !isBaseline(c) && inRange(c) {
			rows = append(rows, roundRow{c, looks[c.Mode], thin(perCell[c.Cell], maxDots)})
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].cell.Workers > rows[j].cell.Workers })
	total := len(rows)
	if total > maxRoundRows {
		seen := map[string]bool{}
		kept := rows[:0:0]
		for _, r := range rows {
			if !seen[r.cell.Mode] {
				seen[r.cell.Mode] = true
				kept = append(kept, r)
			}
		}
		rows = kept[:min(len(kept), maxRoundRows)]
	}
	return rows, total - len(rows)
}

// thin takes at most n dots, evenly.
func thin(all []dot, n int) []dot {
	if len(all) <= n {
		return all
	}
	out := make([]dot, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out
}

// roundsFigure is the chart with a dot for every round, or false where nothing can be drawn.
func (d *Document) roundsFigure(workload string) (Figure, bool) {
	rows, dropped := d.roundRows(workload)
	if len(rows) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "rounds-" + slug(workload),
		Title: d.verdictTitle(workload),
		Alt:   roundsAlt(workload, rows),
		Data:  d.speedupData(workload, nil),
	}
	best := d.ideal()
	subtitle := d.methodLine(workload) + "; a dot is one round"
	if dropped > 0 {
		subtitle += "; " + count(dropped, "more cell") + " in the table"
	}
	f.paint = func(s *sheet) {
		s.frame(f.Title, subtitle, d.sourceLine())
		s.rounds(rows, best)
	}
	return f, true
}

// verdictTitle is the verdict as a headline.
func (d *Document) verdictTitle(workload string) string {
	v := d.verdict(workload)
	if v == nil || v.Best.Mode == "" {
		return cleanName(workload) + ": speedup in every round"
	}
	best, next := cleanName(v.Best.Mode), cleanName(v.Next.Mode)
	switch {
	case v.Unknown:
		return cleanName(workload) + ": no verdict, conditions unknown"
	case v.Busy:
		return cleanName(workload) + ": inconclusive, " + cmp.Or(clean(v.Why, maxText), "the machine was busy")
	case best == cleanName(v.Baseline) && v.Decided:
		return fmt.Sprintf("%s: no mode beats %s", cleanName(workload), best)
	case next == "":
		return fmt.Sprintf("%s: speedup of %s in every round", cleanName(workload), best)
	case v.Decided:
		return fmt.Sprintf("%s: %s %s", cleanName(workload), best, beats(v.Ratio.Center, next))
	case v.Equivalent:
		return fmt.Sprintf("%s: %s and %s are equal within %.0f %%", cleanName(workload), best, next, 100*stats.Margin)
	}
	return fmt.Sprintf("%s: %s and %s too close to call", cleanName(workload), best, next)
}

// beats says by how much something is ahead of next: "beats gil by 12 %", "is 1.98× as fast as gil".
func beats(ratio float64, next string) string {
	switch gain := (ratio - 1) * 100; {
	case gain >= 50:
		return "is " + times(ratio) + " as fast as " + next
	case gain >= 9.5:
		return fmt.Sprintf("beats %s by %.0f %%", next, gain)
	case gain > 0:
		return fmt.Sprintf("beats %s by %.1f %%", next, gain)
	}
	return "ahead of " + next
}

func roundsAlt(workload string, rows []roundRow) string {
	alt := "Dot chart of speedup for " + cleanName(workload) + ", one row a mode and number of workers."
	for _, r := range rows {
		alt += fmt.Sprintf(" %s, %s: %s.", cleanName(r.cell.Mode), count(r.cell.Workers, "worker"), speedup(r.cell.Measured))
	}
	return alt
}

// Columns and edges of a chart of rounds, in points.
const (
	roundsRight  = figureWidth - margin - 108
	roundsBottom = 66
	roundsTop    = 238
	roundsHead   = 15 // height of a group's heading
)

// rounds draws the rows of a chart of rounds.
//
//	2 workers                                   ideal
//	  goroutines   ............................. ∴◆  1.97× (1.95–1.99)
//	         gil   ............. ∴◆              ¦   0.99× (0.98–1.00)
func (s *sheet) rounds(rows []roundRow, best ideal) {
	left := s.roundsLeft(rows)
	top := roundsScale(rows, best)
	groups := 1
	for i := range rows[1:] {
		if rows[i+1].cell.Workers != rows[i].cell.Workers {
			groups++
		}
	}
	height := min(vg.Length(roundsTop-roundsBottom-groups*roundsHead)/vg.Length(len(rows)), 40)
	bottom := roundsTop - vg.Length(groups*roundsHead) - height*vg.Length(len(rows))
	p := newPlot(0, top, 0, 1)
	p.Add(s.xAxis(niceTicks(top, 6, "×"), "speedup"), plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		s.line(grid, 0.75, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
		s.line(rule, 1.1, tx(1), c.Min.Y, tx(1), c.Max.Y-2)
		y := c.Max.Y
		for i, r := range rows {
			if i == 0 || r.cell.Workers != rows[i-1].cell.Workers {
				y = s.groupHead(c, p, rows[i:], best, y, height)
			}
			s.roundRow(c, p, r, y-height/2, height)
			y -= height
		}
	}))
	s.area(p, left, roundsRight, bottom, roundsTop)
}

// roundsLeft is where the data area starts, so that the longest mode name fits.
func (s *sheet) roundsLeft(rows []roundRow) vg.Length {
	var widest vg.Length
	for _, r := range rows {
		widest = max(widest, width(rowHand, cleanName(r.cell.Mode)))
	}
	return margin + min(max(widest, 60), 150) + 14
}

var rowHand = hand{size: 11.5, weight: semibold, token: fg, align: 1}

// roundsScale is the right end of the axis: the ideal and every interval are in sight, and dots unless they are
// so far out that they would squeeze the rest.
func roundsScale(rows []roundRow, best ideal) float64 {
	top := 1.0
	for _, r := range rows {
		top = max(top, r.cell.Measured.Center)
		if hasInterval(r.cell.Measured) {
			top = max(top, r.cell.Measured.Hi)
		}
		top = max(top, best.of(r.cell.Workers))
	}
	furthest := top
	for _, r := range rows {
		for _, d := range r.dots {
			if d.ratio < 2*top {
				furthest = max(furthest, d.ratio)
			}
		}
	}
	return furthest * 1.04
}

// groupHead writes the heading of the rows with as many workers as the first, marks their ideal, and returns
// where the first row starts.
func (s *sheet) groupHead(c draw.Canvas, p *plot.Plot, rows []roundRow, best ideal, y, height vg.Length) vg.Length {
	tx, _ := p.Transforms(&c)
	n := 0
	for n < len(rows) && rows[n].cell.Workers == rows[0].cell.Workers {
		n++
	}
	s.line(grid, 0.75, margin, y, figureWidth-margin, y)
	s.write(hand{size: 9.5, weight: medium, token: muted}, margin, y-11, count(rows[0].cell.Workers, "worker"))
	ideal, label := tx(best.of(rows[0].cell.Workers)), "ideal"
	if best.speeds != nil {
		label += " " + best.label(rows[0].cell.Workers)
	}
	end := y - roundsHead - height*vg.Length(n)
	if rows[0].cell.Workers > 1 && ideal <= c.Max.X {
		s.line(muted, 1.2, ideal, y-roundsHead+1, ideal, end+1, 4, 3)
		s.write(hand{size: 9, weight: regular, token: muted, align: 0.5}, ideal, y-11, label)
	}
	return y - roundsHead
}

// roundRow draws one cell: its name, the rounds as faint dots, the estimate with its interval, and the numbers.
func (s *sheet) roundRow(c draw.Canvas, p *plot.Plot, r roundRow, y, height vg.Length) {
	tx, _ := p.Transforms(&c)
	h, line := fit(rowHand, 8, c.Min.X-margin-14, cleanName(r.cell.Mode))
	s.writeMiddle(h, c.Min.X-14, y, line)
	off, spread := min(height*0.23, 6), min(height*0.14, 4)
	for _, d := range r.dots {
		x := tx(d.ratio)
		if !drawable(d.ratio) || x > c.Max.X+6 {
			continue
		}
		// The golden ratio sets neighbouring rounds apart, alike each time.
		_, jitter := math.Modf(float64(d.round) * math.Phi)
		at := vg.Point{X: x, Y: y + off + spread*vg.Length(2*jitter-1)}
		s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.inks.faint(r.look.colour, 0.42), Radius: 2.3, Shape: draw.CircleGlyph{}}, at)
	}
	s.estimate(c, p, r, y-off, min(height*0.2, 5))
	s.write(hand{size: 10.5, weight: semibold, token: r.look.colour}, c.Max.X+12, y-10.5*capHeight/2, times(r.cell.Measured.Center))
	h, line = fit(hand{size: 9, weight: regular, token: muted}, 7, figureWidth-margin-c.Max.X-48, interval(r.cell.Measured))
	s.write(h, c.Max.X+50, y-10.5*capHeight/2, line)
}

// estimate draws the estimate as the mode's marker and its interval as a bar with ends that reach over the marker,
// so that a narrow interval shows, too.
func (s *sheet) estimate(c draw.Canvas, p *plot.Plot, r roundRow, y, reach vg.Length) {
	tx, _ := p.Transforms(&c)
	e := r.cell.Measured
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.inks.of(r.look.colour), Radius: min(reach*0.6, 2.8), Shape: r.look.glyph}, vg.Point{X: tx(e.Center), Y: y})
	if !hasInterval(e) {
		return
	}
	lo, hi := tx(e.Lo), min(tx(e.Hi), c.Max.X+6)
	s.line(r.look.colour, 1.6, lo, y, hi, y)
	for _, end := range []vg.Length{lo, hi} {
		s.line(r.look.colour, 1.1, end, y-reach, end, y+reach)
	}
}
