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

	"corerace/bench/lab"
	"corerace/bench/mode"
	"corerace/results"
)

// gilBudget is the time that gil takes, gilTargets where the models are held to targets, and gilAgainst beside
// interpreters: what is judged needs six rounds.
const (
	gilBudget  = time.Minute
	gilTargets = 2 * time.Minute
	gilAgainst = 3 * time.Minute
)

var gilFormats = []string{"table", "json", "svg", "png"}

var gilExperiments = []string{results.GILSlices, results.GILSlowdown, results.GILConvoy, results.GILBlocking, results.GILUpdates}

// gilFlags are the flags of gil as they were given.
type gilFlags struct {
	against     []string
	pythons     []string
	experiments []string
	targets     bool
	rounds      int
	budget      time.Duration
	seed        string
	format, out string
	dark        bool
	noLock      bool
}

func gilCommand() *cobra.Command {
	var f gilFlags
	cmd := &cobra.Command{
		Use:     "gil",
		GroupID: "teach",
		Short:   "Experiment on models of CPython's locks, beside real interpreters",
		Long: "Gil measures models of the two global interpreter locks that CPython has had: how long a thread runs until\n" +
			"another one does, what the same work costs on threads, what becomes of a thread that does I/O beside threads\n" +
			"that compute, calls that block with and without the lock, and updates that get lost. --against puts real\n" +
			"interpreters beside the models, and says where the models hold. --targets checks what a model must show.",
		Example: "  corerace gil\n  corerace gil --experiments convoy --budget 20s\n  corerace gil --against python3.11,python2.7\n  corerace gil --targets",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := f.lab(cmd)
			if err != nil {
				return usageError{err}
			}
			return f.measure(cmd.Context(), l, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringSliceVar(&f.against, "against", nil, "interpreters beside the models, such as python3.11,python2.7")
	fl.StringSliceVar(&f.pythons, "python", nil, "paths of interpreters, beside those that are found")
	fl.StringSliceVar(&f.experiments, "experiments", nil, "what to measure (default "+strings.Join(gilExperiments, ",")+")")
	fl.BoolVar(&f.targets, "targets", false, "check what a model of the locks must show; exit status 1 where it doesn't")
	fl.DurationVar(&f.budget, "budget", gilBudget, "time for everything; a round is measured in any case; with --targets "+gilTargets.String()+", with --against "+gilAgainst.String())
	fl.IntVar(&f.rounds, "rounds", 0, "rounds (default as many as fit into the budget)")
	fl.StringVar(&f.seed, "seed", "", "seed of the random orders (default a new one)")
	fl.StringVar(&f.format, "format", "table", strings.Join(gilFormats, ", "))
	fl.StringVarP(&f.out, "out", "o", "", "folder of the record, the page and the charts (default a new one in "+outputRoot+")")
	fl.BoolVar(&f.dark, "dark", false, "svg, png: for a dark background")
	fl.BoolVar(&f.noLock, "no-lock", false, "don't wait for another corerace that measures on this machine")
	cmd.RegisterFlagCompletionFunc("experiments", completeList(gilExperiments))
	cmd.RegisterFlagCompletionFunc("format", complete(gilFormats))
	return cmd
}

// lab turns the flags into what to measure, or says what is wrong with them.
func (f *gilFlags) lab(cmd *cobra.Command) (*lab.Lab, error) {
	for _, name := range []string{"budget", "rounds"} {
		if fl := cmd.Flags().Lookup(name); fl.Changed && !positive(fl.Value.String()) {
			return nil, fmt.Errorf("--%s is %s: more than 0 expected", name, fl.Value)
		}
	}
	if !slices.Contains(gilFormats, f.format) {
		return nil, &mode.UnknownError{Kind: "format", Name: f.format, Known: gilFormats}
	}
	for _, e := range f.experiments {
		if !slices.Contains(gilExperiments, e) {
			return nil, &mode.UnknownError{Kind: "experiment", Name: e, Known: gilExperiments}
		}
	}
	l := &lab.Lab{Rounds: f.rounds, Budget: f.budget, Compare: len(f.against) > 0}
	if !cmd.Flags().Changed("budget") {
		switch {
		case l.Compare:
			l.Budget = gilAgainst
		case f.targets:
			l.Budget = gilTargets
		}
	}
	subjects, err := f.subjects(cmd.Context())
	if err != nil {
		return nil, err
	}
	for _, s := range subjects {
		for _, c := range lab.Cases(s) {
			if len(f.experiments) == 0 || slices.Contains(f.experiments, c.Experiment) {
				l.Cases = append(l.Cases, c)
			}
		}
	}
	l.Seed, err = parseSeed(f.seed)
	return l, err
}

// measure measures, and shows what came of it. What was measured before an interrupt is kept and shown.
func (f *gilFlags) measure(ctx context.Context, l *lab.Lab, stdout, stderr io.Writer) error {
	out, err := createOutput(f.out, time.Now())
	if err != nil {
		return err
	}
	defer out.file.Close()
	if !f.noLock {
		unlock, err := lockMachine(ctx, stderr)
		if err != nil {
			out.abandon()
			return err
		}
		defer unlock()
	}
	k := newGILKeeper(out.file, stderr, l.Budget)
	l.Progress = k.progress
	err = l.Run(ctx, k)
	k.done()
	if len(k.rec.GIL) == 0 {
		out.abandon()
		return errors.Join(err, ctx.Err())
	}
	shown := f.show(&k.rec, out, stdout)
	if ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	return errors.Join(err, shown)
}
