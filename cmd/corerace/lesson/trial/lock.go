package trial

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"corerace/bench/gil"
	"corerace/bench/lab"
	"corerace/bench/lab/against"
	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/locks"
	"corerace/results/stats"
)

// lock does experiments on locks:
//
//	experiment: slowdown          or convoy, waiting, updates
//	subjects: gil-ticks, python   models, and python, python2 and threads
//	threads: 2
//	cores: 1                      all threads on one core; left out, on all
//	interval: 1ms                 of the newer lock; left out, as in CPython
func (b *Bench) lock(ctx context.Context, t *lesson.Trial, k lesson.Keeping) ([]lesson.Quantity, error) {
	if err := only(t, "experiment", "subjects", "threads", "cores", "interval"); err != nil {
		return nil, err
	}
	threads, err := count(t, "threads", 2, 64)
	if err != nil {
		return nil, err
	}
	spec := lab.Spec{Threads: threads, OneCore: t.Arg("cores", "") == "1", For: b.length(200 * time.Millisecond),
		Interval: gil.DefaultInterval, Ticks: gil.DefaultTicks}
	if s := t.Arg("interval", ""); s != "" {
		if spec.Interval, err = time.ParseDuration(s); err != nil || spec.Interval <= 0 || spec.Interval > time.Second {
			return nil, fmt.Errorf("interval: %q: a time such as 1ms expected", s)
		}
	}
	experiment := t.Arg("experiment", "slowdown")
	l := &lab.Lab{Rounds: b.Rounds, Seed: b.Seed}
	if b.Rounds == 0 {
		l.Budget = budget(t)
	}
	aliases := map[string]string{}
	var gone []lesson.Quantity
	for _, name := range words(t.Arg("subjects", "gil-multicore")) {
		sub, why, err := b.subject(ctx, name)
		if err != nil {
			return nil, err
		}
		if why != "" {
			gone = append(gone, lesson.Quantity{Name: fmt.Sprintf("%s:%s*%d", experiment, name, threads), Missing: why})
			continue
		}
		aliases[sub.Name()] = name
		cases, err := casesOf(experiment, sub, spec)
		if err != nil {
			return nil, err
		}
		l.Cases = append(l.Cases, cases...)
	}
	if len(l.Cases) == 0 {
		return named(t, gone), nil
	}
	s, err := newSink(k, func(rec *results.Record) []lesson.Quantity {
		return named(t, append(ofLocks(rec, experiment, threads, aliases), gone...))
	})
	if err != nil {
		return nil, err
	}
	err = l.Run(ctx, s)
	if closed := s.close(); err == nil {
		err = closed
	}
	return s.found, err
}

// length is how long an experiment on a lock takes in a round.
func (b *Bench) length(d time.Duration) time.Duration {
	if b.Rounds > 0 {
		return d / 4
	}
	return d
}

// experiments are what lessons call the experiments on locks.
var experiments = map[string]string{"slowdown": results.GILSlowdown, "convoy": results.GILConvoy,
	"waiting": results.GILBlocking, "updates": results.GILUpdates}

// casesOf are what an experiment measures of a subject. A convoy is told against the same without threads that compute.
func casesOf(experiment string, sub lab.Subject, spec lab.Spec) ([]lab.Case, error) {
	name, ok := experiments[experiment]
	if !ok {
		return nil, fmt.Errorf("experiment: %q: slowdown, convoy, waiting or updates expected", experiment)
	}
	c := lab.Case{Experiment: name, Subject: sub, Spec: spec, Expected: spec.For}
	switch experiment {
	case "convoy":
		alone := c
		alone.Spec.Threads = 0
		return []lab.Case{alone, c}, nil
	case "waiting":
		c.Spec.Release = true
	case "updates":
		c.Called = true
	}
	return []lab.Case{c}, nil
}

// subject is what an experiment is done on, or what is missing for it.
func (b *Bench) subject(ctx context.Context, name string) (sub lab.Subject, missing string, err error) {
	if name == "threads" {
		return lab.Unlocked(), "", nil
	}
	if strings.HasPrefix(name, "python") {
		return b.interpreter(ctx, name)
	}
	models, err := lab.Models()
	if err != nil {
		return nil, "linux", nil
	}
	i := slices.IndexFunc(models, func(s lab.Subject) bool { return s.Name() == name })
	if i < 0 {
		return nil, "", fmt.Errorf("subjects: there is none called %q", name)
	}
	return models[i], "", nil
}

// interpreter is the newest Python with a lock, or the newest of the old ones.
func (b *Bench) interpreter(ctx context.Context, name string) (lab.Subject, string, error) {
	found, err := b.Find()
	if err != nil {
		return nil, "", err
	}
	in, missing := found.Default(), b.noPython()
	if name == "python2" {
		in, missing = nil, "python2"
		for _, x := range found.Interpreters {
			if !x.AtLeast(3, 0) && in == nil {
				in = x
			}
		}
	}
	if in == nil {
		return nil, missing, nil
	}
	if in.FreeThreaded { // the experiments are on locks
		return nil, "with-lock", nil
	}
	s, err := against.New(in, python.Threads, machine.Facts(ctx).CoresAllowed)
	if err != nil {
		return nil, missing, nil
	}
	return s, "", nil
}

// models says why the models of locks aren't here, or nil.
func models() error {
	_, err := lab.Models()
	return err
}

// ofLocks are what experiments on locks found, by the names that a lesson gave the subjects.
func ofLocks(rec *results.Record, experiment string, threads int, aliases map[string]string) (all []lesson.Quantity) {
	sum := locks.SummarizeGIL(rec)
	base := doubt(sum.Conditions)
	for _, row := range sum.Rows {
		if row.Threads != threads || row.Experiment != experiments[experiment] {
			continue
		}
		name := fmt.Sprintf("%s:%s*%d", experiment, aliases[row.Subject], threads)
		q := base
		if row.Busy && q.Doubt == "" {
			q.Doubt, q.Share = "busy", shareOf(rec)
		}
		if experiment == "updates" || q.Doubt == "unknown" && experiment == "slowdown" && hadCores(rec, row.Subject) {
			q.Doubt, q.Share = "", 0 // what is lost is lost, whoever else had the cores
		}
		if row.Rounds == 0 {
			q.Name, q.Unit, q.Doubt = name, "x", "nothing"
			if row.LeftOut == lab.NoOverlap {
				q.Doubt = "overlap"
			}
			all = append(all, q)
			continue
		}
		switch experiment {
		case "convoy":
			e, silent := fewer(rec, row.Subject, threads)
			if silent && q.Doubt == "" {
				q.Doubt = "no-answers"
			}
			q = quantity(name, e, q, 0)
		case "waiting":
			q = quantity(name, overlapping(rec, row.Subject, threads), q, 0)
		case "updates":
			q = percent(name, row.Lost, q)
		default:
			q = quantity(name, row.Slowdown, q, 0)
		}
		all = append(all, q)
	}
	return all
}

// leastOwn is the least CPU time over wall time at which a core counts as had, as in a race.
const leastOwn = 0.9

// hadCores is whether one thread of a subject had a core to itself, by its own CPU time: what stands in for counters of
// the cores where a system has none.
func hadCores(rec *results.Record, subject string) bool {
	var cpu, wall time.Duration
	for _, g := range rec.GIL {
		if g.Subject == subject && g.Round > 0 && g.Error == "" {
			cpu += g.SerialCPU
			wall += g.SerialWall
		}
	}
	return wall > 0 && cpu.Seconds() >= leastOwn*wall.Seconds()
}

// shareOf is what others used of the cores in the median line, in percent.
func shareOf(rec *results.Record) float64 {
	var all []float64
	for _, g := range rec.GIL {
		if g.Others != nil && g.Round > 0 {
			all = append(all, *g.Others)
		}
	}
	if len(all) == 0 || len(rec.Run.Hosts) == 0 {
		return 0
	}
	return 100 * stats.Quantile(all, 0.5) / float64(max(1, rec.Run.Hosts[0].CoresLogical))
}

// fewer is how many times fewer requests were answered a second beside threads that compute, paired in each round. A
// round in which none was answered beside them has no such figure: it counts as one answer, which is less than the
// truth, and silent says so.
func fewer(rec *results.Record, subject string, threads int) (e stats.Estimate, silent bool) {
	rate := func(g results.GIL) float64 { return float64(g.RoundTrips) / g.Wall.Seconds() }
	alone, beside := map[int]float64{}, map[int]float64{}
	for _, g := range rec.GIL {
		if g.Experiment != results.GILConvoy || g.Subject != subject || g.Round == 0 || g.Error != "" || g.Wall <= 0 {
			continue
		}
		if g.RoundTrips == 0 && g.Threads == threads {
			g.RoundTrips, silent = 1, true
		}
		switch g.Threads {
		case 0:
			alone[g.Round] = rate(g)
		case threads:
			beside[g.Round] = rate(g)
		}
	}
	return paired(alone, beside), silent
}

// overlapping is how many times as fast calls that block were side by side as one after the other.
func overlapping(rec *results.Record, subject string, threads int) stats.Estimate {
	serial, wall := map[int]float64{}, map[int]float64{}
	for _, g := range rec.GIL {
		if g.Subject == subject && g.Threads == threads && g.Round > 0 && g.Error == "" && g.Wall > 0 {
			serial[g.Round], wall[g.Round] = g.SerialWall.Seconds(), g.Wall.Seconds()
		}
	}
	return paired(serial, wall)
}

// paired is the ratio of two figures in the rounds that have both.
func paired(num, den map[int]float64) stats.Estimate {
	var a, b []float64
	for round := range num {
		if num[round] > 0 && den[round] > 0 {
			a, b = append(a, num[round]), append(b, den[round])
		}
	}
	return stats.PairedRatio(a, b)
}

// percent is a share as a quantity.
func percent(name string, e stats.Estimate, doubt lesson.Quantity) lesson.Quantity {
	q := quantity(name, e, doubt, 0)
	q.Unit = "%"
	q.Value, q.Lo, q.Hi = 100*q.Value, 100*q.Lo, 100*q.Hi
	return q
}
