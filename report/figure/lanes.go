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
	// passes is how many passes over the work it made, where others of the chart made another number; else 0.
	passes int
}

// length is how long the sample took: for one pass, where its passes aren't those of the others.
func (l lane) length() time.Duration { return l.sample.Wall / time.Duration(max(l.passes, 1)) }

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
	cores, own := coresOf(d), ownSpans(d)
	apiece := d.Apiece(workload)
	samples := ofRound(d, workload, round)
	var out []lane
	for _, c := range content.MostWorkers(d, workload) {
		s := samples[c.Cell]
		if s == nil || s.Wall <= 0 || len(out) == maxLanes {
			continue
		}
		inside := scene.Merge(during(stream, s.T, s.T+s.Wall))
		if busy, covered := scene.Average(inside, s.T, s.T+s.Wall); covered > 0 {
			l := lane{sample: *s, heat: coreHeat(inside, own, s.T, s.T+s.Wall, cores, 120), busy: busy}
			if ours, others := apart([]scene.Span{{From: s.T, To: s.T + s.Wall, Busy: busy}}, own); len(others) > 0 {
				l.ours, _ = scene.Average(ours, s.T, s.T+s.Wall)
				l.others = others[0].Busy
			}
			l.passes = apiece[c.Baseline]
			out = append(out, l)
		}
	}
	return out
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
		Data:  lanesData(workload, all, d.CoreIDs()),
	}
	subtitle := fmt.Sprintf("round %d, the middle one by length; one lane a mode, one row a core", round)
	if g := all[0].heat.group; g > 1 {
		subtitle = fmt.Sprintf("round %d, the middle one by length; one row is %d cores on average", round, g)
	}
	if all[0].passes > 0 {
		subtitle += ", scaled to one pass"
	}
	clock := clockLine(d, all[0].heat, "kernel ticks of 10 ms")
	f.tall = func(width vg.Length) vg.Length { return lanesHeight(all, width) }
	f.Lines = []string{"A lane is as long as the mode took, and a row as full as its core was busy.",
		studies.UpperFirst(subtitle) + ". " + studies.UpperFirst(clockWords(all[0].heat)) + "."}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, clock)
		drawLanes(s, all, looks(d))
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
		alt += fmt.Sprintf(" %s with %s: %s, %s.", legible.CleanName(l.sample.Mode),
			legible.Count(l.sample.Workers, "worker"), legible.Length(l.length()), l.busyWords())
	}
	return alt
}

func lanesData(workload string, all []lane, ids []int) legible.Table {
	t := legible.Table{
		Caption: "Busy share of each core in one round of " + legible.CleanName(workload),
		Header:  []string{"mode", "workers", "wall"}, Left: 1, Bars: true,
	}
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
		row := []string{legible.CleanName(l.sample.Mode), strconv.Itoa(l.sample.Workers), legible.Length(l.length())}
		for i := range shown {
			switch {
			case !told:
				row = append(row, legible.Percent(scene.Share(l.busy, i)))
			case l.ours == nil:
				row = append(row, "–", "–")
			default:
				row = append(row, legible.Percent(scene.Share(l.ours, i)),
					legible.Percent(scene.Share(l.others, i)))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// The measures of a chart of lanes, in points.
const (
	lanesTop  = 62 // the frame, above the key
	lanesFoot = 60 // the axis and the source line
	laneName  = 28 // of a lane, where it stands above it
)

// laneHeight is the height of the rows of a lane.
func laneHeight(all []lane) vg.Length {
	return max(24, min(vg.Length(len(all[0].heat.steps))*11, 64))
}

func lanesHeight(all []lane, width vg.Length) vg.Length {
	lane := laneHeight(all) + 10
	if width < chart.FigureWidth {
		lane += laneName
	}
	return lanesTop + lanesFoot + keyLine*vg.Length(len(keyLines(heatKey(all[0].heat), width))) +
		lane*vg.Length(len(all))
}

// drawLanes draws the lanes on one axis of time from go.
//
//	goroutines  ▇▇▇▇▇▇▇▇▇▇▇▇ 104 ms
//	 2 workers  ▇▇▇▇▇▇▇▇▇▇▇▇ 1.9 ours, 0.1 others'
//	       gil  ▇▇▇▇▇▇▁▁▁▁▁▁▁▁▁▁▇▇▇▇▇▇ 201 ms
//	 2 workers  ▁▁▁▁▁▁▇▇▇▇▇▇▇▇▇▇▁▁▁▁▁▁ 1.0 ours, 0.1 others'
func drawLanes(s *chart.Sheet, all []lane, looks map[string]chart.Look) {
	var longest time.Duration
	var widest, words vg.Length
	for _, l := range all {
		longest = max(longest, l.length())
		widest = max(widest, chart.WidthOf(laneHand, legible.CleanName(l.sample.Mode)))
		words = max(words, chart.WidthOf(quietHand, l.busyWords()), chart.WidthOf(laneHand, legible.Length(l.length())))
	}
	left, right := chart.Margin+min(max(widest, 60), 150)+12, s.Width-chart.Margin-words-8
	if s.Narrow() {
		left, right = chart.Margin, s.Width-chart.Margin
	}
	unit, scale := timeUnit(longest)
	at := func(d float64) vg.Length { return left + (right-left)*vg.Length(d*scale/float64(longest)) }
	y := drawKey(s, heatKey(all[0].heat), s.Height-lanesTop) - 4
	height := laneHeight(all)
	for _, l := range all {
		if s.Narrow() {
			laneAbove(s, l, y)
			y -= laneName
		} else {
			laneBeside(s, l, left, at(float64(l.length())/scale), y-height/2)
		}
		ink := func(int) chart.Token { return looks[l.sample.Mode].Colour }
		coreRows(s, l.heat, ink, left, at(float64(l.length())/scale), y-height, y)
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
	s.Write(h, left, y-22, unit+" since go")
}

var laneHand = chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg}

// laneBeside writes what a lane is at its left, and how long it took at its end.
func laneBeside(s *chart.Sheet, l lane, left, end, middle vg.Length) {
	h := laneHand
	h.Align = 1
	h, line := chart.Fit(h, chart.LeastText, left-chart.Margin-10, legible.CleanName(l.sample.Mode))
	s.Write(h, left-10, middle+2, line)
	small := quietHand
	small.Align = 1
	s.Write(small, left-10, middle-10, legible.Count(l.sample.Workers, "worker"))
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
	h, line := chart.Fit(h, chart.LeastText, room, legible.CleanName(l.sample.Mode))
	s.Write(h, chart.Margin, y-11, line)
	s.Write(chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Muted}, chart.Margin, y-22,
		legible.Count(l.sample.Workers, "worker")+", "+l.busyWords())
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
