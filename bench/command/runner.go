package command

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"time"

	"corerace/bench/child"
	"corerace/bench/command/starter"
	"corerace/results"
	"corerace/results/stats"
)

// A runner takes the samples of one cell.
type runner struct {
	set     *Set
	variant *Variant
	work    string
	workers int
	filling filling
	limit   time.Duration // of a run
	empties int           // runs of an empty program before it
	lasted  time.Duration // how long the last run took
}

// How often an empty program is run before a command. One tells what starting costs. Before commands that take hardly
// longer there are more: of true the first one of a round took half as long again as the fourth.
const (
	empties      = 1
	manyEmpties  = 3
	shortCommand = 50 * time.Millisecond
)

// latestLook is when the first look at a command comes at the latest.
const latestLook = 100 * time.Millisecond

// take takes a sample: it prepares, runs an empty program and the command, and cleans up.
func (r *runner) take(ctx context.Context, round int, mark func()) (s results.Sample, start time.Time, err error) {
	return r.run(ctx, round, mark, false)
}

// first runs the command for the first time, and looks at what it is.
func (r *runner) first(ctx context.Context) (results.Sample, error) {
	s, _, err := r.run(ctx, 0, func() {}, true)
	return s, err
}

func (r *runner) run(ctx context.Context, round int, mark func(), first bool) (
	s results.Sample, start time.Time, err error,
) {
	f, picks := r.set.picked(round, r.filling)
	req, err := r.variant.request(r.variant.Line, f)
	if err != nil {
		return s, start, err
	}
	// What isn't measured, at first and to warm up, is looked at more often.
	req.Capture, req.Examine, req.Timeout = first || r.variant.SameOutput, round == 0, r.limit
	if req.Empty = r.set.empty; req.Empty != "" {
		req.Empties = r.empties
	}
	// Anywhere in a run, for at its start a command does what it does not later; and in half of the short ones.
	req.Look = rand.N(max(min(2*r.lasted, latestLook), 1))
	if err := r.beside(ctx, "prepare", r.variant.Prepare, f); err != nil {
		return s, start, err
	}
	mark()
	start = time.Now()
	rep, err := r.set.starter.Run(ctx, req)
	mark()
	start = start.Add(rep.Before)
	if err == nil {
		err = r.judge(rep)
	}
	// It is cleaned up behind a command that failed, too.
	if err = errors.Join(err, r.cleanUp(ctx, f)); err != nil {
		return s, start, err
	}
	if first {
		r.variant.OpenMP = r.variant.OpenMP || rep.OpenMP
	}
	r.lasted, rep.Tree.Picks = rep.Wall, picks
	r.set.started(rep.Tree.Start)
	if s, err = r.sample(rep); err == nil && r.variant.SameOutput {
		err = r.set.same(r, picks, rep)
	}
	return s, start, err
}

// leastLeft is the part of what starting costs that must be left of a time when it is taken off: what starting costs is
// itself no surer than that.
const leastLeft = 10

// sample is what a reply says, as a record has it.
func (r *runner) sample(rep starter.Reply) (results.Sample, error) {
	s := results.Sample{Wall: rep.Wall, Items: 1, Share: 1, CPU: results.CPU{Workers: rep.CPU}, Tree: &rep.Tree}
	if r.variant.SameOutput {
		s.Sum = rep.Sum
	}
	if r.variant.SubtractStart {
		cost := r.set.startCost()
		if s.Wall-cost < cost/leastLeft {
			return s, fmt.Errorf("--subtract-start leaves nothing of its time: it took %v, and an empty program takes %v; race "+
				"it without", s.Wall.Round(time.Microsecond), cost.Round(time.Microsecond))
		}
		s.Tree.Subtracted = cost
		s.Wall -= cost
	}
	if n := rep.Tree.Outlived; n > 0 {
		s.Warnings = append(s.Warnings, "processes outlived the command, and were waited for or ended: "+
			"what they used after its end isn't counted")
	}
	return s, nil
}

// noFormat is what the system says of a file that it may execute and can't.
const noFormat = "exec format error"

// judge returns how a command failed, or nil.
func (r *runner) judge(rep starter.Reply) error {
	switch {
	case strings.HasSuffix(rep.Error, noFormat):
		return errors.New("it can't be started: it is a script without a first line such as #!/bin/sh, or for another machine")
	case syscall.Errno(rep.Errno) == syscall.ENOENT:
		return errors.New("it can't be started: it is gone, or what its first line, or its kind of program, is started by " +
			"isn't there")
	case rep.Error != "":
		return fmt.Errorf("it can't be started: %s", child.Plain(rep.Error))
	case rep.Late:
		return fmt.Errorf("it didn't end in %v and was ended: --timeout gives it longer%s",
			r.limit.Round(time.Millisecond), said(rep))
	case rep.Stopped != "":
		return fmt.Errorf("it was stopped by %s, and was ended when it didn't go on%s", rep.Stopped, said(rep))
	case rep.Asked:
		return errors.New("it was ended")
	case rep.Signal != "":
		return fmt.Errorf("it was killed by %s%s", rep.Signal, said(rep))
	}
	allowed := r.variant.AllowExit
	if len(allowed) == 0 {
		allowed = []int{0}
	}
	if slices.Contains(allowed, rep.Tree.Exit) {
		return nil
	}
	return &exitError{rep.Tree.Exit, said(rep)}
}

// What shells, env, nice and the like end with where there is nothing that they could run.
const (
	notExecutable = 126
	notFound      = 127
)

// An exitError says that a command ended with a status that isn't allowed.
type exitError struct {
	status int
	said   string
}

func (e *exitError) Error() string {
	if e.status == notExecutable || e.status == notFound {
		return fmt.Sprintf("it ended with exit status %d%s", e.status, strings.TrimRight(e.said, "\n\t"))
	}
	return fmt.Sprintf("it ended with exit status %d%s; --allow-exit %d takes that for success", e.status, e.said, e.status)
}

// maxSaid is how many lines of a command's output are shown.
const maxSaid = 8

// said is the end of what a command said, a line each, or nothing.
func said(rep starter.Reply) string {
	text := string(rep.Err)
	if strings.TrimSpace(text) == "" {
		text = string(rep.Out)
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	lines = lines[max(0, len(lines)-maxSaid):]
	var b strings.Builder
	for _, line := range lines {
		if line = child.Plain(line); line != "" {
			b.WriteString("\n\t| " + line)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return ", and said" + b.String() + "\n\t"
}

// beside runs the command line that prepares, or cleans up; "" is none.
func (r *runner) beside(ctx context.Context, what, line string, f filling) error {
	if line == "" {
		return nil
	}
	req, err := r.variant.request(line, f)
	if err == nil {
		req.Input, req.Timeout, req.Capture = "", max(r.limit, longestStart), true
		var rep starter.Reply
		if rep, err = r.set.starter.Run(ctx, req); err == nil {
			err = (&runner{variant: &Variant{}, limit: req.Timeout}).judge(rep)
		}
	}
	if e, ok := errors.AsType[*exitError](err); ok { // --allow-exit is for what is raced alone
		return fmt.Errorf("--%s: it ended with exit status %d%s", what, e.status, strings.TrimRight(e.said, "\n\t"))
	}
	if err != nil {
		return fmt.Errorf("--%s: %w", what, err)
	}
	return nil
}

// InterruptedCleanup is how long cleaning up may still take from an interrupt on.
const InterruptedCleanup = 10 * time.Second

// cleanUp runs the command line that cleans up, to its end also where there was an interrupt.
func (r *runner) cleanUp(ctx context.Context, f filling) error {
	going, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	defer context.AfterFunc(ctx, func() {
		late := time.AfterFunc(InterruptedCleanup, func() {
			cancel(fmt.Errorf("it didn't end in %v from the interrupt on, and was ended", InterruptedCleanup))
		})
		context.AfterFunc(going, func() { late.Stop() })
	})()
	return r.beside(going, "cleanup", r.variant.Cleanup, f)
}

// started takes in what starting has cost, where that is known.
func (s *Set) started(cost *time.Duration) {
	const kept = 15
	if cost != nil {
		s.starts = append(s.starts, *cost)
		s.starts = s.starts[max(0, len(s.starts)-kept):]
	}
}

// startCost is what starting costs now: the median of the last empty programs.
func (s *Set) startCost() time.Duration {
	var xs []float64
	for _, d := range s.starts {
		xs = append(xs, float64(d))
	}
	if len(xs) == 0 {
		return 0
	}
	return time.Duration(stats.Median(xs))
}
