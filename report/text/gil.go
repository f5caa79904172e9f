package text

import (
	"io"

	"corerace/report/studies"
	"corerace/results"
	"corerace/results/locks"
)

// GIL writes what the experiments on locks say, as tables: a row a setting.
func GIL(w io.Writer, rec *results.Record, s *locks.GILSummary, o Options) error {
	p := newPrinter(o)
	p.head(studies.GILMachine(rec), studies.GILConditions(s), studies.GILDoubt(s))
	for _, t := range studies.GILTables(s) {
		p.gap()
		p.para(t.Caption)
		if err := p.plain(t); err != nil {
			return err
		}
	}
	for _, pic := range studies.GILPictures(s) {
		p.picture(pic)
	}
	p.part("", studies.GILSentences(s))
	for _, note := range studies.GILNotes(rec, s) {
		p.gap()
		p.para(note)
	}
	return p.flush(w)
}

// GILTargets writes what the models must show, and whether they do.
func GILTargets(w io.Writer, targets []locks.GILTarget, o Options) error {
	p := newPrinter(o)
	if err := p.plain(studies.GILTargetTable(targets)); err != nil {
		return err
	}
	return p.flush(w)
}
