package results

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// A Writer writes a record, each line with one call of the underlying Write, so that a run that is killed leaves at
// most its last line torn. It may be used from several goroutines at once: the stream of the cores is recorded
// beside the samples.
//
// A line that the reader would skip is refused, and nothing of it is written. A failed or short write is final: every
// later call returns the same error and writes nothing, because a good line after a torn one would hide the tear.
type Writer struct {
	mu  sync.Mutex
	w   io.Writer
	err error
}

// NewWriter returns a Writer on w. It doesn't buffer, and it never closes w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Run writes the first line of a record. The format is always this package's, whatever r says.
func (w *Writer) Run(r Run) error {
	r.Format = Format
	r = r.tidy()
	return w.write(KindRun, r.check(), struct {
		Kind string `json:"kind"`
		Run
	}{KindRun, r})
}

// Sample writes one measurement. It refuses one whose sum is longer than 64 bytes or whose figures can't be.
func (w *Writer) Sample(s Sample) error {
	s = s.tidy()
	return w.write(KindSample, s.check(), struct {
		Kind string `json:"kind"`
		Sample
	}{KindSample, s})
}

// Cores writes one point of the stream that records every core.
func (w *Writer) Cores(c Cores) error {
	c = c.tidy()
	return w.write(KindCores, c.check(), struct {
		Kind string `json:"kind"`
		Cores
	}{KindCores, c})
}

// Own writes one point of the stream that records what this program used of every core.
func (w *Writer) Own(o Own) error {
	o = o.tidy()
	return w.write(KindOwn, o.check(), struct {
		Kind string `json:"kind"`
		Own
	}{KindOwn, o})
}

// Round writes the line that closes a round of samples.
func (w *Writer) Round(r Round) error {
	return w.write(KindRound, r.check(), struct {
		Kind string `json:"kind"`
		Round
	}{KindRound, r})
}

// Note writes something that the record's reader should know.
func (w *Writer) Note(n Note) error {
	n = n.tidy()
	return w.write(KindNote, n.check(), struct {
		Kind string `json:"kind"`
		Note
	}{KindNote, n})
}

// Holds writes who had the lock in a sample.
func (w *Writer) Holds(h Holds) error {
	h = h.tidy()
	return w.write(KindHolds, h.check(), struct {
		Kind string `json:"kind"`
		Holds
	}{KindHolds, h})
}

// GIL writes one measurement of an experiment on a global interpreter lock.
func (w *Writer) GIL(g GIL) error {
	g = g.tidy()
	return w.write(KindGIL, g.check(), struct {
		Kind string `json:"kind"`
		GIL
	}{KindGIL, g})
}

// Death writes the end of a worker in the middle of the run.
func (w *Writer) Death(d Death) error {
	d = d.tidy()
	return w.write(KindDeath, d.check(), struct {
		Kind string `json:"kind"`
		Death
	}{KindDeath, d})
}

// Answer writes an answer to a question of a lesson.
func (w *Writer) Answer(a Answer) error {
	a = a.tidy()
	return w.write(KindAnswer, a.check(), struct {
		Kind string `json:"kind"`
		Answer
	}{KindAnswer, a})
}

// End writes the last line of a record that wasn't cut short.
func (w *Writer) End(e End) error {
	e = e.tidy()
	return w.write(KindEnd, e.check(), struct {
		Kind string `json:"kind"`
		End
	}{KindEnd, e})
}

// write writes one line, unless the check of it or an earlier write failed.
func (w *Writer) write(kind string, check error, v any) error {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false) // a record is read by people too
	err := check
	if err == nil {
		err = e.Encode(v)
	}
	if err == nil && line.Len() > maxLine {
		err = fmt.Errorf("the line is longer than %d bytes", maxLine)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", kind, err)
	}
	n, err := w.w.Write(line.Bytes())
	if err == nil && n < line.Len() {
		err = io.ErrShortWrite
	}
	if err != nil {
		w.err = fmt.Errorf("write %s: %w", kind, err)
	}
	return w.err
}
