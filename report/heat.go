package report

import (
	"image"
	"math"
	"sort"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/results"
)

// A span is a stretch of the stream of cores.
type span struct {
	from, to time.Duration
	busy     []float64
}

// leastSpan is the shortest stretch worth drawing: the kernel counts in ticks of 10 ms, so a shorter one is
// mostly noise.
const leastSpan = 50 * time.Millisecond

// spans turns the points of a stream into stretches from one moment to another, in order. A point that doesn't
// move time forward is left out.
func spans(points []results.Cores, from, to time.Duration) []span {
	var out []span
	prev := time.Duration(0)
	for i, p := range points {
		if i == 0 && p.T > 0 {
			prev = max(0, p.T-leastSpan) // how long the first one took isn't known
		}
		if p.T <= prev {
			continue
		}
		if a, b := max(prev, from), min(p.T, to); a < b {
			out = append(out, span{a, b, p.Busy})
		}
		prev = p.T
	}
	return out
}

// merge joins short stretches with their neighbours, weighted by time.
func merge(in []span) []span {
	var out []span
	for _, s := range in {
		last := len(out) - 1
		if last >= 0 && (out[last].to-out[last].from < leastSpan || s.to-s.from < leastSpan/5) && out[last].to == s.from {
			out[last] = join(out[last], s)
			continue
		}
		out = append(out, s)
	}
	if n := len(out); n > 1 && out[n-1].to-out[n-1].from < leastSpan && out[n-2].to == out[n-1].from {
		out[n-2] = join(out[n-2], out[n-1])
		out = out[:n-1]
	}
	return out
}

func join(a, b span) span {
	wa, wb := float64(a.to-a.from), float64(b.to-b.from)
	busy := make([]float64, max(len(a.busy), len(b.busy)))
	for i := range busy {
		switch { // a core that came or went is as busy as it was while it was there
		case missing(a.busy, i):
			busy[i] = b.busy[i]
		case missing(b.busy, i):
			busy[i] = a.busy[i]
		default:
			busy[i] = (share(a.busy, i)*wa + share(b.busy, i)*wb) / (wa + wb)
		}
	}
	return span{a.from, b.to, busy}
}

// share is the busy share of a core, 0 where it wasn't recorded, never above 1.
func share(busy []float64, core int) float64 {
	if core >= len(busy) || !(busy[core] > 0) {
		return 0
	}
	return min(busy[core], 1)
}

// A heatMap is the stream of cores on an even raster: steps[row][column].
type heatMap struct {
	steps  [][]int
	others [][]int // what others used, where steps are ours alone; else nil
	group  int     // cores averaged into a row
}

const noHeat = -1 // nothing was recorded here

// heat lays stretches on a raster of columns from one moment to another. Cores beyond maxCoreRows are averaged
// in groups.
func heat(in []span, from, to time.Duration, cores, columns int) heatMap {
	group := max(1, (cores+maxCoreRows-1)/maxCoreRows)
	rows := (cores + group - 1) / group
	m := heatMap{group: group, steps: make([][]int, rows)}
	for r := range m.steps {
		m.steps[r] = make([]int, columns)
		for x := range m.steps[r] {
			m.steps[r][x] = noHeat
		}
	}
	for x := range columns {
		a := from + time.Duration(float64(to-from)*float64(x)/float64(columns))
		b := from + time.Duration(float64(to-from)*float64(x+1)/float64(columns))
		first := sort.Search(len(in), func(i int) bool { return in[i].to > a })
		// A column that is mostly gap stays blank, so that the gaps between samples show.
		if busy, covered := average(in[first:], a, b); covered > 0 && 2*covered >= b-a {
			for r := range m.steps {
				if s := rowShare(busy, r*group, min((r+1)*group, cores)); !math.IsNaN(s) {
					m.steps[r][x] = shade(s)
				}
			}
		}
	}
	return m
}

// average is the busy shares from one moment to another, weighted by time, and how much of that was recorded. A core
// that was there for none of it is no number.
func average(in []span, from, to time.Duration) (busy []float64, covered time.Duration) {
	var gone []time.Duration
	for _, s := range in {
		if s.from >= to {
			break
		}
		part := min(s.to, to) - max(s.from, from)
		if part <= 0 {
			continue
		}
		if n := len(s.busy) - len(busy); n > 0 {
			busy, gone = append(busy, make([]float64, n)...), append(gone, make([]time.Duration, n)...)
		}
		for i := range s.busy {
			if missing(s.busy, i) {
				gone[i] += part
			}
			busy[i] += share(s.busy, i) * float64(part)
		}
		covered += part
	}
	for i := range busy {
		busy[i] /= float64(covered - gone[i]) // 0 ÷ 0 where it was there for none of it
	}
	return busy, covered
}

// rowShare is the mean of the cores of a row that were there, no number where none was.
func rowShare(busy []float64, from, to int) float64 {
	sum, n := 0.0, 0
	for i := from; i < to; i++ {
		if !missing(busy, i) {
			sum, n = sum+share(busy, i), n+1
		}
	}
	return sum / float64(n)
}

// leastRow is the height below which rows of a heat map have no gap, which would only pale them.
const leastRow = 2 * vg.Length(1)

// heatRows draws a heat map with a gap between the rows. SVG gets images of one pixel a column, a tenth of the size
// of shapes; a raster gets shapes, for its images are smoothed.
func (s *sheet) heatRows(m heatMap, left, right, bottom, top vg.Length) {
	height := (top - bottom) / vg.Length(len(m.steps))
	svg := svgUnder(s.Canvas)
	if svg != nil && height < leastRow {
		svg.DrawImage(box(left, right, bottom, top), heatImage(m.steps))
		return
	}
	gap := vg.Length(-0.15) // a hair of overlap hides the seams of antialiasing
	if height >= leastRow {
		gap = min(height*0.14, 2)
	}
	for r, steps := range m.steps {
		y1 := top - vg.Length(r)*height - gap/2
		y0 := y1 - height + gap
		if m.others != nil && height >= leastRow {
			line := y0 + (y1-y0)*othersShare
			s.othersRow(m.others[r], left, right, y0, line-min((y1-y0)*0.06, 1))
			y0 = line
		}
		if svg != nil {
			svg.DrawImage(box(left, right, y0, y1), heatImage(m.steps[r:r+1]))
			continue
		}
		s.heatRow(steps, left, right, y0, y1)
	}
}

// heatRow draws a row as rectangles, one for neighbours of the same shade.
func (s *sheet) heatRow(steps []int, left, right, bottom, top vg.Length) {
	step := (right - left) / vg.Length(len(steps))
	for x := 0; x < len(steps); {
		end := x + 1
		for end < len(steps) && steps[end] == steps[x] {
			end++
		}
		if steps[x] != noHeat {
			block(s, steps[x], left+vg.Length(x)*step, min(left+vg.Length(end)*step+0.15, right), bottom, top)
		}
		x = end
	}
}

// block fills a rectangle with a shade.
func block(s *sheet, step int, left, right, bottom, top vg.Length) {
	s.SetColor(cividis(step))
	s.Fill(box(left, right, bottom, top).Path())
}

func box(left, right, bottom, top vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: right, Y: top}}
}

// heatImage is rows of a heat map as an image of one pixel a column.
func heatImage(rows [][]int) image.Image {
	img := image.NewPaletted(image.Rect(0, 0, len(rows[0]), len(rows)), heatPalette)
	for y, steps := range rows {
		for x, step := range steps {
			img.SetColorIndex(x, y, uint8(step+1))
		}
	}
	return img
}
