package text

import (
	"io"

	"corerace/report/studies"
	"corerace/results/verdict"
)

// Several writes a comparison of more than two records: where they were measured, what their modes gave at best, and
// what can be said of each beside the first.
func Several(w io.Writer, s *verdict.Several, o Options) error {
	p := newPrinter(o)
	p.para(studies.SeveralRuns(s).Caption + ":")
	if err := p.plain(studies.SeveralRuns(s)); err != nil {
		return err
	}
	if bests := studies.SeveralBests(s); len(bests.Rows) > 0 {
		p.gap()
		p.para(bests.Caption + ":")
		if err := p.plain(underHeads(bests)); err != nil {
			return err
		}
	}
	p.picture(studies.SeveralPicture(s))
	p.gap()
	p.paras(s.Sentences())
	return p.flush(w)
}
