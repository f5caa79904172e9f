package text

import (
	"fmt"
	"io"

	"corerace/report/content"
	"corerace/results/verdict"
)

// Comparison writes a comparison of two runs or builds as a table with sentences. Where the conditions bear no claim,
// that stands before the table, and the table has no ratio.
func Comparison(w io.Writer, c *verdict.Comparison, o Options) error {
	p := newPrinter(o)
	if len(c.Refused) > 0 {
		p.para(fmt.Sprintf("Don't compare %s and %s:", content.Clean(c.Old, content.MaxText),
			content.Clean(c.New, content.MaxText)))
		for _, why := range c.Refused {
			p.para("! " + content.Clean(why, content.MaxText))
		}
		return p.flush(w)
	}
	if c.Imported {
		return importedComparison(p, w, c)
	}
	doubts := c.Doubts()
	for _, d := range doubts {
		p.para(d)
	}
	if len(doubts) > 0 {
		p.gap()
	}
	if err := p.table(content.ComparisonTable(c)); err != nil {
		return err
	}
	p.gap()
	p.para(fmt.Sprintf("old: %s. new: %s.", content.Clean(c.Old, content.MaxText),
		content.Clean(c.New, content.MaxText)))
	for _, line := range content.ComparisonNotes(c) {
		p.para(line)
	}
	p.picture(content.ComparisonPicture(c))
	if sentences := c.Sentences(); len(sentences) > 0 {
		p.gap()
		for _, s := range sentences {
			p.para(content.Clean(s, content.MaxText))
		}
	}
	return p.flush(w)
}
