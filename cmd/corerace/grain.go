package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench"
	"corerace/bench/cost"
	"corerace/bench/cost/rounds"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/costs"
)

const grainBudget = 20 * time.Second

var (
	grainModes   = []string{"serial", "goroutines", "gil", "processes", "processes-pipe"}
	grainFormats = []string{"table", "json", "svg", "png"}
)

// grainFlags are the flags of grain as they were given.
type grainFlags struct {
	modes        []string
	workers      int
	rounds       int
	budget       time.Duration
	seed         string
	format, out  string
	dark, noLock bool
}

func grainCommand() *cobra.Command {
	var f grainFlags
	cmd := &cobra.Command{
		Use:     "grain",
		GroupID: "measure",
		Short:   "Measure how long a share and a job must be for each mode to pay",
		Long: "Grain measures what a share costs in each mode and what starting its workers takes, and says from which\n" +
			"length of a share the mode beats serial, from which it is within 5 % of goroutines, and from which length of\n" +
			"a job starting fresh workers pays. Moving data isn't measured: nothing is moved yet.",
		Example: "  corerace grain\n  corerace grain --modes goroutines,processes --budget 10s\n  corerace grain --format svg -o grain.svg",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := f.grain(cmd)
			if err != nil {
				return usageError{err}
			}
			return f.measure(cmd.Context(), g, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringSliceVar(&f.modes, "modes", nil, "modes to measure beside serial (default "+strings.Join(grainModes[1:], ",")+")")
	fl.IntVar(&f.workers, "workers", 0, "number of workers, at least 2 (default all allowed cores)")
	fl.DurationVar(&f.budget, "budget", grainBudget, "time for everything")
	fl.IntVar(&f.rounds, "rounds", 0, "rounds after the warm-up (default as many as fit into the budget)")
	fl.StringVar(&f.seed, "seed", "", "seed of the random orders (default a new one)")
	fl.StringVar(&f.format, "format", "table", strings.Join(grainFormats, ", "))
	fl.StringVarP(&f.out, "out", "o", "", "file to write (default standard output)")
	fl.BoolVar(&f.dark, "dark", false, "svg, png: for a dark background")
	fl.BoolVar(&f.noLock, "no-lock", false, "don't wait for another corerace that measures on this machine")
	cmd.RegisterFlagCompletionFunc("modes", completeList(mode.Names(bench.Modes())))
	cmd.RegisterFlagCompletionFunc("format", complete(grainFormats))
	return cmd
}

// grain turns the flags into what to measure, or says what is wrong with them.
func (f *grainFlags) grain(cmd *cobra.Command) (*cost.Grain, error) {
	if err := checkFigures(cmd, f.format, grainFormats, f.out); err != nil {
		return nil, err
	}
	g := &cost.Grain{Workers: f.workers, Plan: rounds.Plan{Rounds: f.rounds, Budget: max(f.budget-reserve, f.budget/2)}}
	spelt := f.modes
	if len(spelt) == 0 {
		spelt = grainModes
	}
	spelt = slices.DeleteFunc(slices.Clone(spelt), func(s string) bool { return s == "serial" })
	for _, s := range append([]string{"serial"}, spelt...) {
		m, err := mode.FindMode(bench.Modes(), s)
		if err != nil {
			return nil, err
		}
		g.Modes = append(g.Modes, m)
	}
	if err := once("mode", spellings(g.Modes)); err != nil {
		return nil, err
	}
	if len(g.Modes) < 2 {
		return nil, errors.New("--modes has only serial, which the others are told against: another mode expected")
	}
	if !cmd.Flags().Changed("workers") {
		g.Workers = max(2, machine.Usable(machine.Facts(cmd.Context())))
	}
	if g.Workers < 2 || g.Workers > results.MaxWorkers {
		return nil, fmt.Errorf("--workers is %d: 2 to %d expected", g.Workers, results.MaxWorkers)
	}
	var err error
	g.Seed, err = parseSeed(f.seed)
	return g, err
}

// measure measures and shows what came of it.
func (f *grainFlags) measure(ctx context.Context, g *cost.Grain, stdout, stderr io.Writer) error {
	if !f.noLock {
		unlock, err := lockMachine(ctx, stderr)
		if err != nil {
			return err
		}
		defer unlock()
	}
	began := time.Now()
	g.Progress = func(round int, took time.Duration) {
		name := "round " + strconv.Itoa(round)
		if round == 0 {
			name = "warm-up"
		}
		fmt.Fprintf(stderr, "%s in %v, %v of %v\n", name, roundTime(took), roundTime(time.Since(began)), f.budget)
	}
	run, err := g.Run(ctx)
	if run == nil {
		return cutShort(ctx, err)
	}
	return errors.Join(cutShort(ctx, err), f.deliver(run, costs.SummarizeGrain(run, g.Seed), stdout))
}

// deliver writes the summary in the form that was asked for.
func (f *grainFlags) deliver(run *costs.GrainRun, sum *costs.Grain, stdout io.Writer) (err error) {
	w := stdout
	if f.out != "" {
		file, err := os.Create(f.out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		w = file
	}
	o := tableOptions(w)
	if f.dark {
		o.Theme = chart.Dark
	}
	switch f.format {
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(struct {
			Grain *costs.Grain    `json:"grain"`
			Run   *costs.GrainRun `json:"run"`
		}{sum, run})
	case "svg":
		return figure.GrainFigure(run, sum).SVG(w, o.Theme)
	case "png":
		return figure.GrainFigure(run, sum).PNG(w, o.Theme, o.DPI)
	}
	return text.Grain(w, run, sum, o.Options)
}
