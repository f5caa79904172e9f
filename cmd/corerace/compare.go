package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	commands "corerace/bench/command"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/report"
	"corerace/results"
	"corerace/results/foreign"
	"corerace/results/verdict"
)

// compareBudget is how long two builds are measured where the flags don't say, and buildsLate how long after the budget
// one that is in the midst of something is ended.
const (
	compareBudget = 60 * time.Second
	buildsLate    = 5 * time.Second
)

// withRun begins what the flags say that only --run has.
const withRun = "with --run: "

// compareFlags are the flags of compare as they were given.
type compareFlags struct {
	run          bool
	failIfSlower string
	format, page string  // how the comparison is shown, and the file where that is written
	limit        float64 // of failIfSlower, as a share; 0: none was given
	from         foreignFlags
	runFlags
}

func compareCommand() *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:     "compare OLD NEW…",
		GroupID: "measure",
		Short:   "Compare two records, or measure two builds in the same rounds",
		Long: "Compare sets two records side by side. It compares speedups, each paired inside its own run; wall times of\n" +
			"two runs differ by the hour and not only by the program, so they are indicative and no verdict rests on them.\n" +
			"Of files of other tools, as corerace import reads them, it compares the time of a call, indicative as well.\n" +
			"Of more than two, such as those of several machines, it shows each one's best, in all and a worker, and sets each\n" +
			"beside the first, or says why that can't be done.\n\n" +
			"With --run, OLD and NEW are programs: this command built twice, or any program whose main calls bench.Hook\n" +
			"first. Both are measured in the same rounds, which gives a verdict; --fail-if-slower makes it an exit status:\n" +
			"0 where NEW was shown not to be slower by more than that, 1 where it is, 3 where that can't be told.",
		Example: "  corerace compare monday.jsonl friday.jsonl\n" +
			"  corerace compare --format html -o compared.html mine.jsonl friends.jsonl another.jsonl\n" +
			"  corerace compare --run --fail-if-slower 5% ./corerace.old ./corerace.new",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 || f.run && len(args) > 2 {
				return usageError{fmt.Errorf("compare needs OLD and NEW, %d given", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(f.readLimit(cmd), f.checkKind(cmd)); err != nil {
				return usageError{err}
			}
			if !slices.Contains(compareFormats, f.format) {
				return usageError{&mode.UnknownError{Kind: "format", Name: f.format, Known: compareFormats}}
			}
			if f.run && f.format == "html" && f.page == "" {
				return usageError{errors.New("--format html with --run needs -o: the plan goes to standard output")}
			}
			if err := checkOut(f.page); err != nil {
				return usageError{err}
			}
			if !f.run {
				o, err := f.from.options()
				if err != nil {
					return err
				}
				return f.records(args, o, cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return f.builds(cmd, args[0], args[1])
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.format, "format", "table", strings.Join(compareFormats, ", "))
	fl.StringVarP(&f.page, "output", "o", "", "file to write (default standard output)")
	fl.BoolVar(&f.run, "run", false, "OLD and NEW are programs: measure both in the same rounds")
	fl.StringVar(&f.failIfSlower, "fail-if-slower", "",
		withRun+"exit with 1 where NEW is slower by more than this, as in 5%, and with 3 where that can't be told")
	fl.StringSliceVar(&f.workloads, "workloads", []string{"mandelbrot"}, withRun+"workloads that both programs have")
	fl.StringSliceVar(&f.modes, "modes", []string{"serial", "goroutines", "processes"}, withRun+"modes to measure them in")
	fl.StringSliceVar(&f.workers, "workers", nil, withRun+"numbers of workers (default all allowed cores)")
	fl.DurationVar(&f.budget, "budget", compareBudget, withRun+budgetSays)
	fl.DurationVar(&f.target, "target", race.DefaultTarget, withRun+"expected wall time of the shortest cell")
	fl.StringVar(&f.seed, "seed", "", withRun+seedSays)
	fl.BoolVar(&f.noLock, "no-lock", false, withRun+noLockSays)
	fl.StringVar(&f.out, "out", "", withRun+"folder for run.jsonl and report.html (default corerace-out/<UTC time>)")
	f.from.add(cmd)
	cmd.RegisterFlagCompletionFunc("format", complete(compareFormats))
	cmd.RegisterFlagCompletionFunc("workloads", completeList(workloadNames()))
	cmd.RegisterFlagCompletionFunc("modes", completeList(modeNames()))
	return cmd
}

// readLimit reads --fail-if-slower, where it is given.
func (f *compareFlags) readLimit(cmd *cobra.Command) (err error) {
	if !cmd.Flags().Changed("fail-if-slower") {
		return nil
	}
	if f.limit, err = slowerLimit(f.failIfSlower); err != nil {
		return err
	}
	if !f.run {
		return errors.New("--fail-if-slower needs --run: two records that were measured one after the other carry no verdict")
	}
	return nil
}

// checkKind refuses flags of what isn't compared: those of builds where records are given, and the other way round.
func (f *compareFlags) checkKind(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(fl *pflag.Flag) {
		switch {
		case err != nil:
		case !f.run && strings.HasPrefix(fl.Usage, withRun) && fl.Name != "fail-if-slower": // which says more about it
			err = fmt.Errorf("--%s needs --run: records were measured before", fl.Name)
		case f.run && slices.Contains(foreignNames, fl.Name):
			err = fmt.Errorf("--%s is for files of other tools: with --run two programs are measured", fl.Name)
		}
	})
	return err
}

// compareFormats are how a comparison can be shown.
var compareFormats = []string{"table", "html"}

// show writes a comparison where it belongs, in the form that was asked for.
func (f *compareFlags) show(c *verdict.Comparison, stdout io.Writer) error {
	return toFile(f.page, stdout, func(w io.Writer) error {
		return report.ComparisonOf(w, c, f.format, tableOptions(w))
	})
}

// records compares records that were measured before, two or more.
func (f *compareFlags) records(paths []string, o foreign.Options, stdout, stderr io.Writer) error {
	var recs []*results.Record
	for _, path := range paths {
		rec, err := readAny(path, o)
		if err != nil {
			return err
		}
		printSkipped(stderr, rec)
		recs = append(recs, rec)
	}
	if len(recs) > 2 {
		return f.several(verdict.CompareSeveral(recs, paths), stdout)
	}
	c := verdict.Compare(recs[0], recs[1], paths[0], paths[1])
	if err := f.show(c, stdout); err != nil {
		return err
	}
	if len(c.Refused) > 0 {
		return errors.New("the two records can't be compared")
	}
	return nil
}

// several shows more than two records side by side.
func (f *compareFlags) several(s *verdict.Several, stdout io.Writer) error {
	err := toFile(f.page, stdout, func(w io.Writer) error {
		return report.SeveralOf(w, s, f.format, tableOptions(w))
	})
	if err == nil && s.Refused() {
		err = errors.New("none of the records can be compared with the first")
	}
	return err
}

// Names of the two builds in a record.
const (
	oldBuild = "old"
	newBuild = "new"
)

// builds measures two programs in the same rounds.
func (f compareFlags) builds(cmd *cobra.Command, old, new string) error {
	ctx := cmd.Context()
	e, err := f.buildsExperiment(cmd)
	if err != nil {
		return usageError{err}
	}
	if err := checkBuilds(old, new); err != nil {
		return usageError{err}
	}
	out, err := createOutput(f.out, time.Now()) // before the wait for another run: it may not be writable
	if err != nil {
		return err
	}
	planned := false
	defer func() {
		if !planned {
			out.abandon()
		}
	}()
	unlock, err := f.lock(ctx, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer unlock()
	timed, cancel := context.WithTimeoutCause(ctx, f.budget+buildsLate,
		fmt.Errorf("the budget of %v is over, and it doesn't answer", f.budget))
	defer cancel()
	agents, err := startBuilds(timed, old, new)
	if err != nil {
		return interrupted(ctx, err)
	}
	defer closeBuilds(agents)
	r, err := e.PlanBuilds(timed, agents, f.workloads)
	if err != nil {
		return interrupted(ctx, err)
	}
	planned = true
	stdout := cmd.OutOrStdout()
	printPlan(stdout, r, e.Seed, out)
	s := newSession(r, out.file, newProgress(cmd.ErrOrStderr(), r))
	runErr := r.Run(timed, s)
	s.progress.done()
	runErr = errors.Join(interrupted(ctx, runErr), out.file.Close())
	if runErr != nil && len(s.rec.Rounds) < 2 { // nothing but the warm-up
		return runErr
	}
	c := verdict.CompareBuilds(&s.rec, oldBuild, newBuild)
	if err := f.show(c, stdout); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "\nrecord   %s\n", out.record)
	if runErr != nil {
		return runErr
	}
	if f.limit == 0 {
		return nil
	}
	return gate(c, f.limit)
}

// buildsExperiment turns the flags into what to measure of both, or says what is wrong with them.
func (f *compareFlags) buildsExperiment(cmd *cobra.Command) (e *race.Experiment, err error) {
	if err := once("workload", f.workloads); err != nil {
		return nil, err
	}
	if len(f.workers) == 0 {
		f.quick = true // all allowed cores
	}
	e = &race.Experiment{Budget: f.budget, Reserve: reserve, Target: f.target, LongSerial: cmd.Flags().Changed("target")}
	if err = f.pickModes(cmd.Context(), e); err != nil {
		return nil, err
	}
	if e.Workers, err = f.pickWorkers(cmd.Context()); err != nil {
		return nil, err
	}
	e.Seed, err = parseSeed(f.seed)
	return e, err
}

// A build is a program and its name in a record.
type build struct{ name, path string }

func bothBuilds(old, new string) []build { return []build{{oldBuild, old}, {newBuild, new}} }

// checkBuilds says which of the programs isn't there.
func checkBuilds(old, new string) error {
	for _, b := range bothBuilds(old, new) {
		if _, err := os.Stat(b.path); err != nil {
			return fmt.Errorf("program %s: %w; commands that know nothing of corerace are raced by corerace exec "+
				"--variant %s=%s --variant %s=%s", b.name, err, oldBuild, commands.Quote([]string{old}), newBuild,
				commands.Quote([]string{new}))
		}
	}
	return nil
}

func startBuilds(ctx context.Context, old, new string) ([]*race.Agent, error) {
	var agents []*race.Agent
	for _, b := range bothBuilds(old, new) {
		a, err := race.StartAgent(ctx, b.name, b.path)
		if err != nil {
			closeBuilds(agents)
			return nil, fmt.Errorf("%w; programs of any kind are raced by corerace exec, with a --variant each", err)
		}
		agents = append(agents, a)
	}
	return agents, nil
}

func closeBuilds(agents []*race.Agent) {
	for _, a := range agents {
		a.Close()
	}
}
