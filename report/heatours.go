package report

import (
	"fmt"
	"image"
	"image/color"
	"sort"
	"time"

	"gonum.org/v1/plot/vg"

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
func (d *Document) ownSpans() []span {
	ids := d.coreIDs()
	points := make([]results.Cores, len(d.Record.Own))
	end := time.Duration(0)
	for i, o := range d.Record.Own {
		points[i] = results.Cores{T: o.T, Busy: rowsOf(o.Own, nil, ids)}
		end = max(end, o.T)
	}
	return spans(points, 0, end)
}

// during are the stretches that touch a window, cut to it.
func during(all []span, from, to time.Duration) []span {
	first := sort.Search(len(all), func(i int) bool { return all[i].to > from })
	var out []span
	for _, s := range all[first:] {
		if s.from >= to {
			break
		}
		out = append(out, span{max(s.from, from), min(s.to, to), s.busy})
	}
	return out
}

// apart divides stretches of busy cores into what was ours, as finely as that was recorded, and what others used.
// Stretches of which most isn't told are left out.
func apart(busy, own []span) (ours, others []span) {
	for _, b := range busy {
		inside := during(own, b.from, b.to)
		mine, covered := average(inside, b.from, b.to)
		if 2*covered < b.to-b.from {
			continue
		}
		rest := make([]float64, len(b.busy))
		for i := range rest {
			rest[i] = max(0, share(b.busy, i)-share(mine, i))
			if missing(b.busy, i) {
				rest[i] = b.busy[i]
			}
		}
		ours = append(ours, merge(inside)...)
		others = append(others, span{b.from, b.to, rest})
	}
	return ours, others
}

// coreHeat is a heat map of stretches of busy cores; where own tells, ours with the others' apart.
func coreHeat(busy, own []span, from, to time.Duration, cores, columns int) heatMap {
	if len(own) == 0 {
		return heat(busy, from, to, cores, columns)
	}
	ours, others := apart(busy, own)
	m := heat(ours, from, to, cores, columns)
	m.others = heat(others, from, to, cores, columns).steps
	return m
}

// othersRow draws what others used of a core.
func (s *sheet) othersRow(steps []int, left, right, bottom, top vg.Length) {
	if svg := svgUnder(s.Canvas); svg != nil {
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
	c.A = uint8(255 * max(step, 0) / (heatSteps - 1))
	return c
}

// keys draws the colours of a heat map with their meaning: of busy cores, or of ours and the others'.
func (s *sheet) keys(m heatMap, x, bottom, top vg.Length) {
	if m.others == nil {
		s.heatKey("core busy", block, x, bottom, top)
		return
	}
	const gap = 24 // room for the second key's name
	height := (top - bottom - gap) / 2
	s.heatKey("ours", block, x, top-height, top)
	s.heatKey("others'", othersBlock, x, bottom, bottom+height)
}

func othersBlock(s *sheet, step int, left, right, bottom, top vg.Length) {
	s.SetColor(othersShade(step))
	s.Fill(box(left, right, bottom, top).Path())
}

// clockLine is the source line of a heat map. Where ours and the others' are apart it says by which clocks, which leaves
// room for no more of the machine than its processor.
func (d *Document) clockLine(m heatMap, old string) string {
	if m.others == nil {
		return d.sourceLine() + " · " + old
	}
	machine := d.machine()
	return clocks + " · " + cleanName(machine.CPUModel)
}

// busyWords say how many cores were busy in a lane: with ours, or ours and the others' apart.
func (l lane) busyWords() string {
	if l.ours == nil {
		return fmt.Sprintf("%.1f cores busy", sum(l.busy))
	}
	return fmt.Sprintf("%.1f ours, %.1f others'", sum(l.ours), sum(l.others))
}
