package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/studies"
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
	look chart.Look
	dots []content.Dot
}

// roundRows are the rows of a workload's chart, those of the most workers first. Where there are too many, each
// mode shows the cell with its most workers, and the chart of lines shows the rest.
func roundRows(d *content.Document, workload string) (rows []roundRow, dropped int) {
	looks, perCell := looks(d), d.Dots(workload)
	for _, c := range d.Cells(workload) {
		if !content.IsBaseline(c) && content.InRange(c) {
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
		cells := make([]verdict.CellSummary, len(kept))
		for i, r := range kept {
			cells[i] = r.cell
		}
		cells = content.Shown(d, workload, cells, maxRoundRows, content.WayThreads)
		rows = slices.DeleteFunc(kept, func(r roundRow) bool {
			return !slices.ContainsFunc(cells, func(c verdict.CellSummary) bool { return c.Cell == r.cell.Cell })
		})
	}
	return rows, total - len(rows)
}

// thin takes at most n dots, evenly.
func thin(all []content.Dot, n int) []content.Dot {
	if len(all) <= n {
		return all
	}
	out := make([]content.Dot, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out
}

// roundsFigure is the chart with a dot for every round, or false where nothing can be drawn.
func roundsFigure(d *content.Document, workload string) (Figure, bool) {
	rows, dropped := roundRows(d, workload)
	if len(rows) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "rounds-" + slug(workload),
		Title: verdictTitle(d, workload),
		Alt:   roundsAlt(workload, rows),
		Data:  speedupData(d, workload, nil),
	}
	best, doubt := d.Ideal(), d.InDoubt(workload)
	method := methodLine(d, workload)
	if dropped > 0 {
		method += "; " + legible.Count(dropped, "more cell") + " in the table"
	}
	subtitle := method + "; a dot is one round"
	f.tall = func(width vg.Length) vg.Length { return roundsHeight(rows, width) }
	f.Lines = []string{"Each dot is one round, the marker is the estimate and the bar its interval.",
		studies.UpperFirst(method) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, d.SourceLine())
		rounds(s.InDoubt(doubt), rows, best)
	}
	return f, true
}

// verdictTitle is the verdict as a headline.
func verdictTitle(d *content.Document, workload string) string {
	v := d.Verdict(workload)
	if v == nil || v.Best.Mode == "" {
		return legible.CleanName(workload) + ": speedup in every round"
	}
	best, next := legible.CleanName(v.Best.Mode), legible.CleanName(v.Next.Mode)
	switch {
	case v.Unknown:
		return legible.CleanName(workload) + ": no verdict, conditions unknown"
	case v.Busy:
		return legible.CleanName(workload) + ": inconclusive, " +
			cmp.Or(legible.Clean(v.Why, legible.MaxText), "the machine was busy")
	case best == legible.CleanName(v.Baseline) && v.Decided:
		return fmt.Sprintf("%s: no mode beats %s", legible.CleanName(workload), best)
	case next == "":
		return fmt.Sprintf("%s: speedup of %s in every round", legible.CleanName(workload), best)
	case v.Decided:
		return fmt.Sprintf("%s: %s %s", legible.CleanName(workload), best, beats(v.Best.Mode, v.Ratio.Center, next))
	case v.Equivalent:
		return fmt.Sprintf("%s: %s and %s are equal within %.0f %%", legible.CleanName(workload), best, next,
			100*stats.Margin)
	}
	return fmt.Sprintf("%s: %s and %s too close to call", legible.CleanName(workload), best, next)
}

// beats says by how much a mode is ahead of next: "beats gil by 12 %", "is 1.98× as fast as gil", with the verb that
// goes with its name.
func beats(mode string, ratio float64, next string) string {
	verb := verdict.Agree(mode, "beats", "beat")
	switch gain := (ratio - 1) * 100; {
	case gain >= 50:
		return verdict.Agree(mode, "is ", "are ") + legible.Times(ratio) + " as fast as " + next
	case gain >= 9.5:
		return fmt.Sprintf("%s %s by %.0f %%", verb, next, gain)
	case gain > 0:
		return fmt.Sprintf("%s %s by %.1f %%", verb, next, gain)
	}
	return "ahead of " + next
}

func roundsAlt(workload string, rows []roundRow) string {
	alt := "Dot chart of speedup for " + legible.CleanName(workload) + ", one row a mode and number of workers."
	for _, r := range rows {
		alt += fmt.Sprintf(" %s, %s: %s.", legible.CleanName(r.cell.Mode), legible.Count(r.cell.Workers, "worker"),
			legible.Speedup(r.cell.Measured))
	}
	return alt
}

// Columns and edges of a chart of rounds, in points.
const (
	roundsBeside = 108 // for the numbers, beside the rows
	roundsFoot   = 66  // the axis and the source line
	roundsTop    = 65  // the frame
	roundsHead   = 15  // height of a group's heading
	roundsName   = 15  // of a row, where it stands above it
)

// roundGroups is how many numbers of workers the rows have.
func roundGroups(rows []roundRow) int {
	groups := 1
	for i := range rows[1:] {
		if rows[i+1].cell.Workers != rows[i].cell.Workers {
			groups++
		}
	}
	return groups
}

// roundHeight is the height of a row.
func roundHeight(rows []roundRow, narrow bool) vg.Length {
	if narrow {
		return roundsName + 26
	}
	return max(22, min(40, (172-vg.Length(roundGroups(rows))*roundsHead)/vg.Length(len(rows))))
}

func roundsHeight(rows []roundRow, width vg.Length) vg.Length {
	return roundsTop + roundsFoot + vg.Length(roundGroups(rows))*roundsHead +
		vg.Length(len(rows))*roundHeight(rows, width < chart.FigureWidth)
}

// rounds draws the rows of a chart of rounds.
//
//	2 workers                                   ideal
//	  goroutines   ............................. ∴◆  1.97× (1.95–1.99)
//	         gil   ............. ∴◆              ¦   0.99× (0.98–1.00)
func rounds(s *chart.Sheet, rows []roundRow, best content.Ideal) {
	left, right := roundsLeft(s, rows), s.Width-chart.Margin-roundsBeside
	if s.Narrow() {
		left, right = chart.Margin+4, s.Width-chart.Margin-6
	}
	top, height := roundsScale(rows, best), roundHeight(rows, s.Narrow())
	p := chart.NewPlot(0, top, 0, 1)
	p.Add(s.XAxis(chart.NiceTicks(top, 6, "×"), "speedup"), chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		s.Line(chart.Grid, 0.75, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
		s.Line(chart.Rule, 1.1, tx(1), c.Min.Y, tx(1), c.Max.Y-2)
		y := c.Max.Y
		for i, r := range rows {
			if i == 0 || r.cell.Workers != rows[i-1].cell.Workers {
				y = groupHead(s, c, p, rows[i:], best, y, height)
			}
			drawRound(s, c, p, r, y-height/2, height)
			y -= height
		}
	}))
	upper := s.Height - roundsTop
	s.Area(p, left, right, upper-vg.Length(roundGroups(rows))*roundsHead-height*vg.Length(len(rows)), upper)
}

// roundsLeft is where the data area starts, so that the longest mode name fits.
func roundsLeft(s *chart.Sheet, rows []roundRow) vg.Length {
	var widest vg.Length
	for _, r := range rows {
		widest = max(widest, chart.WidthOf(rowHand, legible.CleanName(r.cell.Mode)))
	}
	return chart.Margin + min(max(widest, 60), 150) + 14
}

var rowHand = chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg, Align: 1}

// roundsScale is the right end of the axis: the ideal and every interval are in sight, and dots unless they are
// so far out that they would squeeze the rest.
func roundsScale(rows []roundRow, best content.Ideal) float64 {
	top := 1.0
	for _, r := range rows {
		top = max(top, r.cell.Measured.Center)
		if legible.HasInterval(r.cell.Measured) {
			top = max(top, r.cell.Measured.Hi)
		}
		top = max(top, best.Of(r.cell.Workers))
	}
	furthest := top
	for _, r := range rows {
		for _, d := range r.dots {
			if d.Ratio < 2*top {
				furthest = max(furthest, d.Ratio)
			}
		}
	}
	return furthest * 1.04
}

// groupHead writes the heading of the rows with as many workers as the first, marks their ideal, and returns
// where the first row starts.
func groupHead(
	s *chart.Sheet, c draw.Canvas, p *plot.Plot, rows []roundRow, best content.Ideal, y, height vg.Length,
) vg.Length {
	tx, _ := p.Transforms(&c)
	n := 0
	for n < len(rows) && rows[n].cell.Workers == rows[0].cell.Workers {
		n++
	}
	s.Line(chart.Grid, 0.75, chart.Margin, y, s.Width-chart.Margin, y)
	head, workers := chart.Hand{Size: 9.5, Weight: chart.Medium, Token: chart.Muted},
		legible.Count(rows[0].cell.Workers, "worker")
	s.Write(head, chart.Margin, y-11, workers)
	ideal, label := tx(best.Of(rows[0].cell.Workers)), "ideal"
	if best.Speeds != nil {
		label += " " + best.Label(rows[0].cell.Workers)
	}
	end := y - roundsHead - height*vg.Length(n)
	if rows[0].cell.Workers > 1 && ideal <= c.Max.X {
		if s.Narrow() { // the numbers stand above each row
			for top := y - roundsHead; top > end+1; top -= height {
				s.Line(chart.Muted, 1.2, ideal, top-roundsName-1, ideal, top-height, 4, 3)
			}
		} else {
			s.Line(chart.Muted, 1.2, ideal, y-roundsHead+1, ideal, end+1, 4, 3)
		}
		h := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 0.5}
		half := chart.WidthOf(h, label) / 2
		least := chart.Margin + chart.WidthOf(head, workers) + 6
		if !s.Narrow() {
			least = max(least, tx(1)+3) // not across the line of the baseline
		}
		s.Write(h, max(least+half, min(ideal, s.Width-chart.Margin-half)), y-11, label)
	}
	return y - roundsHead
}

// drawRound draws one cell: its name, the rounds as faint dots, the estimate with its interval, and the numbers.
func drawRound(s *chart.Sheet, c draw.Canvas, p *plot.Plot, r roundRow, y, height vg.Length) {
	tx, _ := p.Transforms(&c)
	if s.Narrow() {
		roundAbove(s, r, y+height/2)
		y, height = y-roundsName/2, height-roundsName
	} else {
		h, line := chart.Fit(rowHand, chart.LeastText, c.Min.X-chart.Margin-14, legible.CleanName(r.cell.Mode))
		s.WriteMiddle(h, c.Min.X-14, y, line)
	}
	off, spread := min(height*0.23, 6), min(height*0.14, 4)
	for _, d := range r.dots {
		x := tx(d.Ratio)
		if !legible.Drawable(d.Ratio) || x > c.Max.X+6 {
			continue
		}
		// The golden ratio sets neighbouring rounds apart, alike each time.
		_, jitter := math.Modf(float64(d.Round) * math.Phi)
		at := vg.Point{X: x, Y: y + off + spread*vg.Length(2*jitter-1)}
		s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Dotted(r.look.Colour), Radius: 2.3,
			Shape: draw.CircleGlyph{}}, at)
	}
	estimate(s, c, p, r, y-off, min(height*0.2, 5))
	if s.Narrow() {
		return
	}
	value := chart.Hand{Size: 10.5, Weight: chart.Semibold, Token: s.Told(r.look.Colour)}
	s.Write(value, c.Max.X+12, y-10.5*chart.CapHeight/2, legible.Times(r.cell.Measured.Center))
	h, line := chart.Fit(chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted}, chart.LeastText,
		s.Width-chart.Margin-c.Max.X-48, legible.Interval(r.cell.Measured))
	s.Write(h, c.Max.X+50, y-10.5*chart.CapHeight/2, line)
}

// roundAbove writes the name and the numbers of a row above its dots, from y down.
func roundAbove(s *chart.Sheet, r roundRow, y vg.Length) {
	x := s.Width - chart.Margin
	quiet := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}
	if interval := legible.Interval(r.cell.Measured); interval != "" {
		s.Write(quiet, x, y-11, interval)
		x -= chart.WidthOf(quiet, interval) + 5
	}
	h := chart.Hand{Size: 10, Weight: chart.Semibold, Token: s.Told(r.look.Colour), Align: 1}
	value := legible.Times(r.cell.Measured.Center)
	s.Write(h, x, y-11, value)
	h.Token, h.Align = chart.Fg, 0
	h, line := chart.Fit(h, chart.LeastText, x-chart.WidthOf(h, value)-6-chart.Margin, legible.CleanName(r.cell.Mode))
	s.Write(h, chart.Margin, y-11, line)
}

// estimate draws the estimate as the mode's marker and its interval as a bar with ends that reach over the marker,
// so that a narrow interval shows, too.
func estimate(s *chart.Sheet, c draw.Canvas, p *plot.Plot, r roundRow, y, reach vg.Length) {
	tx, _ := p.Transforms(&c)
	e, colour := r.cell.Measured, s.Marked(r.look.Colour)
	s.DrawGlyphNoClip(draw.GlyphStyle{Color: colour, Radius: min(reach*0.6, 2.8),
		Shape: r.look.Glyph}, vg.Point{X: tx(e.Center), Y: y})
	if !legible.HasInterval(e) {
		return
	}
	lo, hi := tx(e.Lo), min(tx(e.Hi), c.Max.X+6)
	s.StrokeLine2(draw.LineStyle{Color: colour, Width: 1.6}, lo, y, hi, y)
	for _, end := range []vg.Length{lo, hi} {
		s.StrokeLine2(draw.LineStyle{Color: colour, Width: 1.1}, end, y-reach, end, y+reach)
	}
}
