package text

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"corerace/report/legible"
	"corerace/report/studies"
)

// DifferencesHead writes where the experiments are done, and what holds for all of them.
func DifferencesHead(w io.Writer, d *studies.Differences, o Options) error {
	p := newPrinter(o)
	p.para(d.On)
	for _, note := range d.Notes {
		p.para(note)
	}
	p.gap()
	return p.flush(w)
}

// DifferenceQuestion writes the question of an experiment, and what may be expected. place is which of how many it is.
func DifferenceQuestion(w io.Writer, x studies.Difference, place string, o Options) error {
	p := newPrinter(o)
	p.para(place + "  " + x.Title)
	p.gap()
	p.para(x.Question)
	for i, c := range x.Choices {
		p.item(strconv.Itoa(i+1)+"  ", c.Text)
	}
	return p.flush(w)
}

// DifferenceSeen writes what was seen in an experiment, and why.
func DifferenceSeen(w io.Writer, x studies.Difference, o Options) error {
	p := newPrinter(o)
	p.para(x.Verdict)
	for _, s := range x.Shown() {
		p.gap()
		p.para(fmt.Sprintf("%s (%s): %s", s.Way, s.With, s.What))
		if s.Why != "" {
			p.item("  ", s.Why)
		}
	}
	p.gap()
	return p.flush(w)
}

// item writes a paragraph behind a mark, with all lines as far from the edge as the first.
func (p *printer) item(mark, text string) {
	indent := strings.Repeat(" ", len(mark))
	lines := legible.Wrap(text, p.width-len(mark), "")
	p.buf.WriteString(mark + strings.ReplaceAll(strings.TrimRight(lines, "\n"), "\n", "\n"+indent) + "\n")
}

// DifferencesTable writes what was seen in all experiments as a table of Markdown.
func DifferencesTable(w io.Writer, d *studies.Differences, question string) error {
	var b bytes.Buffer
	if err := markdownTable(&b, studies.DifferencesTable(d, question)); err != nil {
		return err
	}
	b.WriteString("\n" + mdText(strings.Join(append(studies.DifferencePrograms(d), d.On), " · ")) + "\n")
	_, err := w.Write(b.Bytes())
	return err
}
