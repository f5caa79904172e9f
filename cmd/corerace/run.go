package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/disturb"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/results"
	"corerace/workloads"
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
	// reserve is the part of a budget that goes into the table and the page.
	reserve = time.Second
	// preciseTarget is the target of a run that ends when its intervals are narrow: they are narrower after many short
	// rounds than after few long ones of the same time together.
	preciseTarget = 50 * time.Millisecond
)

// runFlags are the flags of run as they were given.
type runFlags struct {
	quick, all                bool
	workloads, modes, workers []string
	pythons                   []string
	rounds, share             int
	budget, target, deadline  time.Duration
	seed, precision           string
	out, resume, disturb      string
	block, file               string
	noLock, noRecover         bool
	workerMemory              string
}

func runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:     "run",
		GroupID: "measure",
		Short:   "Race workloads in several modes, and report who won",
		Long: "Run measures every workload in every mode, round after round in random order, as often as fits into the\n" +
			"budget. It prints its plan first, and ends with a table, a record and a page.\n\n" +
			"Ctrl-C ends it at once and keeps what was measured.",
		Example: "  corerace run\n  corerace run --quick\n" +
			"  corerace run --workloads primes,uneven --modes goroutines,gil:interval=1ms --workers 1,2 --rounds 10",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
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
	fl.StringSliceVar(&f.workloads, "workloads", nil, "workloads to race (default "+strings.Join(defaultWorkloads, ",")+")")
	fl.StringSliceVar(&f.modes, "modes", nil, "modes to race, with options as in gil:interval=1ms (default "+strings.Join(defaultModes, ",")+")")
	fl.StringArrayVar(&f.pythons, "python", nil, "interpreter for the python modes, beside those found; the first is their default")
	fl.StringSliceVar(&f.workers, "workers", nil, "numbers of workers (default 1 and all allowed cores)")
	fl.DurationVar(&f.budget, "budget", 0, "time for everything (default 1m0s, or none where --rounds says when to stop)")
	fl.IntVar(&f.rounds, "rounds", 0, "rounds after the warm-up (default as many as fit into the budget)")
	fl.StringVar(&f.precision, "precision", "", "end when every interval is as narrow, as in 2% (looked at after preset rounds)")
	fl.DurationVar(&f.target, "target", race.DefaultTarget, "expected wall time of the shortest cell; with --precision "+preciseTarget.String()+" unless given")
	fl.IntVar(&f.share, "share", 0, "items that a worker claims at once (default a fiftieth of its part, at most 500µs of work)")
	fl.DurationVar(&f.deadline, "deadline", 0, "how long workers may be silent (default 2s or 20 shares, whichever is longer)")
	fl.BoolVar(&f.noRecover, "no-recover", false, "fail where a worker process dies, instead of replacing it")
	fl.StringVar(&f.workerMemory, "worker-memory", "", "most memory of a worker process, as in 256MiB (default no limit)")
	fl.StringVar(&f.seed, "seed", "", "seed of the random orders (default a new one)")
	fl.StringVar(&f.block, "block", "", "bytes of a block, 1KiB to 64MiB, for workloads whose items are blocks (default 64KiB)")
	fl.StringVar(&f.file, "file", "", "a text for workload wordcount")
	fl.StringVar(&f.out, "out", "", "folder for run.jsonl and report.html (default corerace-out/<UTC time>)")
	fl.StringVar(&f.disturb, "disturb", "", "let processes take cores meanwhile, as in 1x70%, to see what that does")
	fl.BoolVar(&f.noLock, "no-lock", false, "don't wait for another corerace that measures on this machine")
	fl.StringVar(&f.resume, "resume", "", "go on with a record that was cut short: a run.jsonl or its folder")
	cmd.RegisterFlagCompletionFunc("workloads", completeList(workloadNames()))
	cmd.RegisterFlagCompletionFunc("modes", completeList(modeNames()))
	return cmd
}

// experiment turns the flags into an experiment, or says what is wrong with them.
func (f *runFlags) experiment(cmd *cobra.Command) (*race.Experiment, error) {
	for _, name := range []string{"budget", "rounds", "target", "share", "deadline"} {
		if fl := cmd.Flags().Lookup(name); fl.Changed && !positive(fl.Value.String()) {
			return nil, fmt.Errorf("--%s is %s: more than 0 expected", name, fl.Value)
		}
	}
	if f.quick && f.all {
		return nil, errors.New("--quick and --all exclude each other")
	}
	e := &race.Experiment{
		Rounds: f.rounds, Budget: f.budget, Reserve: reserve, Deadline: f.deadline,
		NoRecover: f.noRecover, Share: f.share, Target: f.target, LongSerial: cmd.Flags().Changed("target"),
	}
	var err error
	if e.Workloads, err = f.pickWorkloads(); err != nil {
		return nil, err
	}
	if err = f.pickModes(cmd.Context(), e); err != nil {
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

// positive returns whether a flag's number or duration is above 0.
func positive(s string) bool { return !strings.HasPrefix(s, "-") && s != "0" && s != "0s" }

func (f *runFlags) pickWorkloads() ([]*workloads.Workload, error) {
	known, err := knownWorkloads(f.block, f.file)
	if err != nil {
		return nil, err
	}
	names := f.workloads
	switch {
	case len(names) > 0:
	case f.all:
		return known, nil
	case f.quick:
		names = quickWorkloads
	default:
		names = defaultWorkloads
	}
	if err := once("workload", names); err != nil {
		return nil, err
	}
	var ws []*workloads.Workload
	for _, name := range names {
		w, err := findWorkload(known, name)
		if err != nil {
			return nil, err
		}
		ws = append(ws, w)
	}
	return ws, nil
}

func workloadNames() []string {
	var names []string
	for _, w := range workloads.All() {
		names = append(names, w.Name)
	}
	return names
}

func findWorkload(known []*workloads.Workload, name string) (*workloads.Workload, error) {
	for _, w := range known {
		if w.Name != name {
			continue
		}
		if err := w.Here(); err != nil {
			return nil, fmt.Errorf("workload %s isn't here: %w", name, err)
		}
		return w, nil
	}
	return nil, &mode.UnknownError{Kind: "workload", Name: name, Known: workloadNames()}
}

// pickModes sets the modes of an experiment with their baselines, which are always measured.
func (f *runFlags) pickModes(ctx context.Context, e *race.Experiment) error {
	find := pythons(ctx, f.pythons...)
	if len(f.pythons) > 0 {
		if _, err := find(); err != nil {
			return fmt.Errorf("--python: %w", err)
		}
	}
	spelt := f.modes
	if len(spelt) == 0 {
		spelt = defaultModes
		if f.all {
			spelt = modeNames()
		}
	}
	spelt, e.Notes = withFreeThreaded(spelt, find)
	if !slices.Contains(spelt, "serial") {
		e.Notes = append(e.Notes, "mode serial was added: every speedup is taken against it")
		spelt = append([]string{"serial"}, spelt...)
		e.Added = []string{"serial"}
	}
	modes, added, err := withBaselines(spelt, allModes(find))
	if err == nil {
		err = once("mode", spellings(modes))
	}
	for _, base := range added {
		e.Notes = append(e.Notes, base.note)
		e.Added = append(e.Added, base.mode)
	}
	e.Modes = modes
	return err
}

func (f *runFlags) pickWorkers(ctx context.Context) ([]int, error) {
	all := machine.Usable(machine.Facts(ctx))
	switch {
	case len(f.workers) > 0:
	case f.quick:
		return []int{all}, nil
	default:
		return slices.Compact([]int{1, all}), nil
	}
	var ns []int
	for _, s := range f.workers {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > results.MaxWorkers {
			return nil, fmt.Errorf("--workers has %q: numbers from 1 to %d expected", s, results.MaxWorkers)
		}
		ns = append(ns, n)
	}
	return ns, nil
}

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

// pickEnd sets when the run ends, where the flags leave that open.
func (f *runFlags) pickEnd(e *race.Experiment) {
	switch {
	case e.Rounds > 0 || e.Budget > 0:
	case f.all:
		e.Rounds = allRounds
	case f.quick:
		e.Budget = quickBudget
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
	r, err := e.Plan(ctx)
	if err != nil {
		out.abandon()
		return interrupted(ctx, err)
	}
	printPlan(stdout, r, e.Seed, out)
	return measure(ctx, r, newSession(r, out.file, newProgress(stderr, r)), out, stdout)
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

// interrupted says that an error is the user's own interrupt.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil && err != nil {
		return errors.New("interrupted: what was measured until then is kept")
	}
	return err
}

// printPlan says what will be measured, and how long that takes.
func printPlan(w io.Writer, r *race.Race, seed uint64, out *output) {
	w = plain(w)
	var modes []string
	for _, m := range r.Plan.Modes {
		modes = append(modes, m.Name)
	}
	fmt.Fprintf(w, "plan     %d cells a round: %s; workers %s; seed %d\n", r.Cells(), strings.Join(modes, ", "),
		strings.Trim(fmt.Sprint(r.Plan.Workers), "[]"), seed)
	for _, p := range r.Plan.Workloads {
		fmt.Fprintf(w, "         %-12s %d passes of %v: about %v serial%s\n", p.Name, p.Passes, passTime(p.Pass),
			(p.Pass * time.Duration(p.Passes)).Round(time.Millisecond), inBlocks(p.BlockBytes))
	}
	rounds := r.Rounds()
	took := r.RoundTime * time.Duration(rounds+1-r.Done())
	if budget := r.Plan.Budget; budget > 0 {
		fmt.Fprintf(w, "time     about %d rounds of %v after the warm-up, in a budget of %v\n", rounds, roundTime(r.RoundTime), budget)
	} else {
		fmt.Fprintf(w, "time     %d rounds of %v after the warm-up: about %v\n", rounds, roundTime(r.RoundTime), roundTime(took))
	}
	if effect := r.Detectable(rounds); effect > 0 && !math.IsInf(effect, 1) {
		fmt.Fprintf(w, "noise    as it is now, %d rounds can show differences from about %.1f %%\n", rounds, 100*effect)
	}
	for _, n := range r.Plan.Notes {
		fmt.Fprintf(w, "note     %s\n", n)
	}
	fmt.Fprintf(w, "record   %s\n\n", out.record)
}

// passTime rounds a pass for people, and none to 0.
func passTime(d time.Duration) time.Duration {
	if d < 100*time.Microsecond {
		return d
	}
	return d.Round(10 * time.Microsecond)
}

// roundTime rounds a duration for people.
func roundTime(d time.Duration) time.Duration {
	if d < 10*time.Second {
		return d.Round(100 * time.Millisecond)
	}
	return d.Round(time.Second)
}
