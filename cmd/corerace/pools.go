package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/cost/pools"
	"corerace/bench/cost/rounds"
	"corerace/report/text"
	"corerace/results/costs"
)

const poolsBudget = 60 * time.Second

var poolsFormats = []string{"table", "md", "json"}

// poolsFlags are the flags of pools as they were given.
type poolsFlags struct {
	python      string
	only        []string
	rounds      int
	budget      time.Duration
	seed        string
	format, out string
	noLock      bool
}

func poolsCommand() *cobra.Command {
	var f poolsFlags
	cmd := &cobra.Command{
		Use:     "pools",
		GroupID: "measure",
		Short:   "Measure our pools of processes beside Python's, in the same rounds",
		Long: "Pools measures the worker processes of corerace and those of Python's multiprocessing in the same rounds: how\n" +
			"soon two workers are ready, how many empty shares a second they are handed, how long one share takes to a\n" +
			"worker and back, how fast bytes are echoed, what an idle worker takes for itself, and what becomes of the work\n" +
			"when a worker is killed. Every line has its ratio, and what that is to be at least.",
		Example: "  corerace pools\n  corerace pools --python 3.11 --format md -o pools.md\n  corerace pools --only start-fork,shares --budget 20s",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := f.pools(cmd)
			if err != nil {
				return usageError{err}
			}
			return f.measure(cmd.Context(), p, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.python, "python", "", "interpreter to compare with: a path or a version (default the newest that is found)")
	fl.StringSliceVar(&f.only, "only", nil, "rows to measure: "+strings.Join(pools.Names(), ", ")+" (default all)")
	fl.DurationVar(&f.budget, "budget", poolsBudget, "time for everything")
	fl.IntVar(&f.rounds, "rounds", 0, "rounds after the warm-up (default as many as fit into the budget)")
	fl.StringVar(&f.seed, "seed", "", "seed of the random orders (default a new one)")
	fl.StringVar(&f.format, "format", "table", strings.Join(poolsFormats, ", "))
	fl.StringVarP(&f.out, "out", "o", "", "file to write (default standard output)")
	fl.BoolVar(&f.noLock, "no-lock", false, "don't wait for another corerace that measures on this machine")
	cmd.RegisterFlagCompletionFunc("only", completeList(pools.Names()))
	cmd.RegisterFlagCompletionFunc("format", complete(poolsFormats))
	return cmd
}

// pools turns the flags into what to measure, or says what is wrong with them.
func (f *poolsFlags) pools(cmd *cobra.Command) (*pools.Pools, error) {
	if err := checkFigures(cmd, f.format, poolsFormats, f.out); err != nil {
		return nil, err
	}
	p := &pools.Pools{Plan: rounds.Plan{Rounds: f.rounds, Budget: max(f.budget-reserve, f.budget/2)}, Only: f.only}
	var err error
	if p.Seed, err = parseSeed(f.seed); err != nil {
		return nil, err
	}
	if p.Python, err = findPython(cmd.Context(), f.python); err != nil {
		return nil, err
	}
	return p, p.Check()
}

// measure measures and shows what came of it.
func (f *poolsFlags) measure(ctx context.Context, p *pools.Pools, stdout, stderr io.Writer) error {
	if !f.noLock {
		unlock, err := lockMachine(ctx, stderr)
		if err != nil {
			return err
		}
		defer unlock()
	}
	p.Progress = roundProgress(stderr, f.budget)
	run, err := p.Run(ctx)
	if run == nil {
		return cutShort(ctx, err)
	}
	return errors.Join(cutShort(ctx, err), toFile(f.out, stdout, func(w io.Writer) error { return f.deliver(run, w) }))
}

// deliver writes the summary in the form that was asked for.
func (f *poolsFlags) deliver(run *costs.PoolsRun, w io.Writer) error {
	sum := costs.SummarizePools(run)
	switch f.format {
	case "json":
		return writeIndented(w, struct {
			Pools *costs.Pools    `json:"pools"`
			Run   *costs.PoolsRun `json:"run"`
		}{sum, run})
	case "md":
		return text.PoolsMarkdown(w, run, sum)
	}
	return text.Pools(w, run, sum, tableOptions(w).Options)
}
