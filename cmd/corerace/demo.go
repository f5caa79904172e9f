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

	"corerace/bench"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/workloads"
)

// demoFlags are the flags of demo as they were given.
type demoFlags struct {
	workload string
	modes    []string
	workers  int
	seconds  float64
	plain    bool
}

func demoCommand() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: "teach",
		Short:   "Show every core, live, while the modes run one after the other",
		Long: "Demo is for the wall of a classroom: it gives the same work to one mode after the other and shows the\n" +
			"bars of every core while they run. It ends with the speedups, of one run each: run says how sure they are.",
		Example: "  corerace demo\n  corerace demo --workload binarytrees --seconds 8",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("workers") && f.workers == 0 {
				return usageError{fmt.Errorf("--workers is 0: 1 to %d expected", results.MaxWorkers)}
			}
			d, err := f.demo(cmd.Context(), plain(cmd.OutOrStdout()))
			if err != nil {
				return usageError{err}
			}
			if err = d.run(cmd.Context()); cmd.Context().Err() != nil {
				return errors.New("interrupted")
			}
			return err
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.workload, "workload", "mandelbrot", "what the modes compute")
	fl.StringSliceVar(&f.modes, "modes", defaultModes, "modes to run, in this order")
	fl.IntVar(&f.workers, "workers", 0, "number of workers (default all allowed cores)")
	fl.Float64Var(&f.seconds, "seconds", 4, "about how long serial takes")
	fl.BoolVar(&f.plain, "plain", false, "one line a second, as without a terminal")
	cmd.RegisterFlagCompletionFunc("workload", complete(workloadNames()))
	cmd.RegisterFlagCompletionFunc("modes", completeList(mode.Names(bench.Modes())))
	return cmd
}

// A demo is one workload that runs in one mode after the other.
type demo struct {
	w       *workloads.Workload
	modes   []*mode.Mode
	workers int
	serial  time.Duration // that the work should take
	screen  *screen
	passes  int
	pass    time.Duration
	walls   []time.Duration // of the modes so far
	host    results.Machine
	// conditions are those of each mode so far: one run in the way of others spoils every speedup.
	conditions []conditions.Conditions
}

func (f demoFlags) demo(ctx context.Context, w io.Writer) (*demo, error) {
	d := &demo{workers: f.workers, serial: time.Duration(f.seconds * float64(time.Second)), screen: newScreen(w, f.plain)}
	if f.seconds < 0.1 || f.seconds > 3600 {
		return nil, fmt.Errorf("--seconds is %g: 0.1 to 3600 expected", f.seconds)
	}
	if f.workers < 0 || f.workers > results.MaxWorkers {
		return nil, fmt.Errorf("--workers is %d: 1 to %d expected", f.workers, results.MaxWorkers)
	}
	d.host = machine.Facts(ctx)
	if f.workers == 0 {
		d.workers = machine.Usable(d.host)
	}
	var err error
	if d.w, err = findWorkload(workloads.All(), f.workload); err != nil {
		return nil, err
	}
	for _, s := range f.modes {
		m, err := mode.FindMode(bench.Modes(), s)
		if err != nil {
			return nil, err
		}
		d.modes = append(d.modes, m)
	}
	return d, once("mode", spellings(d.modes))
}

func (d *demo) run(ctx context.Context) error {
	pass, err := race.PassTime(ctx, d.w)
	if err != nil {
		return err
	}
	d.pass = pass
	d.passes = max(1, int(d.serial/pass))
	d.screen.say(fmt.Sprintf("%s: %s", d.w.Name, d.w.Doc))
	d.screen.say("")
	defer d.screen.restore()
	for _, m := range d.modes {
		if err := d.mode(ctx, m); err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
	}
	d.speedups()
	return nil
}

func (d *demo) workersOf(m *mode.Mode) int {
	if m.Most > 0 {
		return min(m.Most, d.workers)
	}
	return d.workers
}

// mode lets one mode do the work, and shows the cores meanwhile.
func (d *demo) mode(ctx context.Context, m *mode.Mode) error {
	n := d.workersOf(m)
	k, err := race.Keep(ctx, m, d.w, n, d.pass, d.serial/time.Duration(n))
	if err != nil {
		return err
	}
	defer k.Close()
	points := make(chan results.Cores, 64)
	rec := machine.NewRecorder(screenInterval, func(c results.Cores) {
		select {
		case points <- c:
		default: // a screen that is slow loses points, the work loses nothing
		}
	})
	type ended struct {
		o   mode.Outcome
		err error
	}
	done := make(chan ended, 1)
	before, began := machine.ReadConditions(), time.Now()
	go func() {
		defer k.Enter()()
		rec.Start()
		o, err := k.Run(ctx, d.passes)
		rec.Stop()
		done <- ended{o, err}
	}()
	d.screen.begin(fmt.Sprintf("%s ×%d", m, n), m.Doc)
	for {
		select {
		case c := <-points:
			d.screen.show(c)
		case e := <-done:
			for len(points) > 0 {
				d.screen.add(<-points)
			}
			if e.err != nil {
				return e.err
			}
			d.screen.finish(e.o.Wall)
			during := machine.ReadConditions().Since(before)
			d.took(e.o, during, time.Since(began))
			return nil
		}
	}
}

// took keeps how long a mode took, and under which conditions. Its workers aren't waited for yet, so the system counts
// their time as that of others.
func (d *demo) took(o mode.Outcome, during machine.Conditions, length time.Duration) {
	during.Ours(unwaited(o), length)
	round := results.Round{Round: 1 + len(d.walls), Wall: length}
	during.Into(&round)
	d.walls = append(d.walls, o.Wall)
	d.conditions = append(d.conditions, conditions.Of(d.host, round))
}

// unwaited is the CPU time of the workers that are processes of their own.
func unwaited(o mode.Outcome) time.Duration {
	if len(o.PerWorker) == 0 || o.PerWorker[0].PID == os.Getpid() {
		return 0
	}
	return o.CPU.Workers
}

// doubt says why the speedups mean nothing, "" where they do: the conditions of some mode don't bear a claim.
func (d *demo) doubt() string {
	for _, c := range d.conditions {
		if doubt := c.Doubt(stats.MinRounds); doubt != "" { // of one run each, which is said
			return doubt
		}
	}
	return ""
}

// speedups shows what the modes gained over serial, or why that can't be told.
func (d *demo) speedups() {
	base := slices.IndexFunc(d.modes, func(m *mode.Mode) bool { return m.Name == "serial" })
	if base < 0 {
		return
	}
	if doubt := d.doubt(); doubt != "" {
		d.screen.say(doubt)
		d.screen.say("So there are no speedups to show: try again on a quiet machine, or see what corerace run says.")
		return
	}
	most := 1.0
	for _, wall := range d.walls {
		most = max(most, float64(d.walls[base])/float64(wall))
	}
	fmt.Fprintln(d.screen.w, "Speedup over serial, one run each (corerace run says how sure that is):")
	for i, m := range d.modes {
		if i == base {
			continue
		}
		s := float64(d.walls[base]) / float64(d.walls[i])
		fmt.Fprintf(d.screen.w, "  %-18s %5.2f×  %s\n", fmt.Sprintf("%s ×%d", m, d.workersOf(m)), s,
			strings.TrimRight(bar(s/most, 40), "░"))
	}
}
