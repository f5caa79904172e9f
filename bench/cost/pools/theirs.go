package pools

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"corerace/bench/language"
)

//go:embed pools.py
var source string

// A question is for Python or for the program in C; see pools.py and forked/forked.c.
type question struct {
	Do     string  `json:"do"`
	Method string  `json:"method,omitempty"`
	Server string  `json:"server,omitempty"`
	Way    string  `json:"way,omitempty"`
	N      int     `json:"n,omitempty"`
	Chunk  int     `json:"chunk,omitempty"`
	Size   int     `json:"size,omitempty"`
	Wait   float64 `json:"wait,omitempty"`
}

// theirWithin is how long an answer may take; the longest, sixteen MiB through Pool.apply, takes a second.
const theirWithin = 60 * time.Second

// theirs are the programs that are measured beside ours. Python is there twice: what starts pools does nothing else,
// for a fork of a program that has a lot open takes longer than need be.
type theirs struct {
	starter, worker *language.Driver
	forked          *language.Driver // in C; nil until the first row wants it
	noForked        error            // why there is none
}

func (t *theirs) open(path string) (err error) {
	if t.starter, err = language.Start(path, source); err == nil {
		t.worker, err = language.Start(path, source)
	}
	return err
}

func (t *theirs) close() error {
	var errs []error
	if t.forked != nil { // it waits for its workers, where it wasn't ended with them
		if _, err := told(context.Background(), t.forked, question{Do: "end"}); !errors.Is(err, language.ErrEnded) {
			errs = append(errs, err)
		}
	}
	for _, d := range []*language.Driver{t.starter, t.worker, t.forked} {
		if d != nil {
			errs = append(errs, d.Close())
		}
	}
	return errors.Join(errs...)
}

// inC returns the program in C, which is compiled and started once.
func (t *theirs) inC(ctx context.Context) (*language.Driver, error) {
	if t.forked == nil && t.noForked == nil {
		t.forked, t.noForked = openForked(ctx)
	}
	return t.forked, t.noForked
}

// An answer is what is told of a question.
type answer struct {
	Value float64 `json:"value"`
	PIDs  []int   `json:"pids"` // of its workers, where it was asked for them
}

// told asks a program, and checks what it says.
func told(ctx context.Context, d *language.Driver, q question) (a answer, err error) {
	if err := d.Ask(ctx, q, &a, theirWithin); err != nil {
		return a, err
	}
	if !(a.Value > 0 && a.Value < 1e15) {
		return a, fmt.Errorf("the answer to %s is %g", q.Do, a.Value)
	}
	return a, nil
}

// An asked is a figure that another program measures.
type asked struct {
	program *language.Driver
	question
}

// take implements measure.
func (a asked) take(ctx context.Context) (float64, error) {
	told, err := told(ctx, a.program, a.question)
	return told.Value, err
}

// close implements measure: the program is that of all its rows.
func (asked) close() error { return nil }

// fromPython is a row's other side in Python.
func fromPython(q question) opening {
	return func(_ context.Context, t *theirs) (measure, error) {
		if q.Method != "" {
			return asked{t.starter, q}, nil
		}
		return asked{t.worker, q}, nil
	}
}

// fromC is a row's other side in C.
func fromC(q question) opening {
	return func(ctx context.Context, t *theirs) (measure, error) {
		program, err := t.inC(ctx)
		return asked{program, q}, err
	}
}

// A forkedMemory measures what a worker in C has for itself while it is idle.
type forkedMemory struct{ asked }

func openForkedMemory(ctx context.Context, t *theirs) (measure, error) {
	program, err := t.inC(ctx)
	return forkedMemory{asked{program, question{Do: "pids"}}}, err
}

// take implements measure.
func (f forkedMemory) take(ctx context.Context) (float64, error) {
	told, err := told(ctx, f.program, f.question)
	if err != nil {
		return 0, err
	}
	return meanPrivate(told.PIDs)
}
