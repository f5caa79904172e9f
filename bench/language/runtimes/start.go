package runtimes

import (
	"context"
	"strconv"
	"time"

	"corerace/bench/language/speak"
)

// Start starts workers in a way of a runtime, for a twin, and returns when all are ready or after within has passed,
// which making the program isn't part of.
func (r *Runtime) Start(ctx context.Context, w *Way, twin string, t speak.Team, within time.Duration) (
	*speak.Crew, error,
) {
	program, err := r.program(ctx, twin)
	if err != nil {
		return nil, err
	}
	args := append(r.Run(r, program), w.Name, strconv.Itoa(t.Workers), strconv.Itoa(t.Size), strconv.Itoa(t.Share))
	x, err := speak.Start(ctx, speak.Program{Name: r.name(), Path: args[0], Args: args[1:], Env: r.environ(),
		Claims: w.Pipe})
	if err != nil {
		return nil, err
	}
	return speak.Ready(x, t, within)
}
