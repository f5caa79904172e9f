package demo

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
	"corerace/workloads"
)

// Live runs modes here and now, each once. Its results are in nobody's record.
type Live struct {
	Workload *workloads.Workload
	Modes    []*mode.Mode
	Workers  int
	Serial   time.Duration // that the work of a base should take about
	Left     []error       // why modes were left out

	host  results.Machine
	perf  *machine.Own // nil where the system doesn't say which core did our work
	bases map[string]baseline
	rec   results.Record // the samples of this time through
	// conditions are those of every mode so far: one run in the way of others spoils every comparison with it.
	conditions map[string]conditions.Conditions
}

// A baseline is how much work modes get that are compared with each other.
type baseline struct {
	pass   time.Duration
	passes int
}

// Begin implements Source. It looks around on the machine before anything of ours runs.
func (l *Live) Begin(ctx context.Context, t *Texts) ([]string, error) {
	if l.perf == nil {
		l.host = machine.Facts(ctx)
		l.host.Epoch = machine.ProbeEpoch(ctx)
		if perf, err := machine.OpenOwn(); err == nil { // else the bars don't tell whose they are
			l.perf = perf
		}
	}
	l.conditions = map[string]conditions.Conditions{}
	l.bases = map[string]baseline{}
	l.rec = results.Record{Run: results.Run{Hosts: []results.Machine{l.host}, Plan: l.plan()}}
	said := []string{t.say("begin", "workload", l.Workload.Name, "doc", legible.Clean(l.Workload.Doc, legible.MaxText))}
	for _, err := range l.Left {
		said = append(said, t.say("left-out", "why", legible.Clean(err.Error(), legible.MaxText)))
	}
	if machine.Usable(l.host) == 1 {
		said = append(said, t.say("look.one"))
	}
	return append(said, lookAround(ctx, l.host).said(t)...), ctx.Err()
}

// LeaveOut takes out the modes that aren't here, or don't suit the workload.
func (l *Live) LeaveOut() {
	l.Modes = slices.DeleteFunc(l.Modes, func(m *mode.Mode) bool {
		err := cmp.Or(m.Here(), m.Fits(mode.Spec{Workload: l.Workload, Workers: l.Workers}))
		if err != nil {
			l.Left = append(l.Left, fmt.Errorf("%s: %w", m, err))
		}
		return err != nil
	})
}

// plan is what a record's plan says of the modes.
func (l *Live) plan() results.Plan {
	p := results.Plan{Workers: []int{1, l.Workers}}
	p.Workloads = []results.PlannedWorkload{{Name: l.Workload.Name, Size: l.Workload.Size}}
	for _, m := range l.Modes {
		p.Modes = append(p.Modes, results.PlannedMode{Name: m.String(), Doc: m.Doc, Baseline: m.Against(),
			OneAtATime: new(m.OneAtATime())})
	}
	return p
}

// Acts implements Source.
func (l *Live) Acts() (all []Act) {
	bases, here := map[string]bool{}, map[string]bool{}
	for _, m := range l.Modes {
		here[m.String()] = true
		if m.Against() != m.String() {
			bases[m.Against()] = true
		}
	}
	for _, m := range l.Modes {
		a := Act{Mode: m.String(), Doc: m.Doc, Workers: l.workersOf(m), All: machine.Usable(l.host), Turns: m.OneAtATime(),
			IsBase: bases[m.String()]}
		if base := m.Against(); base != m.String() && here[base] {
			a.Base = base
		}
		all = append(all, a)
	}
	return all
}

// Recorded implements Source.
func (l *Live) Recorded() bool { return false }

// Close implements Source.
func (l *Live) Close() error {
	if l.perf == nil {
		return nil
	}
	return l.perf.Close()
}

func (l *Live) workersOf(m *mode.Mode) int {
	if m.Most > 0 {
		return min(m.Most, l.Workers)
	}
	return l.Workers
}

// Play implements Source: it lets a mode do the work, and shows the cores meanwhile.
func (l *Live) Play(ctx context.Context, act int, show func(Point)) (Result, error) {
	m := l.Modes[act]
	r, err := l.play(ctx, m, l.Acts()[act], show)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%s: %w", m, err)
	}
	return r, err
}

func (l *Live) play(ctx context.Context, m *mode.Mode, a Act, show func(Point)) (Result, error) {
	b, err := l.baseline(ctx, m)
	if err != nil {
		return Result{}, err
	}
	k, err := race.Keep(ctx, m, l.Workload, a.Workers, b.pass, l.Serial/time.Duration(a.Workers))
	if err != nil {
		return Result{}, err
	}
	defer k.Close()
	w := watchCores(l.perf)
	done := make(chan ended, 1)
	before, began := machine.ReadConditions(), time.Now()
	go func() {
		defer k.Enter()()
		runtime.GC()
		w.start()
		procs := runtime.GOMAXPROCS(0)
		o, err := k.Run(ctx, b.passes)
		w.stop()
		done <- ended{o, procs, err}
	}()
	e := watched(w, done, show)
	if e.err != nil {
		return Result{}, e.err
	}
	during := machine.ReadConditions().Since(before)
	l.took(m, a, e, during, time.Since(began))
	return l.result(a, e.Wall), nil
}

// An ended is what a mode did.
type ended struct {
	mode.Outcome
	procs int // GOMAXPROCS meanwhile
	err   error
}

// watched shows points until the work is done, and then those that were left.
func watched(w *watch, done <-chan ended, show func(Point)) ended {
	for {
		select {
		case p := <-w.points:
			show(p)
		case e := <-done:
			for len(w.points) > 0 {
				show(<-w.points)
			}
			return e
		}
	}
}

// mostPasses are those of a base, however short a pass is said to be.
const mostPasses = 1 << 30

// baseline is how much work a mode gets, as much as those that it is compared with. A pass of an interpreter takes many
// times as long as one of ours, and it says itself how long.
func (l *Live) baseline(ctx context.Context, m *mode.Mode) (baseline, error) {
	against := m.Against()
	if b, ok := l.bases[against]; ok {
		return b, nil
	}
	pass, err := race.PassTime(ctx, l.Workload)
	if err != nil {
		return baseline{}, err
	}
	if base := l.find(against); base != nil && base.Name != mode.Serial().Name {
		k, err := race.Keep(ctx, base, l.Workload, 1, 50*pass, l.Serial)
		if err != nil {
			return baseline{}, err
		}
		defer k.Close()
		o, err := k.Do(ctx, 1)
		if err != nil {
			return baseline{}, err
		}
		pass = max(o.Wall, 1)
	}
	b := baseline{pass, min(mostPasses, max(1, int((l.Serial+pass/2)/pass)))}
	l.bases[against] = b
	return b, nil
}

// find is the mode of a spelling, nil where it isn't among those that are shown.
func (l *Live) find(spelling string) *mode.Mode {
	for _, m := range l.Modes {
		if m.String() == spelling {
			return m
		}
	}
	return nil
}

// took keeps what a mode did, and under which conditions. Its workers aren't waited for yet, so the system counts their
// time as that of others.
func (l *Live) took(m *mode.Mode, a Act, e ended, during machine.Conditions, length time.Duration) {
	during.Ours(unwaited(e.Outcome), length)
	round := results.Round{Round: 1, Wall: length}
	during.Into(&round)
	l.conditions[m.String()] = conditions.Of(l.host, round)
	l.rec.Samples = append(l.rec.Samples, results.Sample{Round: 1, Pos: len(l.rec.Samples),
		Cell:     results.Cell{Workload: l.Workload.Name, Mode: m.String(), Workers: a.Workers},
		Baseline: m.Against(), Wall: e.Wall, Claim: e.Claim, GOMAXPROCS: e.procs, Sum: strconv.FormatUint(e.Sum, 10),
		PerWorker: e.PerWorker, CPU: e.CPU, Pool: e.Pool, Lock: e.Lock})
}

// unwaited is the CPU time of the workers that are processes of their own.
func unwaited(o mode.Outcome) time.Duration {
	if len(o.PerWorker) == 0 || o.PerWorker[0].PID == os.Getpid() {
		return 0
	}
	return o.CPU.Workers
}

// result is what came of the mode that ran last.
func (l *Live) result(a Act, wall time.Duration) Result {
	r := Result{Act: a, Wall: wall, Conditions: l.conditions[a.Mode]}
	if a.Base != "" {
		r.Conditions = worse(r.Conditions, l.conditions[a.Base])
	}
	for _, c := range verdict.Summarize(&l.rec).Cells {
		if c.Mode == a.Mode && c.Workers == a.Workers {
			r.Cores = c.OwnCores
			if a.Base != "" {
				r.Measured, r.Projected = c.Measured, c.Projected
			}
		}
	}
	return r
}

// worse are the conditions of two runs that bear less.
func worse(a, b conditions.Conditions) conditions.Conditions {
	order := map[string]int{conditions.Quiet: 1, conditions.Noisy: 2, conditions.Inconclusive: 3, conditions.Unknown: 4}
	if order[b.Verdict] > order[a.Verdict] {
		return b
	}
	return a
}
