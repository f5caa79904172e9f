// Package cpython has real interpreters as subjects of the lab: their threads, which share a lock, and beside them
// their processes and sub-interpreters, which don't.
//
// Every measurement is a program of its own in a fresh interpreter (lab.py), which does the work, reads the clock and
// says what it saw in lines. The client of the convoy is a thread of this process.
//
// It knows how such a program is asked, and nothing of how its answers are summed up.
package cpython

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"sync"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language/python"
	"corerace/bench/language/speak"
)

//go:embed lab.py
var source string

// A Subject is an interpreter in which workers run side by side in one way. Its methods may be called one at a time.
type Subject struct {
	in    *python.Interpreter
	kind  python.Kind
	cores []int // that this process may use

	mu   sync.Mutex
	rate float64 // steps of the countdown a second; 0: not measured yet
}

var _ lab.Subject = (*Subject)(nil)

// New returns an interpreter as a subject whose workers are threads, processes or sub-interpreters. cores are those
// that this process may use, which an experiment on one core takes the first of. An error says why the interpreter
// doesn't have such workers.
func New(in *python.Interpreter, kind python.Kind, cores []int) (*Subject, error) {
	switch {
	case kind == python.Interpreters && in.NoOwnGIL != "":
		return nil, fmt.Errorf("python %s: %s", in.Label, in.NoOwnGIL)
	case kind == python.Processes && python.CanFork() != nil:
		return nil, python.CanFork()
	case len(cores) == 0:
		return nil, fmt.Errorf("python %s: no core to use", in.Label)
	}
	return &Subject{in: in, kind: kind, cores: cores}, nil
}

// Name implements lab.Subject: "python3.11", "python3.11-processes".
func (s *Subject) Name() string {
	if s.kind == python.Threads {
		return "python" + s.in.Label
	}
	return "python" + s.in.Label + "-" + string(s.kind)
}

// Doc implements lab.Subject.
func (s *Subject) Doc() string {
	switch s.kind {
	case python.Processes:
		return "Processes of " + s.in.String() + ", each with an interpreter of its own."
	case python.Interpreters:
		return "Sub-interpreters of " + s.in.String() + ", each with a lock of its own."
	}
	return "Threads of " + s.in.String() + "."
}

// Rule implements lab.Subject.
func (s *Subject) Rule() lab.Rule {
	switch {
	case s.kind != python.Threads, s.in.FreeThreaded && !s.in.GIL:
		return lab.Free
	case s.in.AtLeast(3, 2):
		return lab.Interval
	}
	return lab.Ticks
}

// Defaults of the two locks.
const (
	defaultInterval = 5 * time.Millisecond
	defaultTicks    = 100
)

// resolved is a spec with the settings of the lock that a subject has.
func (s *Subject) resolved(spec lab.Spec) lab.Spec {
	spec.Interval = cmp.Or(spec.Interval, defaultInterval)
	spec.Ticks = cmp.Or(spec.Ticks, defaultTicks)
	return spec
}

// start starts an experiment's program. cores are those that it is bound to; none is no binding.
func (s *Subject) start(
	ctx context.Context, spec lab.Spec, cores []int, experiment string, args ...string,
) (*session, error) {
	interval, ticks := "0", "0"
	switch s.Rule() {
	case lab.Interval:
		interval = strconv.FormatFloat(spec.Interval.Seconds(), 'f', -1, 64)
	case lab.Ticks:
		ticks = strconv.Itoa(spec.Ticks)
	}
	x, err := python.Start(ctx, s.in, python.Program{Source: source,
		Args: append([]string{experiment, interval, ticks}, args...), Cores: cores})
	if err != nil {
		return nil, err
	}
	return &session{Process: x, limit: slowest(spec)}, nil
}

// slowest is how long a program may be silent. The older lock has made work fifty times as long.
func slowest(spec lab.Spec) time.Duration { return 30*time.Second + 100*spec.For }

// bound is the cores that a spec binds to.
func (s *Subject) bound(spec lab.Spec) []int {
	if spec.OneCore {
		return s.cores[:1]
	}
	return nil
}

// core is the i-th core, or the last where there are fewer: what one worker is bound to. Nothing is bound where the
// system doesn't offer that.
func (s *Subject) core(i int) []int {
	if !speak.CanBind {
		return nil
	}
	i = min(i, len(s.cores)-1)
	return s.cores[i : i+1]
}

func number(n int) string { return strconv.Itoa(n) }

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
