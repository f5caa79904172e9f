package race

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"corerace/bench/child"
	"corerace/bench/mode"
	"corerace/results"
)

// A startError is that a pool couldn't be opened.
type startError struct{ error }

func (e startError) Unwrap() error { return e.error }

// refused takes a mode whose pool the system refused out of the rounds to come, with as many workers
// and with more, and says so. The other modes go on. What is a baseline can't be left out.
func (g *going) refused(ctx context.Context, c cell, err error) error {
	_, start := errors.AsType[startError](err)
	if !start || !child.Refused(err) || ctx.Err() != nil || c.m == nil || c.agent != nil || g.needs(c.m) {
		return err
	}
	without := slices.ContainsFunc(g.out, func(x cell) bool { return x.m == c.m && x.workers <= c.workers })
	g.out = append(g.out, c)
	if without {
		return nil
	}
	if g.broken == nil {
		g.broken = fmt.Errorf("mode %s ×%d couldn't be started: %w", c.m, c.workers, err)
	}
	return g.sink.Note(results.Note{T: time.Since(g.start),
		Text: fmt.Sprintf("mode %s was left out with %d or more workers: %v",
			c.m, c.workers, err)})
}

// needs is whether a mode is the baseline of any.
func (g *going) needs(m *mode.Mode) bool {
	return slices.ContainsFunc(g.cells, func(c cell) bool { return c.m.Against() == m.String() })
}

// leaveOut takes what was refused out of the rounds to come.
func (g *going) leaveOut() {
	g.cells = slices.DeleteFunc(g.cells, func(c cell) bool {
		return slices.ContainsFunc(g.out, func(x cell) bool { return x.m == c.m && x.workers <= c.workers })
	})
}
