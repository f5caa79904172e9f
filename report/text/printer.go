package text

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"corerace/report/content"
	"corerace/report/legible"
)

// Options are the choices that a terminal leaves. The zero value is good.
type Options struct {
	ASCII bool // nothing beyond ASCII
	Width int  // columns of the terminal; 0 means 100
	// Paint has marks in the colour of a slot, or of what isn't to be believed; nil where there are no colours.
	Paint func(slot int, faded bool, marks string) string
}

// A printer gathers what is shown in a terminal: tables, and paragraphs that are wrapped to its width.
type printer struct {
	buf   bytes.Buffer
	width int
	ascii bool
	paint func(slot int, faded bool, marks string) string
}

func newPrinter(o Options) *printer {
	p := &printer{width: o.Width, ascii: o.ASCII, paint: o.Paint}
	if p.width <= 0 {
		p.width = defaultWidth
	}
	return p
}

// para writes a paragraph.
func (p *printer) para(text string) { p.buf.WriteString(legible.Wrap(text, p.width, "  ") + "\n") }

// head writes what stands above the tables of an experiment: where and how it was measured, and why nothing may be
// claimed; "" where something may.
func (p *printer) head(machine, conditions, doubt string) {
	p.para(machine)
	p.para(conditions)
	if doubt != "" {
		p.gap()
		p.para(doubt)
	}
}

// paras writes a paragraph for each of some texts, which come from a record and are cleaned here.
func (p *printer) paras(texts []string) {
	for _, text := range texts {
		p.para(legible.Clean(text, legible.MaxText))
	}
}

// gap writes an empty line.
func (p *printer) gap() { p.buf.WriteByte('\n') }

// table writes a table, without the columns for which there is no room.
func (p *printer) table(t legible.Table) error {
	t, gone := grouped(t, p.width)
	if err := p.plain(t); err != nil {
		return err
	}
	p.leftOut(gone)
	return nil
}

// leftOut says what a table has no room for.
func (p *printer) leftOut(what []string) {
	if len(what) > 0 {
		p.para(fmt.Sprintf("left out at %d columns: %s", p.width, strings.Join(what, ", ")))
	}
}

// widest writes the first of some tables that there is room for, the last where there is for none, and which columns of
// the first it lacks.
func (p *printer) widest(tables []legible.Table) error {
	i := slices.IndexFunc(tables, func(t legible.Table) bool { return tableWidth(underHeads(t)) <= p.width })
	if i < 0 {
		i = len(tables) - 1
	}
	if err := p.plain(underHeads(tables[i])); err != nil {
		return err
	}
	var gone []string
	for _, head := range tables[0].Header {
		if !slices.Contains(tables[i].Header, head) {
			gone = append(gone, head)
		}
	}
	if i > 0 && !slices.Contains(gone, content.BesideGo) {
		gone = append(gone, "the intervals of "+content.BesideGo)
	}
	p.leftOut(gone)
	return nil
}

// plain writes a table, in parts where it has no room beside itself.
func (p *printer) plain(t legible.Table) error {
	for i, part := range narrowed(t, p.width) {
		if i > 0 {
			p.gap()
		}
		if err := terminalTable(&p.buf, part, p.ascii); err != nil {
			return err
		}
	}
	return nil
}

// flush writes all to w.
func (p *printer) flush(w io.Writer) error {
	text := trimLines(p.buf.String())
	if p.ascii {
		text = legible.ToASCII(text)
	}
	_, err := io.WriteString(w, text)
	return err
}
