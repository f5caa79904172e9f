package text

import (
	"io"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/locks"
)

// GIL writes what the experiments on locks say, as tables: a row a setting.
func GIL(w io.Writer, rec *results.Record, s *locks.GILSummary, o Options) error {
	p := newPrinter(o)
	p.head(content.GILMachine(rec), content.GILConditions(s), content.GILDoubt(s))
	for _, t := range content.GILTables(s) {
		p.gap()
		p.para(t.Caption)
		if err := p.plain(t); err != nil {
			return err
		}
	}
	for _, pic := range content.GILPictures(s) {
		p.picture(pic)
	}
	p.part("", content.GILSentences(s))
	for _, note := range content.GILNotes(rec, s) {
		p.gap()
		p.para(note)
	}
	return p.flush(w)
}

// GILTargets writes what the models must show, and whether they do.
func GILTargets(w io.Writer, targets []locks.GILTarget, o Options) error {
	p := newPrinter(o)
	if err := p.plain(content.GILTargetTable(targets)); err != nil {
		return err
	}
	return p.flush(w)
}
