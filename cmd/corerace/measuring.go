package main

import (
	"context"
	"fmt"
	"io"

	"corerace/bench/disturb"
	"corerace/bench/machine"
	"corerace/bench/race"
)

// surroundings prepares the machine for a run: it waits until no other corerace measures, and starts the disturbers
// that were asked for. It returns the undo.
func (f *runFlags) surroundings(ctx context.Context, e *race.Experiment, stderr io.Writer) (undo func(), err error) {
	unlock, err := f.lock(ctx, stderr)
	if err != nil {
		return nil, err
	}
	if f.disturb == "" {
		return unlock, nil
	}
	n, duty, err := disturb.Parse(f.disturb)
	if err != nil {
		unlock()
		return nil, usageError{fmt.Errorf("--disturb: %w", err)}
	}
	stop, err := disturb.Start(ctx, n, duty)
	if err != nil {
		unlock()
		return nil, err
	}
	e.Notes = append(e.Notes, fmt.Sprintf("disturbed on purpose: processes beside the race take %s", f.disturb))
	return func() { stop(); unlock() }, nil
}

// lock waits for another corerace, unless it was told not to.
func (f *runFlags) lock(ctx context.Context, stderr io.Writer) (unlock func(), err error) {
	if f.noLock {
		return func() {}, nil
	}
	return lockMachine(ctx, stderr)
}

// lockMachine waits for another corerace that measures on this machine: two would measure each other. A lock that
// can't be used is worth a word, not a failure.
func lockMachine(ctx context.Context, stderr io.Writer) (unlock func(), err error) {
	unlock, err = machine.Lock(ctx, func(pid int) {
		fmt.Fprintf(stderr, "another corerace measures on this machine (pid %d): waiting for it; --no-lock doesn't\n", pid)
	})
	if err == nil {
		return unlock, nil
	}
	if ctx.Err() != nil {
		return nil, interrupted(ctx, err)
	}
	fmt.Fprintf(stderr, "corerace: no lock against another run: %v\n", err)
	return func() {}, nil
}
