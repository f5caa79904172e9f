package text

import (
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
)

// defaultWidth is how wide a table may be where nothing is known of the terminal.
const defaultWidth = 100

// Table writes the machine and the conditions, the table of results, the verdicts and the warnings.
func Table(w io.Writer, d *content.Document, o Options) error {
	p := newPrinter(o)
	p.para(scene.MachineLine(d.Machine()))
	p.para(d.ConditionsLine())
	for _, line := range legible.NonEmpty(d.FloorLine()) {
		p.para(line)
	}
	if len(d.Summary.Cells) > 0 {
		p.gap()
		if err := p.table(d.ResultTable(false)); err != nil {
			return err
		}
	}
	if seen := d.CommandTable(); len(seen.Rows) > 0 {
		p.gap()
		if err := p.table(seen); err != nil {
			return err
		}
	}
	if hosts := d.HostTable(); len(hosts.Rows) > 0 {
		p.gap()
		if err := p.table(hosts); err != nil {
			return err
		}
	}
	if raced := d.RuntimesTables(); len(raced[0].Rows) > 0 {
		p.gap()
		if err := p.widest(raced); err != nil {
			return err
		}
	}
	p.part("", append(d.ResultNotes(false), d.CommandLegend()...))
	p.part("", d.RuntimesSentences())
	p.part("", legible.NonEmpty(d.CutShort()))
	p.picture(content.AnswerPicture(d))
	p.part("", d.Sentences())
	p.part("! ", d.Warnings())
	p.part("note ", d.Notes())
	return p.flush(w)
}

// trimLines takes the spaces off the ends of lines.
func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// part writes paragraphs that belong together, each with a mark.
func (p *printer) part(mark string, lines []string) {
	if len(lines) > 0 {
		p.gap()
	}
	for _, line := range lines {
		p.para(mark + line)
	}
}

// terminalTable writes a table with one rule under its heads and no other furniture.
func terminalTable(w io.Writer, t legible.Table, ascii bool) error {
	style := tw.StyleLight
	if ascii {
		style = tw.StyleASCII
		t = asciiTable(t)
	}
	return fill(w, spaced(t),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Symbols: tw.NewSymbols(style),
			Borders: tw.BorderNone,
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
				Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: tw.Off, ShowBottom: tw.Off},
			},
		})),
		tablewriter.WithPadding(tw.PaddingNone),
		tablewriter.WithTrimSpace(tw.Off), // modes are indented
	)
}

// fill writes a table with the cells as they are: by itself tablewriter writes heads in capitals and breaks long lines.
func fill(w io.Writer, t legible.Table, options ...tablewriter.Option) error {
	aligned := tw.CellAlignment{PerColumn: alignments(t)}
	table := tablewriter.NewTable(w, append(options,
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignmentConfig(aligned),
		tablewriter.WithRowAlignmentConfig(aligned),
		tablewriter.WithEastAsian(tw.Off), // or × would count as two columns in some locales
	)...)
	table.Header(t.Header)
	if err := table.Bulk(t.Rows); err != nil {
		return err
	}
	return table.Render()
}

// spaced sets two spaces in front of every column but the first. tablewriter's padding a column would cut cells.
func spaced(t legible.Table) legible.Table {
	space := func(row []string) []string {
		out := append([]string(nil), row...)
		for i := range out[1:] {
			out[i+1] = "  " + strings.ReplaceAll(out[i+1], "\n", "\n  ")
		}
		return out
	}
	t.Header = space(t.Header)
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = space(row)
	}
	t.Rows = rows
	return t
}

func alignments(t legible.Table) []tw.Align {
	out := make([]tw.Align, len(t.Header))
	for i := range out {
		out[i] = tw.AlignRight
		if i < t.Left {
			out[i] = tw.AlignLeft
		}
	}
	return out
}

func asciiTable(t legible.Table) legible.Table {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = make([]string, len(row))
		for j, cell := range row {
			rows[i][j] = legible.ToASCII(cell)
		}
	}
	t.Rows = rows
	return t
}

// expendable are the columns that a narrow terminal goes without, the first to go first.
var expendable = []string{"spawn", "efficiency", "with start", "cores busy", "work", content.EncodingHead,
	content.MovingHead, content.HandOverHead, "all together", "system", "waited", "processes"}

// grouped prepares a table of results for a terminal: a workload becomes a line above its modes, which saves a column;
// where the table is still wider than width, columns go, and the workers stand at the modes. The second result names the
// columns that went.
func grouped(t legible.Table, width int) (out legible.Table, gone []string) {
	out = underHeads(t)
	for _, head := range expendable {
		if tableWidth(out) <= width {
			return out, gone
		}
		if slices.Contains(out.Header, head) {
			t, gone = t.Without(head), append(gone, head)
			out = underHeads(t)
		}
	}
	if tableWidth(out) > width {
		out = underHeads(withWorkers(t))
	}
	return out, gone
}

// underHeads has the first column of a table as lines above the rows that it is alike in.
func underHeads(t legible.Table) legible.Table {
	out := legible.Table{Header: t.Header[1:], Left: t.Left - 1}
	for i, row := range t.Rows {
		if i == 0 || row[0] != t.Rows[i-1][0] {
			head := make([]string, len(out.Header))
			head[0] = row[0]
			out.Rows = append(out.Rows, head)
		}
		out.Rows = append(out.Rows, append([]string{"  " + row[1]}, row[2:]...))
	}
	return out
}

// withWorkers has the number of workers at the mode, as in "goroutines ×2".
func withWorkers(t legible.Table) legible.Table {
	at := slices.Index(t.Header, "workers")
	if at < 0 {
		return t
	}
	out := t.Without("workers")
	out.Header = slices.Clone(out.Header)
	out.Header[1] += " × workers"
	out.Rows = slices.Clone(out.Rows)
	for i, row := range out.Rows {
		out.Rows[i] = slices.Clone(row)
		out.Rows[i][1] += " ×" + t.Rows[i][at]
	}
	return out
}

// cut shortens a string to so many columns, the last of them an ellipsis.
func cut(s string, most int) string {
	if width(s) <= most {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && width(string(r)) >= most {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), "…") + "…"
}
