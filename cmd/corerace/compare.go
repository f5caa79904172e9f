package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/race"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/verdict"
)

// compareBudget is how long two builds are measured where the flags don't say, and buildsLate how long after the budget
// one that is in the midst of something is ended.
const (
	compareBudget = 60 * time.Second
	buildsLate    = 5 * time.Second
)

// compareFlags are the flags of compare as they were given.
type compareFlags struct {
	run          bool
	failIfSlower string
	limit        float64 // of failIfSlower, as a share; 0: none was given
	runFlags
}

func compareCommand() *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:     "compare OLD NEW",
		GroupID: "measure",
		Short:   "Compare two records, or measure two builds in the same rounds",
		Long: "Compare sets two records side by side. It compares speedups, each paired inside its own run; wall times of\n" +
			"two runs differ by the hour and not only by the program, so they are indicative and no verdict rests on them.\n\n" +
			"With --run, OLD and NEW are programs: this command built twice, or any program whose main calls bench.Hook\n" +
			"first. Both are measured in the same rounds, which gives a verdict; --fail-if-slower makes it an exit status:\n" +
			"0 where NEW was shown not to be slower by more than that, 1 where it is, 3 where that can't be told.",
		Example: "  corerace compare monday.jsonl friday.jsonl\n  corerace compare --run --fail-if-slower 5% ./corerace.old ./corerace.new",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError{fmt.Errorf("compare needs OLD and NEW, %d given", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.readLimit(cmd); err != nil {
				return usageError{err}
			}
			if !f.run {
				return compareRecords(args[0], args[1], cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return f.builds(cmd, args[0], args[1])
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.BoolVar(&f.run, "run", false, "OLD and NEW are programs: measure both in the same rounds")
	fl.StringVar(&f.failIfSlower, "fail-if-slower", "", "with --run: exit with 1 where NEW is slower by more than this, as in 5%, and with 3 where that can't be told")
	fl.StringSliceVar(&f.workloads, "workloads", []string{"mandelbrot"}, "with --run: workloads that both programs have")
	fl.StringSliceVar(&f.modes, "modes", []string{"serial", "goroutines", "processes"}, "with --run: modes to measure them in")
	fl.StringSliceVar(&f.workers, "workers", nil, "with --run: numbers of workers (default all allowed cores)")
	fl.DurationVar(&f.budget, "budget", compareBudget, "with --run: time for everything")
	fl.DurationVar(&f.target, "target", race.DefaultTarget, "with --run: expected wall time of the shortest cell")
	fl.StringVar(&f.seed, "seed", "", "with --run: seed of the random orders (default a new one)")
	fl.BoolVar(&f.noLock, "no-lock", false, "with --run: don't wait for another corerace that measures on this machine")
	fl.StringVar(&f.out, "out", "", "with --run: folder for run.jsonl and report.html (default corerace-out/<UTC time>)")
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

// parsePercent reads a share such as 5% or 0.05; nothing is 0.
func parsePercent(s string) (float64, error) {
	if s == "" {
		return 0, nil
	}
	number, percent := strings.CutSuffix(s, "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v >= 0 && v < 10) {
		return 0, fmt.Errorf("%q is not a share such as 5%%", s)
	}
	return v, nil
}

func compareRecords(old, new string, stdout, stderr io.Writer) error {
	was, err := results.ReadFile(recordPath(old))
	if err != nil {
		return err
	}
	is, err := results.ReadFile(recordPath(new))
	if err != nil {
		return err
	}
	printSkipped(stderr, was)
	printSkipped(stderr, is)
	c := verdict.Compare(was, is, old, new)
	if err := text.Comparison(stdout, c, tableOptions(stdout).Options); err != nil {
		return err
	}
	if len(c.Refused) > 0 {
		return errors.New("the two records can't be compared")
	}
	return nil
}

// Names of the two builds in a record.
const (
	oldBuild = "old"
	newBuild = "new"
)

// builds measures two programs in the same rounds.
func (f compareFlags) builds(cmd *cobra.Command, old, new string) error {
	ctx := cmd.Context()
	if len(f.workers) == 0 {
		f.quick = true // all allowed cores
	}
	e := &race.Experiment{Budget: f.budget, Reserve: reserve, Target: f.target, LongSerial: cmd.Flags().Changed("target")}
	var err error
	if err = f.pickModes(ctx, e); err != nil {
		return usageError{err}
	}
	if e.Workers, err = f.pickWorkers(ctx); err != nil {
		return usageError{err}
	}
	if e.Seed, err = parseSeed(f.seed); err != nil {
		return usageError{err}
	}
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
	out, err := createOutput(f.out, time.Now())
	if err != nil {
		return err
	}
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
	if err := text.Comparison(stdout, c, tableOptions(stdout).Options); err != nil {
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

func startBuilds(ctx context.Context, old, new string) ([]*race.Agent, error) {
	var agents []*race.Agent
	for _, b := range []struct{ name, path string }{{oldBuild, old}, {newBuild, new}} {
		if _, err := os.Stat(b.path); err != nil {
			closeBuilds(agents)
			return nil, usageError{fmt.Errorf("program %s: %w", b.name, err)}
		}
		a, err := race.StartAgent(ctx, b.name, b.path)
		if err != nil {
			closeBuilds(agents)
			return nil, err
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
