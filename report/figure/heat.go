package figure

import (
	"image"
	"math"
	"sort"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
)

// A heatMap is the stream of cores on an even raster: steps[row][column].
type heatMap struct {
	steps  [][]int
	others [][]int // what others used, where steps are ours alone; else nil
	group  int     // cores averaged into a row
}

// noHeat is the step of a field in which nothing was recorded.
const noHeat = -1

// heat lays stretches on a raster of columns from one moment to another. Cores beyond MaxCoreRows are averaged
// in groups.
func heat(in []content.Span, from, to time.Duration, cores, columns int) heatMap {
	group := max(1, (cores+content.MaxCoreRows-1)/content.MaxCoreRows)
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
		first := sort.Search(len(in), func(i int) bool { return in[i].To > a })
		// A column that is mostly gap stays blank, so that the gaps between samples show.
		if busy, covered := content.Average(in[first:], a, b); covered > 0 && 2*covered >= b-a {
			for r := range m.steps {
				if s := rowShare(busy, r*group, min((r+1)*group, cores)); !math.IsNaN(s) {
					m.steps[r][x] = chart.Shade(s)
				}
			}
		}
	}
	return m
}

// rowShare is the mean of the cores of a row that were there, no number where none was.
func rowShare(busy []float64, from, to int) float64 {
	sum, n := 0.0, 0
	for i := from; i < to; i++ {
		if !content.Missing(busy, i) {
			sum, n = sum+content.Share(busy, i), n+1
		}
	}
	return sum / float64(n)
}

// leastRow is the height below which rows of a heat map have no gap, which would only pale them.
const leastRow = 2 * vg.Length(1)

// heatRows draws a heat map with a gap between the rows. SVG gets images of one pixel a column, a tenth of the size
// of shapes; a raster gets shapes, for its images are smoothed.
func heatRows(s *chart.Sheet, m heatMap, left, right, bottom, top vg.Length) {
	height := (top - bottom) / vg.Length(len(m.steps))
	svg := chart.SVGUnder(s.Canvas)
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
			othersRow(s, m.others[r], left, right, y0, line-min((y1-y0)*0.06, 1))
			y0 = line
		}
		if svg != nil {
			svg.DrawImage(box(left, right, y0, y1), heatImage(m.steps[r:r+1]))
			continue
		}
		heatRow(s, steps, left, right, y0, y1)
	}
}

// heatRow draws a row as rectangles, one for neighbours of the same shade.
func heatRow(s *chart.Sheet, steps []int, left, right, bottom, top vg.Length) {
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
func block(s *chart.Sheet, step int, left, right, bottom, top vg.Length) {
	s.SetColor(chart.Cividis(step))
	s.Fill(box(left, right, bottom, top).Path())
}

func box(left, right, bottom, top vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: right, Y: top}}
}

// heatImage is rows of a heat map as an image of one pixel a column.
func heatImage(rows [][]int) image.Image {
	img := image.NewPaletted(image.Rect(0, 0, len(rows[0]), len(rows)), chart.HeatPalette)
	for y, steps := range rows {
		for x, step := range steps {
			img.SetColorIndex(x, y, uint8(step+1))
		}
	}
	return img
}
