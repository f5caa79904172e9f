package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/machine"
	"corerace/bench/scratch"
	"corerace/bench/worker/system"
)

// What the flags say that several measuring commands have.
const (
	budgetSays = "time for everything"
	roundsSays = "rounds after the warm-up (default as many as fit into the budget)"
	seedSays   = "seed of the random orders (default a new one)"
	noLockSays = "don't wait for another corerace that measures on this machine"
)

// reserve is the part of a budget that goes into the table and the page.
const reserve = time.Second

// measureFlags are the flags of every command that measures, as they were given.
type measureFlags struct {
	rounds int
	budget time.Duration
	seed   string
	out    string
	noLock bool
	open   bool // of commands that end with a page: it is shown then
}

// checkPositive refuses flags that were given as 0 or less.
func checkPositive(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		if fl := cmd.Flags().Lookup(name); fl.Changed && !positive(fl.Value.String()) {
			return fmt.Errorf("--%s is %s: more than 0 expected", name, fl.Value)
		}
	}
	return nil
}

// positive returns whether a flag's number or duration is above 0.
func positive(s string) bool { return !strings.HasPrefix(s, "-") && s != "0" && s != "0s" }

func parseSeed(s string) (uint64, error) {
	if s == "" {
		return rand.Uint64(), nil
	}
	seed, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("--seed is %q: a whole number from 0 to 2^64-1 expected", s)
	}
	return seed, nil
}

// lock waits for another corerace that measures on this machine, unless it was told not to: two would measure each
// other. A lock that can't be used is worth a word, not a failure. Nothing is measured where threads have no room.
func (f *measureFlags) lock(ctx context.Context, stderr io.Writer) (unlock func(), err error) {
	if err := system.CanThread(); err != nil {
		return nil, err
	}
	scratch.Sweep()
	if f.noLock {
		return func() {}, nil
	}
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

// interrupted says that an error is the user's own interrupt.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil && err != nil {
		return errors.New("interrupted: what was measured until then is kept")
	}
	return err
}

// roundProgress writes a line a round; a warm-up is round 0.
func roundProgress(w io.Writer, budget time.Duration) func(round int, took time.Duration) {
	began := time.Now()
	return func(round int, took time.Duration) {
		name := "round " + strconv.Itoa(round)
		if round == 0 {
			name = "warm-up"
		}
		fmt.Fprintf(w, "%s in %v, %v of %v\n", name, roundTime(took), roundTime(time.Since(began)), budget)
	}
}

// roundTime rounds a duration for people, and none to 0.
func roundTime(d time.Duration) time.Duration {
	switch {
	case d < 100*time.Millisecond:
		return passTime(d)
	case d < 10*time.Second:
		return d.Round(100 * time.Millisecond)
	}
	return d.Round(time.Second)
}
