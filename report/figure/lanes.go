package figure

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/verdict"
)

// maxLanes is how many samples one chart of lanes can show.
const maxLanes = 7

// A lane is one sample with what the cores of a machine did while it ran.
type lane struct {
	sample results.Sample
	name   string // of what is told apart: the mode, or the host
	// workers is how many worked at it on this machine, and wall how long it took, by this machine's clock.
	workers int
	wall    time.Duration
	ids     []int     // of the cores
	heat    heatMap   // without rows where the cores couldn't be read
	busy    []float64 // of each core, over the sample
	// ours and others are the two parts of busy; nil where the record doesn't tell them apart.
	ours, others []float64
	// passes is how many passes over the work it made, where others of the chart made another number; else 0.
	passes int
}

// length is how long the sample took: for one pass, where its passes aren't those of the others.
func (l lane) length() time.Duration { return l.wall / time.Duration(max(l.passes, 1)) }

// middleRound is the round whose length is the median of the estimated ones, the one most like all the others;
// 0 where there is none.
func middleRound(d *content.Document) int {
	sums := map[int]time.Duration{}
	for _, s := range d.Record.Briefs() {
		if s.Round > 0 {
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

// lanes are the samples of a workload in a round, one a mode.
func lanes(d *content.Document, workload string, round int) []lane {
	stream, _ := streamSpans(d)
	ids, own := d.CoreIDs(), ownSpans(d)
	apiece := d.Apiece(workload)
	samples := ofRound(d, workload, round)
	var out []lane
	cells := slices.DeleteFunc(content.MostWorkers(d, workload), func(c verdict.CellSummary) bool {
		return samples[c.Cell] == nil || samples[c.Cell].Wall <= 0
	})
	for _, c := range content.Shown(d, workload, cells, maxLanes, content.WayThreads) {
		s := samples[c.Cell]
		inside := scene.Merge(during(stream, s.T, s.T+s.Wall))
		if busy, covered := scene.Average(inside, s.T, s.T+s.Wall); covered > 0 {
			l := lane{sample: *s, name: legible.CleanName(s.Mode), workers: s.Workers, wall: s.Wall, ids: ids, busy: busy}
			l.fill(inside, own, s.T)
			l.passes = apiece[c.Baseline]
			out = append(out, l)
		}
	}
	return out
}

// laneColumns is how many columns of time a lane has.
const laneColumns = 120

// fill draws into a lane what the cores did from a moment on: all of it, and where own tells, ours and the others' apart.
func (l *lane) fill(inside, own []scene.Span, from time.Duration) {
	to := from + l.wall
	l.heat = coreHeat(inside, own, from, to, len(l.ids), laneColumns)
	if ours, others := apart([]scene.Span{{From: from, To: to, Busy: l.busy}}, own); len(others) > 0 {
		l.ours, _ = scene.Average(ours, from, to)
		l.others = others[0].Busy
	}
}

// ofRound are the samples of a workload in a round: of each cell the first.
func ofRound(d *content.Document, workload string, round int) map[results.Cell]*results.Sample {
	all := map[results.Cell]*results.Sample{}
	for i, s := range d.Record.Briefs() {
		if s.Workload == workload && s.Round == round && !s.Twin && all[s.Cell] == nil {
			all[s.Cell] = d.Record.SampleAt(i)
		}
	}
	return all
}

// coresOf is how many cores the stream has.
func coresOf(d *content.Document) int { return len(d.CoreIDs()) }

// lanesFigure shows the race itself in a round: one lane a mode, time to the right, the cores inside the lane.
func lanesFigure(d *content.Document, workload string, round int) (Figure, bool) {
	all := lanes(d, workload, round)
	if len(all) == 0 {
		return Figure{}, false
	}
	f := Figure{
		Name:  "cores-" + slug(workload),
		Title: legible.CleanName(workload) + ": the race, core by core",
		Alt:   lanesAlt(workload, all),
		Data:  lanesData("mode", "Busy share of each core in one round of "+legible.CleanName(workload), all),
	}
	subtitle := fmt.Sprintf("round %d, the middle one by length; one lane a mode, one row a core", round)
	if g := all[0].heat.group; g > 1 {
		subtitle = fmt.Sprintf("round %d, the middle one by length; one row is %d cores on average", round, g)
	}
	if all[0].passes > 0 {
		subtitle += ", scaled to one pass"
	}
	clock := clockLine(d, all[0].heat, "kernel ticks of 10 ms")
	f.tall = func(width vg.Length) vg.Length { return lanesHeight(all, all[0].heat, width) }
	f.Lines = []string{"A lane is as long as the mode took, and a row as full as its core was busy.",
		studies.UpperFirst(subtitle) + ". " + studies.UpperFirst(clockWords(all[0].heat)) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, clock)
		drawLanes(s, all, all[0].heat, looks(d), "since go")
	}
	return f, true
}

// sum is how many cores were busy.
func sum(busy []float64) float64 {
	total := 0.0
	for i := range busy {
		total += scene.Share(busy, i)
	}
	return total
}

func lanesAlt(workload string, all []lane) string {
	alt := "One lane a mode for " + legible.CleanName(workload) +
		", as long as its wall time, with the busy share of each core in colour."
	for _, l := range all {
		alt += " " + l.words()
	}
	return alt
}

// words is a lane in a sentence.
func (l lane) words() string {
	return fmt.Sprintf("%s with %s: %s, %s.", l.name, legible.Count(l.workers, "worker"), legible.Length(l.length()),
		l.busyWords())
}

// lanesData is a table of the cores' shares in each lane. A core that a lane's machine hasn't got, or that isn't told, is
// a dash.
func lanesData(of, caption string, all []lane) legible.Table {
	t := legible.Table{Caption: caption, Header: []string{of, "workers", "wall"}, Left: 1, Bars: true}
	ids := laneIDs(all)
	cores := len(ids)
	shown := min(cores, legible.MaxCoreCols)
	told := slices.ContainsFunc(all, func(l lane) bool { return l.ours != nil })
	if told {
		shown = min(cores, legible.MaxCoreCols/2)
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
		row := []string{l.name, strconv.Itoa(l.workers), legible.Length(l.length())}
		for _, id := range ids[:shown] {
			row = append(row, l.shares(slices.Index(l.ids, id), told)...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// laneIDs are the ids of all cores that any of the lanes has.
func laneIDs(all []lane) (ids []int) {
	for _, l := range all {
		ids = append(ids, l.ids...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// shares are what a table has of the core in a row of a lane, -1 for one that it hasn't got: ours and the others' where
// these are told apart in any lane.
func (l lane) shares(row int, told bool) []string {
	switch {
	case !told && row < 0:
		return []string{"–"}
	case !told:
		return []string{legible.Percent(scene.Share(l.busy, row))}
	case row < 0 || l.ours == nil:
		return []string{"–", "–"}
	}
	return []string{legible.Percent(scene.Share(l.ours, row)), legible.Percent(scene.Share(l.others, row))}
}

// The measures of a chart of lanes, in points.
const (
	lanesTop  = 62 // the frame, above the key
	lanesFoot = 60 // the axis and the source line
	laneName  = 28 // of a lane, where it stands above it
)

// height is the height of the rows of a lane.
func (l lane) height() vg.Length { return max(24, min(vg.Length(len(l.heat.steps))*11, 64)) }

// lanesHeight is the height of lanes under the key of a heat map.
func lanesHeight(all []lane, key heatMap, width vg.Length) vg.Length {
	h := lanesTop + lanesFoot + keyLine*vg.Length(len(keyLines(heatKey(key), width)))
	for _, l := range all {
		h += l.height() + 10
		if width < chart.FigureWidth {
			h += laneName
		}
	}
	return h
}

// drawLanes draws the lanes on one axis of time, since what is said.
//
//	goroutines  ▇▇▇▇▇▇▇▇▇▇▇▇ 104 ms
//	 2 workers  ▇▇▇▇▇▇▇▇▇▇▇▇ 1.9 ours, 0.1 others'
//	       gil  ▇▇▇▇▇▇▁▁▁▁▁▁▁▁▁▁▇▇▇▇▇▇ 201 ms
//	 2 workers  ▁▁▁▁▁▁▇▇▇▇▇▇▇▇▇▇▁▁▁▁▁▁ 1.0 ours, 0.1 others'
func drawLanes(s *chart.Sheet, all []lane, key heatMap, looks map[string]chart.Look, since string) {
	var longest time.Duration
	var widest, words vg.Length
	for _, l := range all {
		longest = max(longest, l.length())
		widest = max(widest, chart.WidthOf(laneHand, l.name))
		words = max(words, chart.WidthOf(quietHand, l.busyWords()), chart.WidthOf(laneHand, legible.Length(l.length())))
	}
	left, right := chart.Margin+min(max(widest, 60), 150)+12, s.Width-chart.Margin-words-8
	if s.Narrow() {
		left, right = chart.Margin, s.Width-chart.Margin
	}
	unit, scale := timeUnit(longest)
	at := func(d float64) vg.Length { return left + (right-left)*vg.Length(d*scale/float64(longest)) }
	y := drawKey(s, heatKey(key), s.Height-lanesTop) - 4
	for _, l := range all {
		height := l.height()
		if s.Narrow() {
			laneAbove(s, l, y)
			y -= laneName
		} else {
			laneBeside(s, l, left, at(float64(l.length())/scale), y-height/2)
		}
		ink := func(int) chart.Token { return looks[l.sample.Mode].Colour }
		if len(l.heat.steps) > 0 {
			coreRows(s, l.heat, ink, left, at(float64(l.length())/scale), y-height, y)
		}
		y -= height + 10
	}
	if all[0].passes > 0 {
		unit += " a pass"
	}
	h := chart.AxisHand
	h.Align, h.Size = 0.5, 9.5
	for _, t := range chart.NiceTicks(float64(longest)/scale, 6, "") {
		s.Write(h, at(t.Value), y-8, t.Label)
	}
	h.Align, h.Token = 0, chart.Fg
	s.Write(h, left, y-22, unit+" "+since)
}

var laneHand = chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg}

// laneBeside writes what a lane is at its left, and how long it took at its end.
func laneBeside(s *chart.Sheet, l lane, left, end, middle vg.Length) {
	h := laneHand
	h.Align = 1
	h, line := chart.Fit(h, chart.LeastText, left-chart.Margin-10, l.name)
	s.Write(h, left-10, middle+2, line)
	small := quietHand
	small.Align = 1
	s.Write(small, left-10, middle-10, legible.Count(l.workers, "worker"))
	if len(l.heat.steps) == 0 {
		s.Write(quietHand, left, middle-4, l.busyWords())
		return
	}
	s.Write(laneHand, end+8, middle+2, legible.Length(l.length()))
	s.Write(quietHand, end+8, middle-10, l.busyWords())
}

// laneAbove writes the same above a lane.
func laneAbove(s *chart.Sheet, l lane, y vg.Length) {
	length := legible.Length(l.length())
	h := chart.Hand{Size: 10, Weight: chart.Semibold, Token: chart.Fg, Align: 1}
	s.Write(h, s.Width-chart.Margin, y-11, length)
	room := s.Width - 2*chart.Margin - chart.WidthOf(h, length) - 8
	h.Align = 0
	h, line := chart.Fit(h, chart.LeastText, room, l.name)
	s.Write(h, chart.Margin, y-11, line)
	s.Write(chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, y-22,
		legible.Count(l.workers, "worker")+", "+l.busyWords())
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
