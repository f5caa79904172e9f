package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"corerace/bench/race"
	"corerace/report"
	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// A session takes what a race measures: into memory, so that a full disk loses nothing, and into the record's file.
type session struct {
	race     *race.Race
	writer   *results.Writer
	progress *progress
	open     bool // the page is shown in the end

	mu  sync.Mutex // points of the cores come from another goroutine
	rec results.Record
}

func newSession(r *race.Race, w io.Writer, p *progress) *session {
	return &session{race: r, writer: results.NewWriter(w), progress: p}
}

// keep adds a line to the record in memory and writes it.
func keep[T any](s *session, to *[]T, line T, write func(T) error) error {
	s.mu.Lock()
	*to = append(*to, line)
	s.mu.Unlock()
	if err := write(line); err != nil {
		return fmt.Errorf("the record can't be written, what was measured until then is safe: %w", err)
	}
	return nil
}

// Run implements bench.Sink.
func (s *session) Run(r results.Run) error {
	s.rec.Run = r
	return s.writer.Run(r)
}

// Sample implements bench.Sink.
func (s *session) Sample(v results.Sample) error {
	s.progress.sample(v)
	return keep(s, &s.rec.Samples, v, s.writer.Sample)
}

// Cores implements bench.Sink.
func (s *session) Cores(v results.Cores) error { return keep(s, &s.rec.Cores, v, s.writer.Cores) }

// Own implements bench.Sink.
func (s *session) Own(v results.Own) error { return keep(s, &s.rec.Own, v, s.writer.Own) }

// Holds implements bench.Sink.
func (s *session) Holds(v results.Holds) error { return keep(s, &s.rec.Holds, v, s.writer.Holds) }

// Round implements bench.Sink.
func (s *session) Round(v results.Round) error {
	s.progress.round(v)
	return keep(s, &s.rec.Rounds, v, s.writer.Round)
}

// Note implements bench.Sink.
func (s *session) Note(v results.Note) error {
	s.progress.note(v)
	return keep(s, &s.rec.Notes, v, s.writer.Note)
}

// Death implements bench.Sink.
func (s *session) Death(v results.Death) error { return keep(s, &s.rec.Deaths, v, s.writer.Death) }

// End implements bench.Sink.
func (s *session) End(v results.End) error {
	s.rec.End = &v
	return s.writer.End(v)
}

// show prints the table and writes the page.
func (s *session) show(out *output, stdout io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := documentOf(&s.rec, out.record)
	if err := report.Write(stdout, doc, "table", tableOptions(stdout)); err != nil {
		return err
	}
	if reached := s.reached(doc.Summary); reached != "" {
		fmt.Fprintf(stdout, "\n%s\n", reached)
	}
	addGrain(doc, out.record)
	pageErr := writePage(doc, out.page)
	fmt.Fprintf(stdout, "\nrecord   %s\n", out.record)
	if pageErr == nil {
		fmt.Fprintf(stdout, "page     %s\n", linked(stdout, out.page))
	}
	if s.open && pageErr == nil {
		return openPage(out.page)
	}
	return pageErr
}

// reached says what precision a run came to that was given one.
func (s *session) reached(sum *verdict.Summary) string {
	target := s.rec.Run.Plan.Precision
	if target == 0 || s.rec.End == nil {
		return ""
	}
	worst := 0.0
	for _, c := range sum.Cells {
		worst = max(worst, c.Measured.HalfWidth())
	}
	text := fmt.Sprintf("precision: the widest interval is ±%.1f %%, ±%.1f %% was asked for", 100*worst, 100*target)
	switch s.rec.End.Reason {
	case race.ReasonBusy:
		text += "; ended, because the machine was too busy for any claim"
	case race.ReasonBudget:
		text += "; ended with the budget"
	case race.ReasonPrecision:
		text += fmt.Sprintf("; reached after %d rounds", sum.Rounds)
	}
	return text
}

// writePage writes the page, or leaves none: half a page would be taken for a whole one.
func writePage(doc *content.Document, path string) error {
	files, err := report.Render(doc, "html", report.Options{})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, files[0].Data, 0o666); err != nil {
		return errors.Join(fmt.Errorf("the page can't be written: %w", err), os.Remove(path))
	}
	return nil
}
