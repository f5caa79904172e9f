package figure

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// maxLanes is how many samples one chart of lanes can show.
const maxLanes = 7

// A lane is one sample with what the cores did while it ran.
type lane struct {
	sample results.Sample
	heat   heatMap
	busy   []float64 // of each core, over the sample
	// ours and others are the two parts of busy; nil where the record doesn't tell them apart.
	ours, others []float64
}

// middleRound is the round whose length is the median of the estimated ones, the one most like all the others;
// 0 where there is none.
func middleRound(d *content.Document) int {
	sums := map[int]time.Duration{}
	for i := range d.Record.Samples {
		if s := &d.Record.Samples[i]; s.Round > 0 {
			sums[s.Round] += s.Wall
		}
	}
	complete := make([]int, 0, len(sums))
	for _, r := range d.Record.Rounds {
		if r.Round > 0 && sums[r.Round] > 0 {
			complete = append(complete, r.Round)
		}
	}
	if len(complete) == 0 {
		for r := range sums {
			complete = append(complete, r)
		}
	}
	sort.Slice(complete, func(i, j int) bool {
		a, b := complete[i], complete[j]
		return sums[a] < sums[b] || sums[a] == sums[b] && a < b
	})
	if len(complete) == 0 {
		return 0
	}
	return complete[len(complete)/2]
}

// mostWorkers are the cells of a workload that stand for their modes: the baseline, then each mode with its most
// workers, in the order of the summary.
func mostWorkers(d *content.Document, workload string) []verdict.CellSummary {
	most := map[string]int{}
	var order []verdict.CellSummary
	for _, base := range []bool{true, false} {
		for _, c := range d.Cells(workload) {
			if content.IsBaseline(c) != base {
				continue
			}
			i, seen := most[c.Mode]
			if !seen {
				most[c.Mode] = len(order)
				order = append(order, c)
			} else if c.Workers > order[i].Workers {
				order[i] = c
			}
		}
	}
	return order
}

// lanes are the samples of a workload in a round, one a mode.
func lanes(d *content.Document, workload string, round int) []lane {
	stream, cores, own := d.CoreStream(), coresOf(d), ownSpans(d)
	var out []lane
	for _, c := range mostWorkers(d, workload) {
		s := sample(d, c.Cell, round)
		if s == nil || s.Wall <= 0 || len(out) == maxLanes {
			continue
		}
		inside := content.Merge(content.Spans(stream, s.T, s.T+s.Wall))
		if busy, covered := content.Average(inside, s.T, s.T+s.Wall); covered > 0 {
			l := lane{sample: *s, heat: coreHeat(inside, own, s.T, s.T+s.Wall, cores, 120), busy: busy}
			if ours, others := apart([]content.Span{{From: s.T, To: s.T + s.Wall, Busy: busy}}, own); len(others) > 0 {
				l.ours, _ = content.Average(ours, s.T, s.T+s.Wall)
				l.others = others[0].Busy
			}
			out = append(out, l)
		}
	}
	return out
}

func sample(d *content.Document, c results.Cell, round int) *results.Sample {
	for i := range d.Record.Samples {
		if s := &d.Record.Samples[i]; s.Cell == c && s.Round == round && !s.Twin {
			return s
		}
	}
	return nil
}

// coresOf is how many cores the stream has.
func coresOf(d *content.Document) int { return len(d.CoreIDs()) }

// lanesFigure shows the race itself: one lane a mode, time to the right, the cores inside the lane.
func lanesFigure(d *content.Document, workload string) (Figure, bool) {
	round := middleRound(d)
	all := lanes(d, workload, round)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "cores-" + slug(workload),
		Title: content.CleanName(workload) + ": the race, core by core",
		Alt:   lanesAlt(workload, all),
		Data:  lanesData(workload, all, d.CoreIDs()),
	}
	subtitle := fmt.Sprintf("round %d, the middle one by length; one lane a mode, one row a core", round)
	if g := all[0].heat.group; g > 1 {
		subtitle = fmt.Sprintf("round %d, the middle one by length; one row is %d cores on average", round, g)
	}
	if all[0].heat.others != nil {
		subtitle += ", others' use in orange"
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, clockLine(d, all[0].heat, "kernel ticks of 10 ms"))
		drawLanes(s, all)
	}
	return f, true
}

// sum is how many cores were busy.
func sum(busy []float64) float64 {
	total := 0.0
	for i := range busy {
		total += content.Share(busy, i)
	}
	return total
}

func lanesAlt(workload string, all []lane) string {
	alt := "One lane a mode for " + content.CleanName(workload) +
		", as long as its wall time, with the busy share of each core in colour."
	for _, l := range all {
		alt += fmt.Sprintf(" %s with %s: %s, %s.", content.CleanName(l.sample.Mode),
			content.Count(l.sample.Workers, "worker"), content.Length(l.sample.Wall), l.busyWords())
	}
	return alt
}

func lanesData(workload string, all []lane, ids []int) content.Table {
	t := content.Table{
		Caption: "Busy share of each core in one round of " + content.CleanName(workload),
		Header:  []string{"mode", "workers", "wall"}, Left: 1, Bars: true,
	}
	cores := len(ids)
	shown := min(cores, content.MaxCoreCols)
	told := slices.ContainsFunc(all, func(l lane) bool { return l.ours != nil })
	if told {
		shown = min(cores, content.MaxCoreCols/2)
	}
	for i := range shown {
		name := "core " + strconv.Itoa(ids[i])
		if told {
			t.Header = append(t.Header, name+" ours", "others'")
		} else {
			t.Header = append(t.Header, name)
		}
	}
	if shown < cores {
		t.Caption += fmt.Sprintf(", the first %d cores of %d", shown, cores)
	}
	for _, l := range all {
		row := []string{content.CleanName(l.sample.Mode), strconv.Itoa(l.sample.Workers), content.Length(l.sample.Wall)}
		for i := range shown {
			switch {
			case !told:
				row = append(row, content.Percent(content.Share(l.busy, i)))
			case l.ours == nil:
				row = append(row, "–", "–")
			default:
				row = append(row, content.Percent(content.Share(l.ours, i)),
					content.Percent(content.Share(l.others, i)))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// drawLanes draws the lanes on one axis of time from go.
func drawLanes(s *chart.Sheet, all []lane) {
	var longest time.Duration
	var widest vg.Length
	h := chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg, Align: 1}
	for _, l := range all {
		longest = max(longest, l.sample.Wall)
		widest = max(widest, chart.WidthOf(h, content.CleanName(l.sample.Mode)))
	}
	left := chart.Margin + min(max(widest, 60), 150) + 14
	const right, bottom, top = chart.FigureWidth - chart.Margin - 78, 66, 234
	height := min(vg.Length(top-bottom)/vg.Length(len(all)), 56)
	unit, scale := timeUnit(longest)
	end := float64(longest) / scale * 1.2 // with room for the words on the longest lane
	if all[0].ours != nil {
		end *= 1.12
	}
	p := chart.NewPlot(0, end, 0, 1)
	p.Add(s.XAxis(chart.NiceTicks(end, 6, ""), unit+" since go"), chart.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		s.Line(chart.Grid, 0.75, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
		for i, l := range all {
			drawLane(s, l, c, tx(float64(l.sample.Wall)/scale), c.Max.Y-vg.Length(i)*height, height)
		}
	}))
	s.Area(p, left, right, top-height*vg.Length(len(all)), top)
	keys(s, all[0].heat, chart.FigureWidth-chart.Margin-46, bottom+20, top-14)
}

// drawLane draws one sample: its mode and workers, the cores until it ended, and when that was.
func drawLane(s *chart.Sheet, l lane, c draw.Canvas, end, y, height vg.Length) {
	pad := min(height*0.12, 6)
	heatRows(s, l.heat, c.Min.X, end, y-height+pad, y-pad)
	middle := y - height/2
	h, line := chart.Fit(chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg, Align: 1}, 8,
		c.Min.X-chart.Margin-10, content.CleanName(l.sample.Mode))
	if height < 24 {
		s.WriteMiddle(h, c.Min.X-10, middle, line)
	} else {
		s.Write(h, c.Min.X-10, middle+2, line)
		s.Write(chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted, Align: 1}, c.Min.X-10, middle-9,
			content.Count(l.sample.Workers, "worker"))
	}
	wall, busy := chart.Hand{Size: 10, Weight: chart.Medium, Token: chart.Fg}, l.busyWords()
	if height < 24 {
		s.WriteMiddle(wall, end+6, middle, content.Length(l.sample.Wall)+", "+busy)
		return
	}
	s.Write(wall, end+6, middle+2, content.Length(l.sample.Wall))
	s.Write(chart.Hand{Size: 8.5, Weight: chart.Regular, Token: chart.Muted}, end+6, middle-9, busy)
}

// heatKey draws the colours of a heat map, by a function that draws one, with their meaning.
func heatKey(
	s *chart.Sheet, name string, block func(s *chart.Sheet, step int, left, right, bottom, top vg.Length),
	x, bottom, top vg.Length,
) {
	h := chart.Hand{Size: 8.5, Weight: chart.Regular, Token: chart.Muted}
	s.Write(h, x, top+8, name)
	step := (top - bottom) / chart.HeatSteps
	for i := range chart.HeatSteps {
		y := bottom + vg.Length(i)*step
		block(s, i, x, x+9, y, min(y+step+0.15, top))
	}
	for _, at := range []float64{0, 0.5, 1} {
		s.WriteMiddle(h, x+13, bottom+(top-bottom)*vg.Length(at), content.Percent(at))
	}
}

// timeUnit is the unit for an axis that ends at d, and its length in nanoseconds.
func timeUnit(d time.Duration) (string, float64) {
	switch {
	case d < 2*time.Millisecond:
		return "microseconds", 1e3
	case d < 2*time.Second:
		return "milliseconds", 1e6
	}
	return "seconds", 1e9
}
