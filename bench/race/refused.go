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

// A SumError is that workers reached a sum that isn't the workload's.
type SumError struct{ sum, want uint64 }

func (e SumError) Error() string { return fmt.Sprintf("the sum is %d, %d expected", e.sum, e.want) }

// refused takes a mode out of the rounds to come, with as many workers and with more, and says so, where the system
// refused its pool or its programs in another language ended. The other modes go on.
func (g *going) refused(ctx context.Context, c cell, err error) error {
	if ctx.Err() != nil || c.m == nil || c.agent != nil || !g.spares(c.m, err) {
		return err
	}
	g.out = append(g.out, c)
	if g.broken == nil {
		g.broken = fmt.Errorf("mode %s ×%d was left out: %w", c.m, c.workers, err)
	}
	return g.sink.Note(results.Note{T: time.Since(g.start),
		Text: fmt.Sprintf("mode %s was left out with %d or more workers: %v",
			c.m, c.workers, err)})
}

// spares is whether a race goes on without a mode that failed.
func (g *going) spares(m *mode.Mode, err error) bool {
	_, start := errors.AsType[startError](err)
	return g.sparesForeign(m, err) || start && child.Refused(err) && !g.needs(m)
}

// sparesForeign is the same for programs in another language, of which a wrong sum ends a race.
func (r *Race) sparesForeign(m *mode.Mode, err error) bool {
	_, wrong := errors.AsType[SumError](err)
	return m.Foreign && !wrong && !r.exp.NoRecover
}

// needs is whether a mode is the baseline of any.
func (g *going) needs(m *mode.Mode) bool {
	return slices.ContainsFunc(g.cells, func(c cell) bool { return c.m.Against() == m.String() })
}

// isOut is whether a cell was left out, or what its speedup is taken against.
func (g *going) isOut(c cell) bool {
	return c.m != nil && slices.ContainsFunc(g.out, func(x cell) bool {
		return x.m == c.m && x.workers <= c.workers || c.m.Against() == x.m.String()
	})
}

// leaveOut takes what is out from the rounds to come. Where nothing but baselines is left, the race ends.
func (g *going) leaveOut() error {
	if len(g.out) == 0 {
		return nil
	}
	g.cells = slices.DeleteFunc(g.cells, g.isOut)
	if !slices.ContainsFunc(g.cells, func(c cell) bool { return c.m == nil || c.m.Against() != c.m.String() }) {
		return g.broken
	}
	return nil
}
