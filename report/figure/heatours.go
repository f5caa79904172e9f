package figure

import (
	"fmt"
	"image"
	"image/color"
	"sort"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/results"
)

// othersColour is that of what others used, by its share as opacity, so that nothing shows where they used nothing. It
// stands out from both backgrounds, and by its lightness from the yellow of a busy core.
var othersColour = color.NRGBA{R: 0xe3, G: 0x6c, B: 0x1a}

// othersShare is the part of a row's height that what others used takes.
const othersShare = 0.34

// clocks says which clock each part of a heat map is from.
const clocks = "ours: counted by the kernel for this program; others': the machine's counters less ours"

// ownSpans are the stretches of what this program used of every core; nil where the record doesn't tell.
func ownSpans(d *content.Document) []content.Span {
	ids := d.CoreIDs()
	points := make([]results.Cores, len(d.Record.Own))
	end := time.Duration(0)
	for i, o := range d.Record.Own {
		points[i] = results.Cores{T: o.T, Busy: content.RowsOf(o.Own, nil, ids)}
		end = max(end, o.T)
	}
	return content.Spans(points, 0, end)
}

// during are the stretches that touch a window, cut to it.
func during(all []content.Span, from, to time.Duration) []content.Span {
	first := sort.Search(len(all), func(i int) bool { return all[i].To > from })
	var out []content.Span
	for _, s := range all[first:] {
		if s.From >= to {
			break
		}
		out = append(out, content.Span{From: max(s.From, from), To: min(s.To, to), Busy: s.Busy})
	}
	return out
}

// apart divides stretches of busy cores into what was ours, as finely as that was recorded, and what others used.
// Stretches of which most isn't told are left out.
func apart(busy, own []content.Span) (ours, others []content.Span) {
	for _, b := range busy {
		inside := during(own, b.From, b.To)
		mine, covered := content.Average(inside, b.From, b.To)
		if 2*covered < b.To-b.From {
			continue
		}
		rest := make([]float64, len(b.Busy))
		for i := range rest {
			rest[i] = max(0, content.Share(b.Busy, i)-content.Share(mine, i))
			if content.Missing(b.Busy, i) {
				rest[i] = b.Busy[i]
			}
		}
		ours = append(ours, content.Merge(inside)...)
		others = append(others, content.Span{From: b.From, To: b.To, Busy: rest})
	}
	return ours, others
}

// coreHeat is a heat map of stretches of busy cores; where own tells, ours with the others' apart.
func coreHeat(busy, own []content.Span, from, to time.Duration, cores, columns int) heatMap {
	if len(own) == 0 {
		return heat(busy, from, to, cores, columns)
	}
	ours, others := apart(busy, own)
	m := heat(ours, from, to, cores, columns)
	m.others = heat(others, from, to, cores, columns).steps
	return m
}

// othersRow draws what others used of a core.
func othersRow(s *chart.Sheet, steps []int, left, right, bottom, top vg.Length) {
	if svg := chart.SVGUnder(s.Canvas); svg != nil {
		img := image.NewNRGBA(image.Rect(0, 0, len(steps), 1))
		for x, step := range steps {
			img.SetNRGBA(x, 0, othersShade(step))
		}
		svg.DrawImage(box(left, right, bottom, top), img)
		return
	}
	width := (right - left) / vg.Length(len(steps))
	for x := 0; x < len(steps); {
		end := x + 1
		for end < len(steps) && steps[end] == steps[x] {
			end++
		}
		if steps[x] > 0 {
			s.SetColor(othersShade(steps[x]))
			s.Fill(box(left+vg.Length(x)*width, left+vg.Length(end)*width, bottom, top).Path())
		}
		x = end
	}
}

// othersShade is the colour of a step of what others used.
func othersShade(step int) color.NRGBA {
	c := othersColour
	c.A = uint8(255 * max(step, 0) / (chart.HeatSteps - 1))
	return c
}

// keys draws the colours of a heat map with their meaning: of busy cores, or of ours and the others'.
func keys(s *chart.Sheet, m heatMap, x, bottom, top vg.Length) {
	if m.others == nil {
		heatKey(s, "core busy", block, x, bottom, top)
		return
	}
	const gap = 24 // room for the second key's name
	height := (top - bottom - gap) / 2
	heatKey(s, "ours", block, x, top-height, top)
	heatKey(s, "others'", othersBlock, x, bottom, bottom+height)
}

func othersBlock(s *chart.Sheet, step int, left, right, bottom, top vg.Length) {
	s.SetColor(othersShade(step))
	s.Fill(box(left, right, bottom, top).Path())
}

// clockLine is the source line of a heat map. Where ours and the others' are apart it says by which clocks, which
// leaves room for no more of the machine than its processor.
func clockLine(d *content.Document, m heatMap, old string) string {
	if m.others == nil {
		return d.SourceLine() + " · " + old
	}
	machine := d.Machine()
	return clocks + " · " + content.CleanName(machine.CPUModel)
}

// busyWords say how many cores were busy in a lane: with ours, or ours and the others' apart.
func (l lane) busyWords() string {
	if l.ours == nil {
		return fmt.Sprintf("%.1f cores busy", sum(l.busy))
	}
	return fmt.Sprintf("%.1f ours, %.1f others'", sum(l.ours), sum(l.others))
}
