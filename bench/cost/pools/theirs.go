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

// A question is for Python; see pools.py.
type question struct {
	Do     string  `json:"do"`
	Method string  `json:"method,omitempty"`
	Way    string  `json:"way,omitempty"`
	N      int     `json:"n,omitempty"`
	Chunk  int     `json:"chunk,omitempty"`
	Size   int     `json:"size,omitempty"`
	Wait   float64 `json:"wait,omitempty"`
}

// theirWithin is how long an answer may take; the longest, sixteen MiB through Pool.apply, takes a second.
const theirWithin = 60 * time.Second

// theirs is Python, twice: what starts pools does nothing else, for a fork of a program that has a lot open takes
// longer than need be.
type theirs struct{ starter, worker *language.Driver }

func (t *theirs) open(path string) (err error) {
	if t.starter, err = language.Start(path, source); err == nil {
		t.worker, err = language.Start(path, source)
	}
	return err
}

func (t *theirs) close() error {
	var errs []error
	for _, d := range []*language.Driver{t.starter, t.worker} {
		if d != nil {
			errs = append(errs, d.Close())
		}
	}
	return errors.Join(errs...)
}

// ask has Python measure a row.
func (t *theirs) ask(ctx context.Context, q question) (float64, error) {
	d := t.worker
	if q.Method != "" {
		d = t.starter
	}
	var a struct {
		Value float64 `json:"value"`
	}
	if err := d.Ask(ctx, q, &a, theirWithin); err != nil {
		return 0, err
	}
	if !(a.Value > 0 && a.Value < 1e15) {
		return 0, fmt.Errorf("python says %g", a.Value)
	}
	return a.Value, nil
}
