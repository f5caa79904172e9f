package main

import (
	"errors"
	"fmt"
	"os"

	"corerace/report"
	"corerace/report/content"
	"corerace/results/verdict"
)

// checkExport says why the file of --export can't be written, before anything is measured.
func (f *execFlags) checkExport() error {
	if f.export == "" {
		return nil
	}
	if err := checkWritable(f.export); err != nil {
		return fmt.Errorf("--export: %w", err)
	}
	return nil
}

// finish writes the export of what was measured, and turns it into an exit status where that was asked for.
func (f *execFlags) finish(s *session, err error) error {
	if s == nil {
		return err
	}
	if f.export != "" {
		err = errors.Join(err, s.export(f.export))
	}
	if err != nil || f.limit == 0 {
		return err
	}
	return gate(verdict.CompareVariants(&s.rec), f.limit)
}

// export writes what was measured as hyperfine does.
func (s *session) export(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := &content.Document{Record: &s.rec, Summary: verdict.Summarize(&s.rec), Name: path}
	files, err := report.Render(doc, "hyperfine", report.Options{})
	if err != nil {
		return err
	}
	return os.WriteFile(path, files[0].Data, 0o666)
}
