package text

import (
	"math"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"corerace/report/legible"
)

// The characters of a picture, with those of terminals that know nothing beyond ASCII.
type pen struct{ dot, ring, tick, span, line, ideal rune }

var (
	finePen  = pen{dot: '●', ring: '○', tick: '┃', span: '─', line: '│', ideal: '│'}
	plainPen = pen{dot: '*', ring: 'o', tick: '!', span: '-', line: ':', ideal: ':'}
)

// eighths are the parts of a full cell, from none to seven eighths.
var eighths = []rune(" ▏▎▍▌▋▊▉")

// fewestCells is how many cells the marks of a row have at least, where names and figures stand beside them.
const fewestCells = 20

// A pictureLayout is where the parts of a row stand.
//
//	goroutines ×2  ████████████████████▌ 1.97× (1.95–1.99)
//
// Where there is no room for all of them beside each other, the name and the figures stand above the marks.
type pictureLayout struct {
	heads, above       bool // the group's name stands above its rows; all text above its marks
	group, name, cells int  // widths
}

func (p *printer) layoutOf(pic legible.Picture) pictureLayout {
	var l pictureLayout
	text := 0
	for _, r := range pic.Rows {
		l.group, l.name = max(l.group, width(r.Group)), max(l.name, width(r.Name))
		text = max(text, width(r.Text))
	}
	text++
	room := p.width - text
	if l.heads = l.group > 0 && l.group+2+l.name+2+fewestCells > room; l.heads || l.group == 0 {
		l.group = 0
	} else {
		l.group += 2
	}
	indent := 0
	if l.heads {
		indent = 2
	}
	l.cells = min(room-indent-l.group-l.name-2, 60)
	if l.above = l.cells < fewestCells; l.above {
		l.heads, l.group, l.name, l.cells = true, 0, 0, min(p.width-2, 60)
	}
	return l
}

// picture writes a picture in text; one without rows, or in doubt, is none: a dot would look like a claim.
func (p *printer) picture(pic legible.Picture) {
	if len(pic.Rows) == 0 || pic.Doubt {
		return
	}
	p.gap()
	p.para(pic.Title + ". " + pic.Legend() + ".")
	l, scale := p.layoutOf(pic), newScale(pic)
	for i, r := range pic.Rows {
		first := i == 0 || pic.Rows[i-1].Group != r.Group
		if first && l.heads && r.Group != "" {
			p.buf.WriteString(cut(r.Group, p.width) + "\n")
		}
		p.row(r, l, scale, first)
	}
	if !pic.Bars {
		p.axis(pic, l, scale)
	}
}

// row writes a row of a picture.
func (p *printer) row(r legible.PictureRow, l pictureLayout, s scale, first bool) {
	marks := p.marks(r, l.cells, s)
	if l.above {
		p.para("  " + strings.TrimSpace(r.Name+"  "+r.Text))
		p.buf.WriteString("  " + marks + "\n")
		return
	}
	lead := ""
	if l.heads {
		lead = "  "
	} else if l.group > 0 {
		group := r.Group
		if !first {
			group = ""
		}
		lead = padded(group, l.group)
	}
	p.buf.WriteString(lead + padded(r.Name, l.name) + "  " + marks + " " + r.Text + "\n")
}

// A scale is where a figure stands among the cells of a row.
type scale struct {
	lo, hi, line float64
	bars         bool
}

func newScale(pic legible.Picture) scale {
	s := scale{bars: pic.Bars, line: pic.Line}
	s.lo, s.hi = pic.Extent()
	if !s.bars {
		s.lo, s.hi = s.lo/1.1, s.hi*1.1
	}
	return s
}

// at is the place of a figure, from 0 to 1.
func (s scale) at(x float64) float64 {
	if s.bars {
		return x / s.hi
	}
	return legible.LogPlace(s.lo, s.hi, x)
}

// cell is the cell that a figure stands in.
func (s scale) cell(x float64, cells int) int {
	return min(max(int(math.Floor(s.at(x)*float64(cells))), 0), cells-1)
}

// marks are the cells of a row, all of them, in the colour of its mode.
func (p *printer) marks(r legible.PictureRow, cells int, s scale) string {
	if s.bars {
		return p.bar(r, cells, s)
	}
	out := []rune(strings.Repeat(" ", cells))
	use := finePen
	if p.ascii {
		use = plainPen
	}
	if s.line > 0 {
		out[s.cell(s.line, cells)] = use.line
	}
	if r.Mid == 0 {
		return string(out)
	}
	from, to := s.cell(r.Lo, cells), s.cell(r.Hi, cells)
	for _, x := range []float64{r.Ring, r.Tick} {
		if x > 0 {
			from, to = min(from, s.cell(x, cells)), max(to, s.cell(x, cells))
		}
	}
	for i := from; i <= to; i++ {
		out[i] = use.span
	}
	if r.Tick > 0 {
		out[s.cell(r.Tick, cells)] = use.tick
	}
	if r.Ring > 0 {
		out[s.cell(r.Ring, cells)] = use.ring
	}
	out[s.cell(r.Mid, cells)] = use.dot
	return string(out[:from]) + p.ink(r, string(out[from:to+1])) + string(out[to+1:])
}

// bar is a bar from the left edge, and the ideal where it doesn't hide that.
func (p *printer) bar(r legible.PictureRow, cells int, s scale) string {
	n := int(math.Round(s.at(r.Mid) * float64(cells) * 8))
	full, part := min(n/8, cells), n%8
	out := []rune(strings.Repeat("█", full) + strings.Repeat(" ", cells-full))
	if r.Faded {
		out = []rune(strings.Repeat("░", full) + strings.Repeat(" ", cells-full))
		part = 0
	}
	end := full
	if part > 0 && full < cells {
		out[full] = eighths[part]
		end++
	}
	if end == 0 {
		out[0], end = eighths[1], 1
	}
	use := finePen
	if p.ascii {
		use = plainPen
		for i := range end {
			out[i] = '#'
			if r.Faded {
				out[i] = '.'
			}
		}
	}
	if i := s.cell(r.Ideal, cells); r.Ideal > 0 && i >= end {
		out[i] = use.ideal
	}
	return p.ink(r, string(out[:end])) + string(out[end:])
}

// ink colours the marks of a row.
func (p *printer) ink(r legible.PictureRow, marks string) string {
	if p.paint == nil {
		return marks
	}
	return p.paint(r.Slot, r.Faded, marks)
}

// axis writes round numbers below the rows, and what they are of.
func (p *printer) axis(pic legible.Picture, l pictureLayout, s scale) {
	indent := 2
	if !l.above {
		indent += l.group + l.name
		if l.heads {
			indent += 2
		}
	}
	line := []rune(strings.Repeat(" ", indent+l.cells))
	start := func(x float64) int {
		return max(indent+s.cell(x, l.cells)-width(pic.TickLabel(x))/2, 0)
	}
	for _, x := range legible.LogTicks(s.lo, s.hi, func(a, b float64) bool {
		return start(a)+width(pic.TickLabel(a))+1 < start(b)
	}) {
		label, at := []rune(pic.TickLabel(x)), start(x)
		for len(line) < at+len(label) {
			line = append(line, ' ')
		}
		copy(line[at:], label)
	}
	if len(line) > p.width {
		line = line[:p.width]
	}
	p.buf.WriteString(string(line) + "\n")
	caption := pic.Axis
	if left := indent + (l.cells-width(caption))/2; left > 0 && left+width(caption) <= p.width {
		caption = strings.Repeat(" ", left) + caption
	}
	p.buf.WriteString(caption + "\n")
}

// width is how many columns a text takes in a terminal: two for a letter of Chinese, Japanese or Korean. It is what
// tables are set by, too.
func width(s string) int { return twwidth.WidthWithOptions(s, twwidth.Options{}) }

// padded is a text with spaces up to a width.
func padded(s string, to int) string { return s + strings.Repeat(" ", max(0, to-width(s))) }
