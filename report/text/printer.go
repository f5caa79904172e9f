package text

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"corerace/report/content"
)

// Options are the choices that a terminal leaves. The zero value is good.
type Options struct {
	ASCII bool // nothing beyond ASCII
	Width int  // columns of the terminal; 0 means 100
}

// A printer gathers what is shown in a terminal: tables, and paragraphs that are wrapped to its width.
type printer struct {
	buf   bytes.Buffer
	width int
	ascii bool
}

func newPrinter(o Options) *printer {
	p := &printer{width: o.Width, ascii: o.ASCII}
	if p.width <= 0 {
		p.width = defaultWidth
	}
	return p
}

// para writes a paragraph.
func (p *printer) para(text string) { p.buf.WriteString(content.Wrap(text, p.width, "  ") + "\n") }

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
		p.para(content.Clean(text, content.MaxText))
	}
}

// gap writes an empty line.
func (p *printer) gap() { p.buf.WriteByte('\n') }

// table writes a table, without the columns for which there is no room.
func (p *printer) table(t content.Table) error {
	t, gone := grouped(t, p.width)
	if err := terminalTable(&p.buf, t, p.ascii); err != nil {
		return err
	}
	if len(gone) > 0 {
		p.para(fmt.Sprintf("left out at %d columns: %s", p.width, strings.Join(gone, ", ")))
	}
	return nil
}

// flush writes all to w.
func (p *printer) flush(w io.Writer) error {
	text := trimLines(p.buf.String())
	if p.ascii {
		text = content.ToASCII(text)
	}
	_, err := io.WriteString(w, text)
	return err
}
