package figure

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// Matrix is the name of the picture of modes by workloads.
const Matrix = "matrix"

// maxMatrixModes is how many modes a matrix can show.
const maxMatrixModes = 6

// A matrix is the speedup of every mode in every workload.
type matrix struct {
	modes     []string
	rows      []matrixRow
	looks     map[string]chart.Look
	projected bool // some number is a projection
	workers   int  // of every cell; 0 where they differ
	ideal     content.Ideal
}

// A matrixRow is a workload: its cells by the modes of the matrix; nil where the mode wasn't measured in it.
type matrixRow struct {
	workload string
	doubt    bool
	cells    []*matrixCell
}

// A matrixCell is what stands for a mode in a workload.
type matrixCell struct {
	verdict.CellSummary
	speedup   float64
	projected bool
}

// matrixFigure shows modes by workloads, or false where there is one workload, whose answer says as much, as that of a
// run of several runtimes does.
func matrixFigure(d *content.Document) (Figure, bool) {
	if d.OfRuntimes() {
		return Figure{}, false
	}
	m, dropped := matrixOf(d)
	if len(m.rows) < 2 || len(m.modes) == 0 {
		return Figure{}, false
	}
	f := Figure{Name: Matrix, Section: -1, Title: "Every mode in every workload", Alt: m.alt(), Data: m.data()}
	f.tall = func(width vg.Length) vg.Length { return m.height(width) }
	with := "with its number of workers in brackets"
	if m.workers > 0 {
		with = "with " + legible.Count(m.workers, "worker")
	}
	f.Lines = []string{"The number is the speedup over " + d.BaseWords() + " in the same workload, " + with +
		"; the fuller the colour, the nearer to the ideal."}
	if m.projected {
		f.Lines = append(f.Lines, "p: projected to an idle machine, because what was measured may not be believed.")
	}
	if dropped > 0 {
		f.Lines = append(f.Lines, legible.Count(dropped, "more mode")+" in the table.")
	}
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, "speedup over "+d.BaseWords()+"; the fuller the colour, the nearer to the ideal", d.SourceLine())
		m.draw(s)
	}
	return f, true
}

// matrixOf gathers the cells, up to MaxWorkloads workloads.
func matrixOf(d *content.Document) (m matrix, dropped int) {
	m.looks, m.ideal = looks(d), d.Ideal()
	for _, c := range d.Summary.Cells {
		if !content.IsBaseline(c) && content.InRange(c) && !slices.Contains(m.modes, c.Mode) {
			m.modes = append(m.modes, c.Mode)
		}
	}
	dropped = max(0, len(m.modes)-maxMatrixModes)
	m.modes = m.modes[:len(m.modes)-dropped]
	counts := map[int]bool{}
	for i, w := range d.Workloads() {
		if i == legible.MaxWorkloads {
			break
		}
		row := matrixRow{w, d.InDoubt(w), make([]*matrixCell, len(m.modes))}
		for _, c := range content.MostWorkers(d, w) {
			c = content.VerdictCell(d, content.VerdictOver(d, w, c.Baseline), c)
			if at := slices.Index(m.modes, c.Mode); at >= 0 && !content.IsBaseline(c) && content.InRange(c) {
				x := &matrixCell{c, content.Standing(d, c), row.doubt && content.ProjectionSaid(d, c)}
				row.cells[at], m.projected = x, m.projected || x.projected
				counts[c.Workers] = true
			}
		}
		m.rows = append(m.rows, row)
	}
	for n := range counts {
		if m.workers = n; len(counts) > 1 {
			m.workers = 0
		}
	}
	return m, dropped
}

// text is what stands in a cell.
func (c *matrixCell) text() string {
	if c == nil {
		return "–"
	}
	text := stats.Times(c.speedup) + "×"
	if c.projected {
		text += " p"
	}
	return text
}

func (m matrix) alt() string {
	alt := "Matrix of speedups, one row a workload and one column a mode."
	for _, r := range m.rows {
		alt += " " + legible.CleanName(r.workload) + ":"
		for i, c := range r.cells {
			alt += fmt.Sprintf(" %s %s", legible.CleanName(m.modes[i]), c.text())
		}
		alt += "."
	}
	return alt
}

func (m matrix) data() legible.Table {
	t := legible.Table{Caption: "Speedup of every mode in every workload", Header: []string{"workload"}, Left: 1}
	for _, mode := range m.modes {
		t.Header = append(t.Header, legible.CleanName(mode))
	}
	for _, r := range m.rows {
		row := []string{legible.CleanName(r.workload)}
		for _, c := range r.cells {
			row = append(row, c.text())
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// The measures of a matrix, in points.
const (
	matrixTop    = 62
	matrixFoot   = 26
	matrixHead   = 20
	matrixRowTop = 20 // the name of a workload, where it stands above its cells
	matrixAcross = 3  // cells beside each other on a narrow sheet
)

// bands is in how many lines the cells of a workload stand.
func (m matrix) bands(narrow bool) int {
	if !narrow {
		return 1
	}
	return (len(m.modes) + matrixAcross - 1) / matrixAcross
}

func (m matrix) rowHeight(narrow bool) vg.Length {
	if narrow {
		return matrixRowTop + vg.Length(m.bands(true))*34
	}
	return max(26, min(56, 190/vg.Length(len(m.rows))))
}

func (m matrix) height(width vg.Length) vg.Length {
	narrow := width < chart.FigureWidth
	return matrixTop + matrixFoot + matrixHead + vg.Length(len(m.rows))*m.rowHeight(narrow)
}

// draw draws the cells, each in the colour of its mode. On a narrow sheet every cell names its mode.
//
//	             goroutines   gil       processes
//	mandelbrot   ▓1.97× ×2▓   ░0.99×░   ▓1.95× ×2▓
func (m matrix) draw(s *chart.Sheet) {
	narrow := s.Narrow()
	var names vg.Length
	for _, r := range m.rows {
		names = max(names, chart.WidthOf(barHand, legible.CleanName(r.workload)))
	}
	left, across := chart.Margin+min(names, 140)+12, len(m.modes)
	if narrow {
		left, across = chart.Margin, min(matrixAcross, len(m.modes))
	}
	width := (s.Width - chart.Margin - left) / vg.Length(across)
	y := s.Height - matrixTop
	head := chart.Hand{Size: 10, Weight: chart.Medium, Token: chart.Fg, Align: 0.5}
	if !narrow {
		for i, mode := range m.modes {
			h, line := chart.Fit(head, chart.LeastText, width-4, legible.CleanName(mode))
			s.Write(h, left+width*(vg.Length(i)+0.5), y-matrixHead+7, line)
		}
		y -= matrixHead
	}
	for _, r := range m.rows {
		height, cell, top := m.rowHeight(narrow), m.rowHeight(narrow), y
		h := barHand
		if narrow {
			h, line := chart.Fit(h, chart.LeastText, s.Width-2*chart.Margin, legible.CleanName(r.workload))
			s.Write(h, left, y-14, line)
			top, cell = y-matrixRowTop, 34
		} else {
			h.Align = 1
			h, line := chart.Fit(h, chart.LeastText, left-chart.Margin-10, legible.CleanName(r.workload))
			s.WriteMiddle(h, left-10, y-height/2, line)
		}
		for i, c := range r.cells {
			x, band := left+width*vg.Length(i%across), vg.Length(i/across)
			m.cell(s, m.modes[i], r, c, box(x+1.5, x+width-1.5, top-cell*(band+1)+1.5, top-cell*band-1.5))
		}
		y -= height
	}
}

// cell draws one number on its colour, as full as it is near to the ideal.
func (m matrix) cell(s *chart.Sheet, mode string, r matrixRow, c *matrixCell, b vg.Rectangle) {
	middle, x := (b.Min.Y+b.Max.Y)/2, (b.Min.X+b.Max.X)/2
	if c != nil {
		const least, faded = 0.06, 0.4
		full := (chart.MostFilled - least) * min(1, c.speedup/max(m.ideal.Of(c.Workers), 1))
		if r.doubt && !c.projected {
			full *= faded
		}
		s.SetColor(s.Inks.Faint(m.looks[mode].Colour, least+full))
		s.Fill(b.Path())
		s.Line(m.looks[mode].Colour, 2.4, b.Min.X+1.2, b.Min.Y, b.Min.X+1.2, b.Max.Y)
	}
	h := chart.Hand{Size: 11.5, Weight: chart.Semibold, Token: chart.Fg, Align: 0.5}
	if r.doubt && c != nil && !c.projected {
		h.Token = chart.Muted
	}
	if s.Narrow() {
		name := chart.Hand{Size: 9, Weight: chart.Regular, Token: chart.Fg, Align: 0.5}
		small, line := chart.Fit(name, chart.LeastText, b.Max.X-b.Min.X-6, legible.CleanName(mode))
		s.Write(small, x, b.Max.Y-11, line)
		middle -= 6
	}
	text := c.text()
	if c != nil && m.workers == 0 && !s.Narrow() {
		text += fmt.Sprintf(" (×%d)", c.Workers)
	}
	h, text = chart.Fit(h, chart.LeastText, b.Max.X-b.Min.X-6, text)
	s.WriteMiddle(h, x, middle, text)
}
