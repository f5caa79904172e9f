package figure

import (
	"math"
	"sort"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/legible"
	"corerace/report/scene"
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
func heat(in []scene.Span, from, to time.Duration, cores, columns int) heatMap {
	group := max(1, (cores+legible.MaxCoreRows-1)/legible.MaxCoreRows)
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
		if busy, covered := scene.Average(in[first:], a, b); covered > 0 && 2*covered >= b-a {
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
		if !scene.Missing(busy, i) {
			sum, n = sum+scene.Share(busy, i), n+1
		}
	}
	return sum / float64(n)
}

// rowGap is the part of a row's height that parts it from the next.
const rowGap = 0.16

// coreRows draws a heat map, a row a core: as high as it was busy, ours in the colour of each column and what others
// used in grey on top of it. An idle core is an empty row on its line, and one that wasn't recorded hasn't even that.
func coreRows(s *chart.Sheet, m heatMap, ink func(column int) chart.Token, left, right, bottom, top vg.Length) {
	height := (top - bottom) / vg.Length(len(m.steps))
	step := (right - left) / vg.Length(len(m.steps[0]))
	at := func(x int) vg.Length { return left + vg.Length(x)*step }
	room := height * (1 - rowGap)
	var fills fillings
	for r, ours := range m.steps {
		foot := tenth(top - vg.Length(r+1)*height)
		level := func(x int) vg.Length { return foot + room*part(ours[x]) }
		for _, run := range runs(ours, func(int) chart.Token { return chart.Rule }) {
			s.Line(run.ink, 0.5, at(run.from), foot, at(run.to), foot)
		}
		if m.others != nil { // ours covers its part of all
			all := func(x int) vg.Length { return foot + room*min(1, part(ours[x])+part(m.others[r][x])) }
			fills.area(chart.Rule, 0, len(ours), at, foot, all)
		}
		for _, run := range runs(ours, ink) {
			fills.area(run.ink, run.from, run.to, at, foot, level)
		}
	}
	fills.draw(s)
}

// fillings are what is to be filled in each colour, so that a picture of many stretches is few shapes.
type fillings struct {
	order []chart.Token
	paths map[chart.Token]vg.Path
}

func (f *fillings) add(ink chart.Token, p vg.Path) {
	if f.paths == nil {
		f.paths = map[chart.Token]vg.Path{}
	}
	if f.paths[ink] == nil {
		f.order = append(f.order, ink)
	}
	f.paths[ink] = append(f.paths[ink], p...)
}

func (f *fillings) draw(s *chart.Sheet) {
	for _, ink := range f.order {
		s.SetColor(s.Inks.Of(ink))
		s.Fill(f.paths[ink])
	}
}

// part is a step as a share of a core; 0 for what wasn't recorded.
func part(step int) vg.Length { return vg.Length(max(step, 0)) / (chart.HeatSteps - 1) }

// A columnRun is neighbouring columns of one colour in which something was recorded.
type columnRun struct {
	from, to int
	ink      chart.Token
}

func runs(steps []int, ink func(column int) chart.Token) (all []columnRun) {
	for x, step := range steps {
		if step == noHeat {
			continue
		}
		colour := ink(x)
		if n := len(all) - 1; n >= 0 && all[n].to == x && all[n].ink == colour {
			all[n].to++
			continue
		}
		all = append(all, columnRun{x, x + 1, colour})
	}
	return all
}

// area adds what lies between the foot of a row and a level, column by column. Neighbours of the same level become one
// edge, and stretches of no height none.
func (f *fillings) area(
	ink chart.Token, from, to int, at func(int) vg.Length, foot vg.Length, level func(int) vg.Length,
) {
	const least = 0.05
	for x := from; x < to; {
		if level(x)-foot < least {
			x++
			continue
		}
		end := x + 1
		for end < to && level(end)-foot >= least {
			end++
		}
		f.add(ink, outline(x, end, at, foot, level))
		x = end
	}
}

// outline goes along the level to the right and back along the foot.
func outline(from, to int, at func(int) vg.Length, foot vg.Length, level func(int) vg.Length) (p vg.Path) {
	p.Move(vg.Point{X: tenth(at(from)), Y: foot})
	for x := from; x < to; x++ {
		y, end := tenth(level(x)), tenth(at(x+1))
		if n := len(p); x == from || p[n-1].Pos.Y != y {
			p.Line(vg.Point{X: tenth(at(x)), Y: y})
			p.Line(vg.Point{X: end, Y: y})
		} else {
			p[n-1].Pos.X = end // further along the same edge
		}
	}
	p.Line(vg.Point{X: tenth(at(to)), Y: foot})
	p.Close()
	return p
}

// tenth rounds to a tenth of a point, which nobody sees and which is shorter to write.
func tenth(x vg.Length) vg.Length { return vg.Length(math.Round(float64(x)*10) / 10) }

func box(left, right, bottom, top vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: right, Y: top}}
}
