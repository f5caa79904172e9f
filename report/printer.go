package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// TextOptions are the choices that a terminal leaves. The zero value is good.
type TextOptions struct {
	ASCII bool // nothing beyond ASCII
	Width int  // columns of the terminal; 0 means 100
}

// A printer gathers what is shown in a terminal: tables, and paragraphs that are wrapped to its width.
type printer struct {
	buf   bytes.Buffer
	width int
	ascii bool
}

func newPrinter(o TextOptions) *printer {
	p := &printer{width: o.Width, ascii: o.ASCII}
	if p.width <= 0 {
		p.width = defaultWidth
	}
	return p
}

// para writes a paragraph.
func (p *printer) para(text string) { p.buf.WriteString(wrap(text, p.width, "  ") + "\n") }

// gap writes an empty line.
func (p *printer) gap() { p.buf.WriteByte('\n') }

// table writes a table, without the columns for which there is no room.
func (p *printer) table(t Table) error {
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
		text = toASCII(text)
	}
	_, err := io.WriteString(w, text)
	return err
}
