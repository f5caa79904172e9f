package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/disturb"
	"corerace/bench/hosts"
	"corerace/bench/race"
)

// What run measures where the flags don't say.
var (
	defaultWorkloads = []string{"mandelbrot", "collatz", "binarytrees"}
	quickWorkloads   = []string{"mandelbrot", "binarytrees"}
	defaultModes     = []string{"serial", "goroutines", "gil", "processes"}
)

const (
	defaultBudget = 60 * time.Second
	quickBudget   = 15 * time.Second
	allRounds     = 12
	// preciseTarget is the target of a run that ends when its intervals are narrow: they are narrower after many short
	// rounds than after few long ones of the same time together.
	preciseTarget = 50 * time.Millisecond
)

// runFlags are the flags of run as they were given.
type runFlags struct {
	quick, all                bool
	workloads, modes, workers []string
	pythons                   []string
	share                     int
	target, deadline          time.Duration
	precision                 string
	resume, disturb           string
	block, file               string
	noRecover                 bool
	workerMemory              string
	hosts                     hostsFlags
	measureFlags
}

func runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:     "run [package]",
		GroupID: "measure",
		Short:   "Race workloads in several modes, and report who won",
		Long: "Run measures every workload in every mode, round after round in random order, as often as fits into the\n" +
			"budget. It prints its plan first, and ends with a table, a record and a page.\n\n" +
			"With a package, a folder or an import path, it races the workloads of that: what the package exports\n" +
			"that is a *workloads.Workload. The go command builds them in.\n\n" +
			"Ctrl-C ends it at once and keeps what was measured.",
		Example: "  corerace run\n  corerace run --quick\n" +
			"  corerace run --workloads primes,uneven --modes goroutines,gil:interval=1ms --workers 1,2 --rounds 10\n" +
			"  corerace run ./mypackage",
		Args:              onePackage,
		ValidArgsFunction: completePackage,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return runPackage(cmd, args[0])
			}
			if f.resume != "" {
				return f.goOn(cmd)
			}
			e, err := f.experiment(cmd)
			if err != nil {
				return usageError{err}
			}
			return raceAll(cmd.Context(), e, f, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.BoolVar(&f.quick, "quick", false, "two workloads on all cores in 15 seconds")
	fl.BoolVar(&f.all, "all", false, "all workloads in all modes, 12 rounds")
	fl.StringSliceVar(&f.workloads, "workloads", nil,
		"workloads to race (default "+strings.Join(defaultWorkloads, ",")+")")
	fl.StringSliceVar(&f.modes, "modes", nil,
		"modes to race, with options as in gil:interval=1ms, or "+threadsOfAll+" for every runtime that is here "+
			"(default "+strings.Join(defaultModes, ",")+")")
	fl.StringArrayVar(&f.pythons, "python", nil,
		"interpreter for the python modes, by path or label as in 3.14; the first is their default")
	fl.StringSliceVar(&f.workers, "workers", nil, "numbers of workers (default 1 and all allowed cores)")
	fl.DurationVar(&f.budget, "budget", 0, budgetSays+" (default 1m0s, or none where --rounds says when to stop)")
	fl.IntVar(&f.rounds, "rounds", 0, roundsSays)
	fl.StringVar(&f.precision, "precision", "",
		"end when every interval is as narrow, as in 2% (looked at after preset rounds)")
	fl.DurationVar(&f.target, "target", race.DefaultTarget,
		"expected wall time of the shortest cell; with --precision "+preciseTarget.String()+" unless given")
	fl.IntVar(&f.share, "share", 0,
		"items that a worker claims at once (default a fiftieth of its part, at most 500µs of work)")
	fl.DurationVar(&f.deadline, "deadline", 0,
		"how long workers may be silent (default 2s or 20 shares, whichever is longer)")
	fl.BoolVar(&f.noRecover, "no-recover", false, "fail where a worker process dies, instead of replacing it")
	fl.StringVar(&f.workerMemory, "worker-memory", "", "most memory of a worker process, as in 256MiB (default no limit)")
	f.hosts.add(fl)
	fl.StringVar(&f.seed, "seed", "", seedSays)
	fl.StringVar(&f.block, "block", "",
		"bytes of a block, 1KiB to 64MiB, for workloads whose items are blocks (default 64KiB)")
	fl.StringVar(&f.file, "file", "", "a text for workload wordcount")
	fl.StringVar(&f.out, "out", "", "folder for run.jsonl and report.html (default corerace-out/<UTC time>)")
	fl.BoolVar(&f.open, "open", false, openSays)
	fl.StringVar(&f.disturb, "disturb", "", "let processes take cores meanwhile, as in 1x70%, to see what that does")
	fl.BoolVar(&f.noLock, "no-lock", false, noLockSays)
	fl.StringVar(&f.resume, "resume", "", "go on with a record that was cut short: a run.jsonl or its folder")
	cmd.RegisterFlagCompletionFunc("workloads", completeList(workloadNames()))
	cmd.RegisterFlagCompletionFunc("modes", completeList(append(modeNames(), hosts.Name, threadsOfAll)))
	return cmd
}

// experiment turns the flags into an experiment, or says what is wrong with them.
func (f *runFlags) experiment(cmd *cobra.Command) (*race.Experiment, error) {
	if err := checkPositive(cmd, "budget", "rounds", "target", "share", "deadline"); err != nil {
		return nil, err
	}
	if f.quick && f.all {
		return nil, errors.New("--quick and --all exclude each other")
	}
	if err := f.hosts.check(cmd.Flags()); err != nil {
		return nil, err
	}
	e := &race.Experiment{
		Rounds: f.rounds, Budget: f.budget, Reserve: reserve, Deadline: f.deadline,
		NoRecover: f.noRecover, Share: f.share, Target: f.target, LongSerial: cmd.Flags().Changed("target"),
	}
	var err error
	if e.Workloads, err = f.pickWorkloads(); err != nil {
		return nil, err
	}
	if err = f.pickModes(cmd.Context(), e, f.hosts.mode(cmd.ErrOrStderr())); err != nil {
		return nil, err
	}
	if err = f.hosts.checkModes(e.Modes); err != nil {
		return nil, err
	}
	if e.Workers, err = f.pickWorkers(cmd.Context()); err != nil {
		return nil, err
	}
	if e.Seed, err = parseSeed(f.seed); err != nil {
		return nil, err
	}
	if cmd.Flags().Changed("precision") {
		if e.Precision, err = parsePrecision(f.precision); err != nil {
			return nil, fmt.Errorf("--precision: %w", err)
		}
	}
	if f.disturb != "" {
		if _, _, err := disturb.Parse(f.disturb); err != nil {
			return nil, fmt.Errorf("--disturb: %w", err)
		}
	}
	if e.Precision > 0 && !e.LongSerial {
		e.Target = preciseTarget
	}
	if e.WorkerMemory, err = parseMemory(f.workerMemory); err != nil {
		return nil, fmt.Errorf("--worker-memory: %w", err)
	}
	f.pickEnd(e)
	return e, nil
}

// pickEnd sets when the run ends, where the flags leave that open.
func (f *runFlags) pickEnd(e *race.Experiment) {
	switch {
	case e.Rounds > 0 || e.Budget > 0:
	case f.all:
		e.Rounds = allRounds
	case f.quick:
		e.Budget = quickBudget
	case f.asksForAll():
		e.Budget = budgetOfAll(e.Modes, len(e.Workloads))
	default:
		e.Budget = defaultBudget
	}
}

// raceAll plans the experiment, runs it, and shows what came of it, also where it was cut short.
func raceAll(ctx context.Context, e *race.Experiment, f runFlags, stdout, stderr io.Writer) error {
	out, err := createOutput(f.out, time.Now()) // before the wait for another run: it may not be writable
	if err != nil {
		return err
	}
	quiet, err := f.surroundings(ctx, e, stderr)
	if err != nil {
		out.abandon()
		return err
	}
	defer quiet()
	defer f.hosts.close()
	if e.Joined, err = f.hosts.gather(ctx, e, stderr); err != nil {
		out.abandon()
		return interrupted(ctx, err)
	}
	r, err := e.Plan(ctx)
	if err != nil {
		out.abandon()
		return interrupted(ctx, err)
	}
	printPlan(stdout, r, e.Seed, out)
	s := newSession(r, out.file, newProgress(stderr, r))
	s.open = f.open
	return measure(ctx, r, s, out, stdout)
}

// measure runs a planned race, and shows what came of it.
func measure(ctx context.Context, r *race.Race, s *session, out *output, stdout io.Writer) error {
	runErr := r.Run(ctx, s)
	s.progress.done()
	if err := out.file.Close(); err != nil {
		runErr = errors.Join(runErr, err)
	}
	return errors.Join(interrupted(ctx, runErr), s.show(out, stdout))
}

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
