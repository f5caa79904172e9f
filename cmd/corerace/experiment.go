package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/cost/rounds"
	"corerace/bench/mode"
)

// An experiment is a command that measures something of its own kind in rounds, and shows what came of it in a form:
// grain, talk, pools and gil. What stands here is all that they differ in.
//
//	flags ──prepare──> measurement ──open──> (lock) ──run──> ──deliver──> a form of what came of it
type experiment struct {
	name, group          string
	short, long, example string
	budget               time.Duration // where the flags don't say
	formats              []string      // the first is the default
	charts               bool          // some formats have a dark theme
	says                 map[string]string
	flags                func(cmd *cobra.Command) // adds the flags that only this one has
	// prepare turns the flags into what to measure, or says what is wrong with them.
	prepare func(cmd *cobra.Command, f *experimentFlags) (measurement, error)
}

// experimentFlags are the flags of every experiment, as they were given.
type experimentFlags struct {
	measureFlags
	format string
	dark   bool
}

// A measurement is an experiment whose flags were read.
type measurement interface {
	// open says where the result can't go, before anything is waited for or measured. discard undoes what it made.
	open() (discard func(), err error)
	// run measures, and shows how far it is. With an error there may still be something to deliver: the rounds before.
	run(ctx context.Context, stderr io.Writer) (some bool, err error)
	// deliver shows what came of it in the form that was asked for.
	deliver(stdout io.Writer) error
}

// command is the command of an experiment.
func (x experiment) command() *cobra.Command {
	var f experimentFlags
	cmd := &cobra.Command{Use: x.name, GroupID: x.group, Short: x.short, Long: x.long, Example: x.example, Args: noArgs}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		err := f.check(cmd, x.formats)
		if err != nil {
			return usageError{err}
		}
		m, err := x.prepare(cmd, &f)
		if err != nil {
			return usageError{err}
		}
		return f.measure(cmd, m)
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	x.flags(cmd)
	fl.DurationVar(&f.budget, "budget", x.budget, budgetSays)
	fl.IntVar(&f.rounds, "rounds", 0, roundsSays)
	fl.StringVar(&f.seed, "seed", "", seedSays)
	fl.StringVar(&f.format, "format", x.formats[0], strings.Join(x.formats, ", "))
	fl.StringVarP(&f.out, "out", "o", "", "file to write (default standard output)")
	if x.charts {
		fl.BoolVar(&f.dark, "dark", false, "svg, png, pdf: for a dark background")
	}
	fl.BoolVar(&f.noLock, "no-lock", false, noLockSays)
	for name, says := range x.says {
		fl.Lookup(name).Usage = says
	}
	cmd.RegisterFlagCompletionFunc("format", complete(x.formats))
	return cmd
}

// check says what is wrong with the flags that experiments have in common.
func (f *experimentFlags) check(cmd *cobra.Command, formats []string) error {
	if err := checkPositive(cmd, "budget", "rounds"); err != nil {
		return err
	}
	if !slices.Contains(formats, f.format) {
		return &mode.UnknownError{Kind: "format", Name: f.format, Known: formats}
	}
	return checkDark(f.dark, f.format)
}

// chartFormats are the formats that have a light and a dark look.
var chartFormats = []string{"svg", "png", "pdf"}

// checkDark refuses a dark background of what has none of its own.
func checkDark(dark bool, format string) error {
	if dark && !slices.Contains(chartFormats, format) {
		return fmt.Errorf("--dark needs --format svg, png or pdf: %s has the reader's colours", format)
	}
	return nil
}

// plan is when to stop. Of a short budget half is kept back for what comes after the last round.
func (f *experimentFlags) plan() (p rounds.Plan, err error) {
	p = rounds.Plan{Rounds: f.rounds, Budget: max(f.budget-reserve, f.budget/2)}
	p.Seed, err = parseSeed(f.seed)
	return p, err
}

// measure measures and shows what came of it, also of what was measured before an interrupt.
func (f *experimentFlags) measure(cmd *cobra.Command, m measurement) error {
	ctx := cmd.Context()
	discard, err := m.open()
	if err != nil {
		return err
	}
	unlock, err := f.lock(ctx, cmd.ErrOrStderr())
	if err != nil {
		discard()
		return err
	}
	defer unlock()
	some, err := m.run(ctx, cmd.ErrOrStderr())
	if ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	if !some {
		discard()
		return err
	}
	return errors.Join(err, m.deliver(cmd.OutOrStdout()))
}
