package report

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

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
func (d *Document) middleRound() int {
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
func (d *Document) mostWorkers(workload string) []verdict.CellSummary {
	most := map[string]int{}
	var order []verdict.CellSummary
	for _, base := range []bool{true, false} {
		for _, c := range d.cells(workload) {
			if isBaseline(c) != base {
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
func (d *Document) lanes(workload string, round int) []lane {
	stream, cores, own := d.coreStream(), d.cores(), d.ownSpans()
	var out []lane
	for _, c := range d.mostWorkers(workload) {
		s := d.sample(c.Cell, round)
		if s == nil || s.Wall <= 0 || len(out) == maxLanes {
			continue
		}
		inside := merge(spans(stream, s.T, s.T+s.Wall))
		if busy, covered := average(inside, s.T, s.T+s.Wall); covered > 0 {
			l := lane{sample: *s, heat: coreHeat(inside, own, s.T, s.T+s.Wall, cores, 120), busy: busy}
			if ours, others := apart([]span{{s.T, s.T + s.Wall, busy}}, own); len(others) > 0 {
				l.ours, _ = average(ours, s.T, s.T+s.Wall)
				l.others = others[0].busy
			}
			out = append(out, l)
		}
	}
	return out
}

func (d *Document) sample(c results.Cell, round int) *results.Sample {
	for i := range d.Record.Samples {
		if s := &d.Record.Samples[i]; s.Cell == c && s.Round == round && !s.Twin {
			return s
		}
	}
	return nil
}

// cores is how many cores the stream has.
func (d *Document) cores() int { return len(d.coreIDs()) }

// lanesFigure shows the race itself: one lane a mode, time to the right, the cores inside the lane.
func (d *Document) lanesFigure(workload string) (Figure, bool) {
	round := d.middleRound()
	all := d.lanes(workload, round)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "cores-" + slug(workload),
		Title: cleanName(workload) + ": the race, core by core",
		Alt:   lanesAlt(workload, all),
		Data:  lanesData(workload, all, d.coreIDs()),
	}
	subtitle := fmt.Sprintf("round %d, the middle one by length; one lane a mode, one row a core", round)
	if g := all[0].heat.group; g > 1 {
		subtitle = fmt.Sprintf("round %d, the middle one by length; one row is %d cores on average", round, g)
	}
	if all[0].heat.others != nil {
		subtitle += ", others' use in orange"
	}
	f.paint = func(s *sheet) {
		s.frame(f.Title, subtitle, d.clockLine(all[0].heat, "kernel ticks of 10 ms"))
		s.lanes(all)
	}
	return f, true
}

// sum is how many cores were busy.
func sum(busy []float64) float64 {
	total := 0.0
	for i := range busy {
		total += share(busy, i)
	}
	return total
}

func lanesAlt(workload string, all []lane) string {
	alt := "One lane a mode for " + cleanName(workload) + ", as long as its wall time, with the busy share of each core in colour."
	for _, l := range all {
		alt += fmt.Sprintf(" %s with %s: %s, %s.", cleanName(l.sample.Mode), count(l.sample.Workers, "worker"), length(l.sample.Wall), l.busyWords())
	}
	return alt
}

func lanesData(workload string, all []lane, ids []int) Table {
	t := Table{
		Caption: "Busy share of each core in one round of " + cleanName(workload),
		Header:  []string{"mode", "workers", "wall"}, Left: 1, Bars: true,
	}
	cores := len(ids)
	shown := min(cores, maxCoreCols)
	told := slices.ContainsFunc(all, func(l lane) bool { return l.ours != nil })
	if told {
		shown = min(cores, maxCoreCols/2)
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
		row := []string{cleanName(l.sample.Mode), strconv.Itoa(l.sample.Workers), length(l.sample.Wall)}
		for i := range shown {
			switch {
			case !told:
				row = append(row, percent(share(l.busy, i)))
			case l.ours == nil:
				row = append(row, "–", "–")
			default:
				row = append(row, percent(share(l.ours, i)), percent(share(l.others, i)))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// lanes draws the lanes on one axis of time from go.
func (s *sheet) lanes(all []lane) {
	var longest time.Duration
	var widest vg.Length
	h := hand{size: 11.5, weight: semibold, token: fg, align: 1}
	for _, l := range all {
		longest = max(longest, l.sample.Wall)
		widest = max(widest, width(h, cleanName(l.sample.Mode)))
	}
	left := margin + min(max(widest, 60), 150) + 14
	const right, bottom, top = figureWidth - margin - 78, 66, 234
	height := min(vg.Length(top-bottom)/vg.Length(len(all)), 56)
	unit, scale := timeUnit(longest)
	end := float64(longest) / scale * 1.2 // with room for the words on the longest lane
	if all[0].ours != nil {
		end *= 1.12
	}
	p := newPlot(0, end, 0, 1)
	p.Add(s.xAxis(niceTicks(end, 6, ""), unit+" since go"), plotterFunc(func(c draw.Canvas, p *plot.Plot) {
		tx, _ := p.Transforms(&c)
		s.line(grid, 0.75, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
		for i, l := range all {
			s.lane(l, c, tx(float64(l.sample.Wall)/scale), c.Max.Y-vg.Length(i)*height, height)
		}
	}))
	s.area(p, left, right, top-height*vg.Length(len(all)), top)
	s.keys(all[0].heat, figureWidth-margin-46, bottom+20, top-14)
}

// lane draws one sample: its mode and workers, the cores until it ended, and when that was.
func (s *sheet) lane(l lane, c draw.Canvas, end, y, height vg.Length) {
	pad := min(height*0.12, 6)
	s.heatRows(l.heat, c.Min.X, end, y-height+pad, y-pad)
	middle := y - height/2
	h, line := fit(hand{size: 11.5, weight: semibold, token: fg, align: 1}, 8, c.Min.X-margin-10, cleanName(l.sample.Mode))
	if height < 24 {
		s.writeMiddle(h, c.Min.X-10, middle, line)
	} else {
		s.write(h, c.Min.X-10, middle+2, line)
		s.write(hand{size: 9, weight: regular, token: muted, align: 1}, c.Min.X-10, middle-9, count(l.sample.Workers, "worker"))
	}
	wall, busy := hand{size: 10, weight: medium, token: fg}, l.busyWords()
	if height < 24 {
		s.writeMiddle(wall, end+6, middle, length(l.sample.Wall)+", "+busy)
		return
	}
	s.write(wall, end+6, middle+2, length(l.sample.Wall))
	s.write(hand{size: 8.5, weight: regular, token: muted}, end+6, middle-9, busy)
}

// heatKey draws the colours of a heat map, by a function that draws one, with their meaning.
func (s *sheet) heatKey(name string, block func(s *sheet, step int, left, right, bottom, top vg.Length), x, bottom, top vg.Length) {
	h := hand{size: 8.5, weight: regular, token: muted}
	s.write(h, x, top+8, name)
	step := (top - bottom) / heatSteps
	for i := range heatSteps {
		y := bottom + vg.Length(i)*step
		block(s, i, x, x+9, y, min(y+step+0.15, top))
	}
	for _, at := range []float64{0, 0.5, 1} {
		s.writeMiddle(h, x+13, bottom+(top-bottom)*vg.Length(at), percent(at))
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
