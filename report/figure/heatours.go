package figure

import (
	"fmt"
	"sort"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results"
)

// clocks says which clock each part of a heat map is from.
const clocks = "ours: counted by the kernel for this program; others': the machine's counters less ours"

// ownSpans are the stretches of what this program used of every core; nil where the record doesn't tell.
func ownSpans(d *content.Document) []scene.Span {
	points, end := ownRows(d.Record.Own, d.CoreIDs())
	return scene.Spans(points, 0, end)
}

// ownRows are points of own use with one number a row, and when the last is.
func ownRows(own []results.Own, ids []int) (points []results.Cores, end time.Duration) {
	points = make([]results.Cores, len(own))
	for i, o := range own {
		points[i] = results.Cores{T: o.T, Busy: content.RowsOf(o.Own, nil, ids)}
		end = max(end, o.T)
	}
	return points, end
}

// streamSpans are the stretches of the whole stream of cores, in which those of a window are found fast, and its end.
func streamSpans(d *content.Document) (all []scene.Span, end time.Duration) {
	for _, c := range d.Record.Cores {
		end = max(end, c.T)
	}
	return scene.Spans(d.CoreStream(), 0, end), end
}

// during are the stretches that touch a window, cut to it.
func during(all []scene.Span, from, to time.Duration) []scene.Span {
	first := sort.Search(len(all), func(i int) bool { return all[i].To > from })
	var out []scene.Span
	for _, s := range all[first:] {
		if s.From >= to {
			break
		}
		out = append(out, scene.Span{From: max(s.From, from), To: min(s.To, to), Busy: s.Busy})
	}
	return out
}

// apart divides stretches of busy cores into what was ours, as finely as that was recorded, and what others used.
// Stretches of which most isn't told are left out.
func apart(busy, own []scene.Span) (ours, others []scene.Span) {
	for _, b := range busy {
		inside := during(own, b.From, b.To)
		mine, covered := scene.Average(inside, b.From, b.To)
		if 2*covered < b.To-b.From {
			continue
		}
		rest := make([]float64, len(b.Busy))
		for i := range rest {
			rest[i] = max(0, scene.Share(b.Busy, i)-scene.Share(mine, i))
			if scene.Missing(b.Busy, i) {
				rest[i] = b.Busy[i]
			}
		}
		ours = append(ours, scene.Merge(inside)...)
		others = append(others, scene.Span{From: b.From, To: b.To, Busy: rest})
	}
	return ours, others
}

// coreHeat is a heat map of stretches of busy cores; where own tells, ours with the others' apart.
func coreHeat(busy, own []scene.Span, from, to time.Duration, cores, columns int) heatMap {
	if len(own) == 0 {
		return heat(busy, from, to, cores, columns)
	}
	ours, others := apart(busy, own)
	m := heat(ours, from, to, cores, columns)
	m.others = heat(others, from, to, cores, columns).steps
	return m
}

// heatKey says what is drawn in the rows of a heat map.
func heatKey(m heatMap) []keyEntry {
	mode := fillStyle{fill: chart.Fg}
	if m.others == nil {
		return []keyEntry{{style: mode, name: "core busy, in the mode's colour; other programs aren't told apart"}}
	}
	return []keyEntry{{style: mode, name: "this program, in the mode's colour"},
		{style: fillStyle{fill: chart.Rule}, name: "other programs"},
		{style: fillStyle{fill: chart.Bg, edge: chart.Rule}, name: "idle"}}
}

// clockWords say by which clocks the rows are, for a page, which names the machine elsewhere.
func clockWords(m heatMap) string {
	if m.others == nil {
		return "from the kernel's counters, in ticks of 10 ms"
	}
	return clocks
}

// clockLine is the source line of a heat map. Where ours and the others' are apart it says by which clocks, which
// leaves room for no more of the machine than its processor.
func clockLine(d *content.Document, m heatMap, old string) string {
	if m.others == nil {
		return d.SourceLine() + " · " + old
	}
	machine := d.Machine()
	return clocks + " · " + legible.CleanName(machine.CPUModel)
}

// busyWords say how many cores were busy in a lane: with ours, or ours and the others' apart.
func (l lane) busyWords() string {
	if l.heat.steps == nil {
		return "its cores couldn't be read"
	}
	if l.ours == nil {
		return fmt.Sprintf("%.1f cores busy", sum(l.busy))
	}
	return fmt.Sprintf("%.1f ours, %.1f others'", sum(l.ours), sum(l.others))
}
