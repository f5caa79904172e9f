package trial

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"corerace/cmd/corerace/lesson"
	"corerace/results"
)

// A sink takes what an experiment measures: into memory and into the record's file, with the answers before it and what
// became of them behind it.
type sink struct {
	writer *results.Writer
	file   *os.File
	keep   lesson.Keeping
	find   func(*results.Record) []lesson.Quantity
	began  time.Time

	mu    sync.Mutex // points of the cores come from another goroutine
	rec   results.Record
	found []lesson.Quantity
}

// newSink opens the record in a folder that it makes.
func newSink(k lesson.Keeping, find func(*results.Record) []lesson.Quantity) (*sink, error) {
	if err := os.MkdirAll(k.Dir, 0o777); err != nil {
		return nil, fmt.Errorf("folder for the record: %w", err)
	}
	path := filepath.Join(k.Dir, "run.jsonl")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s is there already, and is never overwritten", path)
	}
	if err != nil {
		return nil, err
	}
	return &sink{writer: results.NewWriter(f), file: f, keep: k, find: find, began: time.Now()}, nil
}

// close ends the record's file.
func (s *sink) close() error { return errors.Join(s.file.Sync(), s.file.Close()) }

// add adds a line to the record in memory and writes it.
func add[T any](s *sink, to *[]T, line T, write func(T) error) error {
	s.mu.Lock()
	*to = append(*to, line)
	s.mu.Unlock()
	if err := write(line); err != nil {
		return fmt.Errorf("the record can't be written: %w", err)
	}
	return nil
}

// Run writes the head of the record, and behind it the answers that were given before: on the disk, before anything is
// measured.
func (s *sink) Run(r results.Run) error {
	s.rec.Run = r
	err := s.writer.Run(r)
	for _, a := range s.keep.Answers {
		err = errors.Join(err, add(s, &s.rec.Answers, a, s.writer.Answer))
	}
	return errors.Join(err, s.file.Sync())
}

func (s *sink) Sample(v results.Sample) error {
	s.progress()
	return add(s, &s.rec.Samples, v, s.writer.Sample)
}

func (s *sink) GIL(v results.GIL) error {
	s.progress()
	return add(s, &s.rec.GIL, v, s.writer.GIL)
}

func (s *sink) Cores(v results.Cores) error { return add(s, &s.rec.Cores, v, s.writer.Cores) }
func (s *sink) Own(v results.Own) error     { return add(s, &s.rec.Own, v, s.writer.Own) }
func (s *sink) Holds(v results.Holds) error { return add(s, &s.rec.Holds, v, s.writer.Holds) }
func (s *sink) Round(v results.Round) error { return add(s, &s.rec.Rounds, v, s.writer.Round) }
func (s *sink) Note(v results.Note) error   { return add(s, &s.rec.Notes, v, s.writer.Note) }
func (s *sink) Death(v results.Death) error { return add(s, &s.rec.Deaths, v, s.writer.Death) }

// End finds what was measured, writes how the answers compare with it, and ends the record.
func (s *sink) End(e results.End) error {
	s.mu.Lock()
	s.rec.End = &e
	s.found = s.find(&s.rec)
	s.mu.Unlock()
	var err error
	if s.keep.Judge != nil {
		for _, a := range s.keep.Judge(s.found) {
			err = errors.Join(err, add(s, &s.rec.Answers, a, s.writer.Answer))
		}
	}
	return errors.Join(err, s.writer.End(e))
}

// progress tells how long it has been measured.
func (s *sink) progress() {
	if s.keep.Progress != nil {
		s.keep.Progress(time.Since(s.began))
	}
}
