// Package against has real interpreters and other runtimes as subjects of the lab: their threads, which share a lock or none,
// and beside those of CPython its processes and sub-interpreters, which don't.
//
// Every measurement is a program of its own in a fresh runtime (lab.py, and that of each language), which does the work,
// reads the clock and says what it saw in lines. The client of the convoy is a thread of this process.
//
// It knows how such a program is asked, and nothing of how its answers are summed up.
package against

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"corerace/bench/lab"
	"corerace/bench/language/python"
	"corerace/bench/language/speak"
)

// A Subject is a runtime in which workers run side by side in one way. Its methods may be called one at a time.
type Subject struct {
	host
	kind  python.Kind
	cores []int // that this process may use

	mu   sync.Mutex
	rate float64 // steps of the countdown a second; 0: not measured yet
}

var _ lab.Subject = (*Subject)(nil)

// A host is a runtime before it is known what runs in it.
type host interface {
	Name() string
	Doc() string
	Rule() lab.Rule
	// interval is that of a lock whose interval can't be set, as its documentation has it; 0 of others.
	interval() time.Duration
	// start starts an experiment's program with a setting of the lock, bound to cores; none is no binding.
	start(ctx context.Context, spec lab.Spec, cores []int, args []string) (*speak.Process, error)
}

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
	return &Subject{host: interpreter{in, kind}, kind: kind, cores: cores}, nil
}

// Defaults of the two locks.
const (
	defaultInterval = 5 * time.Millisecond
	defaultTicks    = 100
)

// resolved is a spec with the settings of the lock that a subject has.
func (s *Subject) resolved(spec lab.Spec) lab.Spec {
	spec.Interval = cmp.Or(s.interval(), spec.Interval, defaultInterval)
	spec.Ticks = cmp.Or(spec.Ticks, defaultTicks)
	return spec
}

// start starts an experiment's program. cores are those that it is bound to; none is no binding.
func (s *Subject) start(
	ctx context.Context, spec lab.Spec, cores []int, experiment string, args ...string,
) (*session, error) {
	x, err := s.host.start(ctx, spec, cores, append([]string{experiment}, args...))
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
