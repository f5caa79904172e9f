package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench"
	"corerace/bench/cost"
	"corerace/bench/hosts"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/report"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/costs"
)

var grainModes = []string{"serial", "goroutines", "gil", "processes", "processes-pipe"}

// A grainJSON is what the format "json" writes of grain.
type grainJSON struct {
	Grain *costs.Grain    `json:"grain"`
	Run   *costs.GrainRun `json:"run"`
}

var grainForms = []form[costs.GrainRun, costs.Grain]{
	inTable(text.Grain),
	inHTML(report.GrainPage),
	inJSON(func(run *costs.GrainRun, sum *costs.Grain) any {
		return grainJSON{sum, run}
	}),
	inSVG(figure.GrainFigure),
	inPNG(figure.GrainFigure),
	inPDF(figure.GrainFigure),
}

// grainFlags are the flags that only grain has.
type grainFlags struct {
	modes   []string
	workers int
}

func grainCommand() *cobra.Command {
	var f grainFlags
	return experiment{
		name:  "grain",
		group: "measure",
		short: "Measure how long a share and a job must be for each mode to pay",
		long: "Grain measures what a share costs in each mode and what starting its workers takes, and says from which\n" +
			"length of a share the mode beats serial, from which it is within 5 % of goroutines, and from which length of\n" +
			"a job starting fresh workers pays. Moving data isn't measured: nothing is moved yet.\n\n" +
			"A grain.json in the folder of a run, of the same machine, becomes a chart of that run's page.",
		example: "  corerace grain\n  corerace grain --modes goroutines,processes --budget 10s\n" +
			"  corerace grain --modes processes,processes-pipe:chunk=1,hosts:chunk=1\n" +
			"  corerace grain --format svg -o grain.svg\n" +
			"  corerace grain --format json -o corerace-out/20261122T101500Z/grain.json",
		budget:  20 * time.Second,
		formats: formatsOf(grainForms),
		charts:  true,
		flags:   f.add,
		prepare: f.prepare,
	}.command()
}

func (f *grainFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringSliceVar(&f.modes, "modes", nil,
		"modes to measure beside serial (default "+strings.Join(grainModes[1:], ",")+")")
	fl.IntVar(&f.workers, "workers", 0, "number of workers, at least 2 (default all allowed cores)")
	cmd.RegisterFlagCompletionFunc("modes", completeList(append(mode.Names(bench.Modes()), hosts.Name)))
}

// prepare turns the flags into what to measure, or says what is wrong with them.
func (f *grainFlags) prepare(cmd *cobra.Command, shared *experimentFlags) (measurement, error) {
	g := &cost.Grain{Workers: f.workers}
	var err error
	hub := newHub(cmd.ErrOrStderr())
	if g.Modes, err = f.pickModes(append(bench.Modes(), hub.Mode())); err != nil {
		return nil, err
	}
	if !cmd.Flags().Changed("workers") {
		g.Workers = max(2, machine.Usable(machine.Facts(cmd.Context())))
	}
	if g.Workers < 2 || g.Workers > results.MaxWorkers {
		return nil, fmt.Errorf("--workers is %d: 2 to %d expected", g.Workers, results.MaxWorkers)
	}
	if g.Plan, err = shared.plan(); err != nil {
		return nil, err
	}
	return &formed[costs.GrainRun, costs.Grain]{
		flags: shared, forms: grainForms, plan: &g.Plan,
		measure: func(ctx context.Context) (*costs.GrainRun, error) {
			defer hub.Close()
			return g.Run(ctx)
		},
		summarize: func(run *costs.GrainRun) *costs.Grain { return costs.SummarizeGrain(run, g.Seed) },
	}, nil
}

// pickModes are the modes to measure, serial first.
func (f *grainFlags) pickModes(known []*mode.Mode) (modes []*mode.Mode, err error) {
	spelt := f.modes
	if len(spelt) == 0 {
		spelt = grainModes
	}
	spelt = slices.DeleteFunc(slices.Clone(spelt), func(s string) bool { return s == "serial" })
	for _, s := range append([]string{"serial"}, spelt...) {
		m, err := mode.FindMode(known, s)
		if err != nil {
			return nil, err
		}
		modes = append(modes, m)
	}
	if len(modes) < 2 {
		return nil, errors.New("--modes has only serial, which the others are told against: another mode expected")
	}
	return modes, once("mode", spellings(modes))
}
