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
	"golang.org/x/term"

	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/cmd/corerace/demo"
	"corerace/results"
	carried "corerace/results/recorded"
)

// demoFlags are the flags of demo as they were given.
type demoFlags struct {
	workload string
	modes    []string
	workers  int
	seconds  float64
	pythons  []string
	wait     time.Duration
	waited   bool // wait was given
	replay   string
	loop     bool
	plain    bool
	lang     string
}

// defaultDemoWorkload is what demo computes where nothing else is asked for.
const defaultDemoWorkload = "mandelbrot"

func demoCommand() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: "teach",
		Short:   "Show every core, live, while the modes run one after the other",
		Long: "Demo is for the wall of a classroom: it gives the same work to one mode after the other, asks before each\n" +
			"what is expected of it, and shows the bars of every core while it runs: what this program has of a core in the\n" +
			"mode's colour, what other programs have in grey. A sentence says what came of it, and the end the speedups,\n" +
			"of one run each: run says how sure they are. Where other programs have too much of the cores for that, it\n" +
			"shows what the workers' own time projects, or nothing.\n\n" +
			"The modes are " + strings.Join(defaultModes, ", ") + ", and where there is a Python its threads and processes.\n" +
			"A key goes on from one to the next, or with --wait so much time; without a terminal nobody is waited for.\n\n" +
			"--replay shows a record in place of this machine, and says so: a file of run, or one of the recordings that\n" +
			"the program carries: " + strings.Join(carried.Names(), ", ") + ".",
		Example: "  corerace demo\n  corerace demo --workload binarytrees --seconds 8\n" +
			"  corerace demo --modes serial,python-threads,python-processes --lang de\n" +
			"  corerace demo --replay two-cores-quiet --loop --wait 5s",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.waited = cmd.Flags().Changed("wait")
			if cmd.Flags().Changed("workers") && f.workers == 0 {
				return usageError{fmt.Errorf("--workers is 0: 1 to %d expected", results.MaxWorkers)}
			}
			show, err := f.show(cmd.Context(), cmd.OutOrStdout())
			if err != nil {
				return usageError{err}
			}
			defer show.Source.Close()
			if k, ok := show.Wait.(*demo.Keys); ok {
				defer k.Close()
			}
			if err = show.Run(cmd.Context()); cmd.Context().Err() != nil {
				return errors.New("interrupted")
			}
			return err
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.workload, "workload", "",
		"what the modes compute (default "+defaultDemoWorkload+", or what was recorded)")
	fl.StringSliceVar(&f.modes, "modes", nil, "modes to run, in this order")
	fl.IntVar(&f.workers, "workers", 0, "number of workers (default all allowed cores)")
	fl.Float64Var(&f.seconds, "seconds", 4, "about how long serial takes")
	fl.StringSliceVar(&f.pythons, "python", nil, "paths of Python interpreters to use besides those found")
	fl.DurationVar(&f.wait, "wait", 0, "time before each mode for what people expect; 0 is none (default until a key)")
	fl.BoolVar(&f.loop, "loop", false, "begin again when all is shown, until Ctrl-C")
	fl.StringVar(&f.replay, "replay", "", "show a record in place of this machine: a file, or "+
		strings.Join(carried.Names(), ", "))
	fl.BoolVar(&f.plain, "plain", false, "one line a second, as without a terminal")
	fl.StringVar(&f.lang, "lang", "",
		"language: "+strings.Join(demo.Languages(), " or ")+" (default that of the environment, or en)")
	cmd.RegisterFlagCompletionFunc("workload", complete(workloadNames()))
	cmd.RegisterFlagCompletionFunc("modes", completeList(modeNames()))
	cmd.RegisterFlagCompletionFunc("lang", complete(demo.Languages()))
	return cmd
}

// show is the demo that the flags ask for.
func (f demoFlags) show(ctx context.Context, w io.Writer) (*demo.Show, error) {
	texts, err := demo.TextsIn(languageOr(f.lang))
	switch {
	case err != nil:
		return nil, err
	case !(f.seconds >= 0.1 && f.seconds <= 3600):
		return nil, fmt.Errorf("--seconds is %g: 0.1 to 3600 expected", f.seconds)
	case f.workers < 0 || f.workers > results.MaxWorkers:
		return nil, fmt.Errorf("--workers is %d: 1 to %d expected", f.workers, results.MaxWorkers)
	case f.wait < 0 || f.wait > time.Hour:
		return nil, fmt.Errorf("--wait is %v: 0s to 1h expected", f.wait)
	}
	s := &demo.Show{Loop: f.loop, Wall: &demo.Wall{W: plain(w), Texts: texts, ASCII: os.Getenv("TERM") == "dumb"}}
	s.Wall.Size = func() (columns, rows int, live bool) {
		columns, rows, live = terminalSize(w)
		if !live {
			columns = lineWidth(w)
		}
		return columns, rows, live && !f.plain
	}
	if f.replay != "" {
		s.Source, err = f.recorded()
	} else {
		s.Source, err = f.live(ctx)
	}
	if err == nil {
		s.Wait = f.waiter(w)
	}
	return s, err
}

// demoLoopWait is how long people have before each mode where nobody is there to press a key.
const demoLoopWait = 6 * time.Second

// waiter is who gives people time: a timer, or somebody at the terminal. Where neither is there nobody is waited for.
func (f demoFlags) waiter(w io.Writer) demo.Waiter {
	_, _, live := terminalSize(w)
	switch {
	case f.waited && f.wait == 0:
		return nil
	case f.waited:
		return demo.Timer(f.wait)
	case f.loop:
		return demo.Timer(demoLoopWait)
	case live && term.IsTerminal(int(os.Stdin.Fd())):
		return demo.OpenKeys(os.Stdin)
	}
	return nil
}

// length is about how long serial is to take.
func (f demoFlags) length() time.Duration { return time.Duration(f.seconds * float64(time.Second)) }

// recorded is the record that is shown in place of this machine.
func (f demoFlags) recorded() (demo.Source, error) {
	switch {
	case len(f.modes) > 0:
		return nil, errors.New("--modes and --replay: a record has the modes that it has")
	case len(f.pythons) > 0:
		return nil, errors.New("--python and --replay: a record has the interpreters that it has")
	}
	name := f.replay
	if !slices.Contains(carried.Names(), name) {
		name = recordPath(name)
	}
	rec, err := carried.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--replay: %w", err)
	}
	played, err := demo.NewRecorded(rec, f.workload, f.workers, f.length())
	if err != nil {
		return nil, fmt.Errorf("--replay: %s: %w", f.replay, err)
	}
	return played, nil
}

// live is what the modes do here and now.
func (f demoFlags) live(ctx context.Context) (demo.Source, error) {
	l := &demo.Live{Workers: f.workers, Serial: f.length()}
	if f.workers == 0 {
		l.Workers = machine.Usable(machine.Facts(ctx))
	}
	if f.workload == "" {
		f.workload = defaultDemoWorkload
	}
	var err error
	if l.Workload, err = findWorkload(allWorkloads(), f.workload); err != nil {
		return nil, err
	}
	find := pythons(ctx, f.pythons...)
	if len(f.pythons) > 0 {
		if _, err := find(); err != nil {
			return nil, fmt.Errorf("--python: %w", err)
		}
	}
	spelt := f.modes
	if len(spelt) == 0 {
		spelt = withPythons(defaultModes, l.Workload.Twin("python") != "", find)
	}
	if l.Modes, _, err = withBaselines(spelt, allModes(ctx, find)); err != nil {
		return nil, err
	}
	if err := once("mode", spellings(l.Modes)); err != nil {
		return nil, err
	}
	l.LeaveOut()
	if len(l.Modes) == 0 {
		return nil, fmt.Errorf("none of the modes is here: %w", errors.Join(l.Left...))
	}
	return l, nil
}

// withPythons are modes and, where there is a Python for it, its threads and processes.
func withPythons(modes []string, twin bool, find func() (*python.Found, error)) []string {
	if !twin {
		return modes
	}
	if found, err := find(); err != nil || len(found.Interpreters) == 0 {
		return modes
	}
	all := slices.Clone(modes)
	for _, name := range []string{"python-threads", "python-processes"} {
		if m, err := mode.FindMode(usualModes(find), name); err == nil && m.Here() == nil {
			all = append(all, name)
		}
	}
	return all
}
