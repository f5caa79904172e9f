package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	commands "corerace/bench/command"
	"corerace/bench/race"
	"corerace/results"
)

// execFlags are the flags of exec as they were given.
type execFlags struct {
	variants, workers           []string
	baseline                    string
	params, samples, sequences  []string
	envs, dirs                  []string
	shell, sameOutput, subtract bool
	input, prepare, cleanup     string
	timeout                     time.Duration
	allowExit                   []string
	precision, failIfSlower     string
	export, resume              string
	limit                       float64 // of failIfSlower, as a share; 0: none was given
	measureFlags
}

func execCommand() *cobra.Command {
	var f execFlags
	cmd := &cobra.Command{
		Use:     "exec -- COMMAND [ARGUMENT...]",
		GroupID: "measure",
		Short:   "Race commands: any programs, and how many workers help them",
		Long: "Exec measures commands as run measures workloads: each once in every round, in random order, with the same\n" +
			"table, page and record. {workers} in a command is filled in with each number of workers, and {NAME} with each\n" +
			"value of --param NAME=...\n\n" +
			"A command line is split into words as a shell does, and no shell runs it unless --shell is given. What a\n" +
			"command writes to standard output is thrown away, unless --expect-same-output compares it; it and standard\n" +
			"error are shown where the command fails.\n\n" +
			"Ctrl-C ends it at once, with the command that runs, and keeps what was measured.",
		Example: "  corerace exec --workers 1,2,4 -- xz -T{workers} -kc FILE\n" +
			"  corerace exec --variant threads='python3 t.py {workers}' --variant processes='python3 p.py {workers}'\n" +
			"  corerace exec --param level=1,6 --workers 1,2 -- pigz -{level} -p {workers} -kc FILE",
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := f.set(cmd, args)
			if err != nil {
				return usageError{err}
			}
			defer set.Close()
			if f.cleanup != "" {
				takesLonger(cmd.Context(), commands.InterruptedCleanup)
			}
			if f.resume != "" {
				return f.goOn(cmd, set)
			}
			e, err := f.experiment(cmd, set)
			if err != nil {
				return usageError{err}
			}
			return f.race(cmd.Context(), e, set, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.addTo(cmd)
	f.completeValues(cmd)
	cmd.SetFlagErrorFunc(execFlagError)
	return cmd
}

// addTo adds the flags.
func (f *execFlags) addTo(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringArrayVar(&f.variants, "variant", nil, "a command and its name, as in threads='./a {workers}'; once for each")
	fl.StringVar(&f.baseline, "baseline", "", "variant that speedups are taken against, with 1 worker (default the first)")
	fl.StringSliceVar(&f.workers, "workers", nil,
		"numbers that {workers} is filled in with (default 1 and all allowed cores)")
	fl.StringArrayVar(&f.params, "param", nil, "values of a parameter, as in size=1k,1m: each is a race of its own")
	fl.StringArrayVar(&f.samples, "sample", nil,
		"values of a parameter, as in seed=1,2,3: one at random in each round, alike for all commands")
	fl.StringArrayVar(&f.sequences, "sequence", nil, "the same, but one after the other")
	fl.BoolVar(&f.shell, "shell", false, "let sh run the commands, for pipes, variables and patterns")
	fl.StringArrayVar(&f.envs, "env", nil, "NAME=value in the environment, or VARIANT:NAME=value in that of one")
	fl.StringArrayVar(&f.dirs, "dir", nil, "folder that commands run in, or VARIANT:folder for one")
	fl.StringVar(&f.input, "input", "", "file that is standard input (default none)")
	fl.StringVar(&f.prepare, "prepare", "", "command before each run, which isn't timed")
	fl.StringVar(&f.cleanup, "cleanup", "", "command after each run, which isn't timed")
	fl.BoolVar(&f.sameOutput, "expect-same-output", false,
		"fail where two runs write different things to standard output")
	fl.DurationVar(&f.timeout, "timeout", 0, "most time of a run (default by how long the first one took)")
	fl.StringSliceVar(&f.allowExit, "allow-exit", nil, "exit statuses that are success (default 0)")
	fl.BoolVar(&f.subtract, "subtract-start", false,
		"take off what starting an empty program costs, which is always measured and shown")
	fl.DurationVar(&f.budget, "budget", 0, budgetSays+" (default 1m0s, or none where --rounds says when to stop)")
	fl.IntVar(&f.rounds, "rounds", 0, roundsSays)
	fl.StringVar(&f.precision, "precision", "",
		"end when every interval is as narrow, as in 2% (looked at after preset rounds)")
	fl.StringVar(&f.failIfSlower, "fail-if-slower", "",
		"exit with 1 where a variant is slower than the baseline by more than this, as in 5%, and with 3 where that "+
			"can't be told")
	fl.StringVar(&f.seed, "seed", "", seedSays)
	fl.StringVar(&f.out, "out", "", "folder for run.jsonl and report.html (default corerace-out/<UTC time>)")
	fl.StringVar(&f.export, "export", "", "file to write as JSON that reads as hyperfine's")
	fl.BoolVar(&f.open, "open", false, openSays)
	fl.BoolVar(&f.noLock, "no-lock", false, noLockSays)
	fl.StringVar(&f.resume, "resume", "",
		"go on with a record that was cut short: the same commands are typed again")
}

// experiment turns the flags into how much is measured.
func (f *execFlags) experiment(cmd *cobra.Command, set *commands.Set) (*race.Experiment, error) {
	if err := checkPositive(cmd, "budget", "rounds", "timeout"); err != nil {
		return nil, err
	}
	e := &race.Experiment{Rounds: f.rounds, Budget: f.budget, Reserve: reserve, Workers: set.Workers, Seed: set.Seed}
	if e.Rounds == 0 && e.Budget == 0 {
		e.Budget = defaultBudget
	}
	if cmd.Flags().Changed("precision") {
		var err error
		if e.Precision, err = parsePrecision(f.precision); err != nil {
			return nil, fmt.Errorf("--precision: %w", err)
		}
	}
	return e, nil
}

// race plans the race of the commands, runs it, and shows what came of it, also where it was cut short.
func (f *execFlags) race(ctx context.Context, e *race.Experiment, set *commands.Set, stdout, stderr io.Writer) error {
	if err := f.checkExport(); err != nil {
		return usageError{err}
	}
	out, err := createOutput(f.out, time.Now())
	if err != nil {
		return err
	}
	unlock, err := f.lock(ctx, stderr)
	if err != nil {
		out.abandon()
		return err
	}
	defer unlock()
	r, err := e.PlanContest(ctx, set.Contest)
	if err != nil {
		out.abandon()
		return interrupted(ctx, err)
	}
	printPlan(stdout, r, e.Seed, out)
	s := newSession(r, out.file, newProgress(stderr, r))
	s.open = f.open
	return f.finish(s, measure(ctx, r, s, out, stdout))
}

// goOn goes on with a record that was cut short. How much is measured is the record's to say; what was typed at first may
// be typed again.
func (f *execFlags) goOn(cmd *cobra.Command, set *commands.Set) error {
	if err := f.checkExport(); err != nil {
		return usageError{err}
	}
	return f.finish(f.measureRest(cmd, f.resume, func(rec *results.Record) (*race.Race, error) {
		if other := f.otherThan(cmd, set, rec.Run); other != "" {
			return nil, usageError{fmt.Errorf("--resume goes on by the record's own plan: --%s can't change it", other)}
		}
		if err := set.Differs(rec.Run.Plan); err != nil {
			return nil, err
		}
		set.Follow(rec.Run)
		return race.ResumeContest(cmd.Context(), rec, set.Contest)
	}))
}

// otherThan is a flag that says something else than the plan of a record does, "" where none does.
func (f *execFlags) otherThan(cmd *cobra.Command, set *commands.Set, run results.Run) (other string) {
	precision, _ := parsePrecision(f.precision)
	same := map[string]bool{
		"workers":   slices.Equal(slices.Sorted(slices.Values(set.Workers)), slices.Sorted(slices.Values(run.Plan.Workers))),
		"rounds":    f.rounds == run.Plan.Rounds,
		"budget":    f.budget == run.Plan.Budget,
		"precision": precision == run.Plan.Precision,
		"seed":      f.seed == run.Seed,
		"out":       false,
	}
	cmd.Flags().Visit(func(fl *pflag.Flag) {
		if is, amount := same[fl.Name]; amount && !is {
			other = fl.Name
		}
	})
	return other
}
