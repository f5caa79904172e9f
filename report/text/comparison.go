package text

import (
	"fmt"
	"io"

	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results/verdict"
)

// Comparison writes a comparison of two runs or builds as a table with sentences. Where the conditions bear no claim,
// that stands before the table, and the table has no ratio.
func Comparison(w io.Writer, c *verdict.Comparison, o Options) error {
	p := newPrinter(o)
	if len(c.Refused) > 0 {
		p.para(fmt.Sprintf("Don't compare %s and %s:", legible.Clean(c.Old, legible.MaxText),
			legible.Clean(c.New, legible.MaxText)))
		for _, why := range c.Refused {
			p.para("! " + legible.Clean(why, legible.MaxText))
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
	if err := p.table(studies.ComparisonTable(c)); err != nil {
		return err
	}
	p.gap()
	p.para(fmt.Sprintf("old: %s. new: %s.", legible.Clean(c.Old, legible.MaxText),
		legible.Clean(c.New, legible.MaxText)))
	for _, line := range studies.ComparisonNotes(c) {
		p.para(line)
	}
	p.picture(studies.ComparisonPicture(c))
	if sentences := c.Sentences(); len(sentences) > 0 {
		p.gap()
		for _, s := range sentences {
			p.para(legible.Clean(s, legible.MaxText))
		}
	}
	return p.flush(w)
}
