// Package lab has the experiments on global interpreter locks, and what they are done on.
//
// A [Subject] is a model of a lock or a real interpreter. Every experiment takes the same [Spec] on every subject and
// gives the same kind of line, so that a model and an interpreter can be put side by side.
//
// It knows the models of bench/gil. Real interpreters come in by the interface alone, and what the lines bear is said in
// results/locks.
package lab

import (
	"context"
	"time"

	"corerace/results"
)

// A Rule is what makes a thread let go of the lock while it computes.
type Rule string

// Rules.
const (
	Interval Rule = "interval" // a waiter asks for it after an interval: CPython 3.2 and later
	Ticks    Rule = "ticks"    // every so many ticks: CPython up to 3.1
	Own      Rule = "own"      // after an interval of its own, which nobody sets: Ruby, OCaml, PyPy
	Free     Rule = "free"     // there is no lock
)

// A Spec is what an experiment is done with. A subject leaves aside what it has no use for.
type Spec struct {
	Threads int  // that compute; in Convoy beside the one that does I/O; in Blocking that block
	OneCore bool // all threads are bound to one core
	// Interval and Ticks are the setting of the lock, by the subject's rule; 0 is its default, 5 ms and 100 ticks.
	Interval time.Duration
	Ticks    int
	// For is how long the experiment takes, about: in Slices after the [Lead], in Slowdown the work of one thread
	// alone, in Blocking the time that all calls block, one after the other.
	For time.Duration
	// Release is whether the calls of Blocking let the lock go.
	Release bool
}

// Lead is the time at the beginning of Slices that isn't looked at, in which the threads start and the kernel spreads
// them over the cores.
const Lead = 100 * time.Millisecond

// NoOverlap is the Error of a line of updates whose threads weren't at it at the same time for half of it: it shows
// nothing.
const NoOverlap = "the threads didn't overlap"

// Settled returns how long slices were, and the gaps at their ends, without those that began in the lead. It may be
// all of them.
func Settled(slices, gaps []time.Duration) (ofSlices, ofGaps *results.Spread) {
	began, skip := time.Duration(0), 0
	for skip < len(slices) && began < Lead {
		began += slices[skip]
		skip++
	}
	return results.NewSpread(slices[skip:]), results.NewSpread(gaps[min(skip, len(gaps)):])
}

// A Subject is what the experiments are done on. A method returns when its threads have ended. It fills in what it
// measures of a line; the caller fills in Round, T and Others. An error says that the experiment couldn't be done.
type Subject interface {
	// Name is how records call it: "gil-multicore", "python3.11".
	Name() string
	// Doc says in one sentence for people what it is.
	Doc() string
	// Rule says which settings of a Spec mean something.
	Rule() Rule
	// Slices lets threads compute and measures how long each runs until another one does, what lies between, and how
	// fairly they share.
	Slices(ctx context.Context, s Spec) (results.GIL, error)
	// Slowdown measures the same work on one thread and cut over the threads.
	Slowdown(ctx context.Context, s Spec) (results.GIL, error)
	// Convoy counts and times UDP round trips of 32 bytes, closed loop, to an echo thread under the lock beside the
	// threads that compute. The client is another process, or a thread without the lock.
	Convoy(ctx context.Context, s Spec) (results.GIL, error)
	// Blocking lets every thread do a number of calls that block and compute nothing.
	Blocking(ctx context.Context, s Spec) (results.GIL, error)
	// Updates lets the threads add to one variable without a lock of their own, and counts the additions that are
	// missing. With call each goes through a call between the read and the write. Threads that didn't overlap are tried
	// again a few times; where they never did, the line's Error is NoOverlap.
	Updates(ctx context.Context, s Spec, call bool) (results.GIL, error)
}

// Line begins the line of an experiment on a subject.
func (s Spec) Line(sub Subject, experiment string) results.GIL {
	l := results.GIL{Experiment: experiment, Subject: sub.Name(), Threads: s.Threads}
	if s.OneCore {
		l.Cores = 1
	}
	switch sub.Rule() {
	case Interval, Own:
		l.Interval = s.Interval
	case Ticks:
		l.Ticks = s.Ticks
	}
	return l
}
