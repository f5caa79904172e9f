package main

import (
	"fmt"
	"slices"
	"time"

	"corerace/bench/language"
	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/bench/mode"
	"corerace/results/stats"
)

// threadsOfAll stands among modes for those of every runtime that is here.
const threadsOfAll = "threads-of-all"

// runtimesWorkloads are what they race with where no workload is named.
var runtimesWorkloads = []string{"primes", "collatz"}

// What the budget of a race of all runtimes is made of: a cell of a round takes about cellTime, with the start of most, and there
// are as many rounds as an interval needs, one for the warm-up, and another for what goes wrong.
const (
	cellTime    = 900 * time.Millisecond
	spareRounds = 2
)

// asksForAll reports whether modes are those of every runtime that is here.
func (f *runFlags) asksForAll() bool { return slices.Contains(f.modes, threadsOfAll) }

// ofAllRuntimes are the modes that threads-of-all stands for: Go's goroutines and processes, threads, processes and
// sub-interpreters of the default Python and those of the oldest, and all ways of each other language that are here. What
// isn't here is noted, with the way to get it.
func ofAllRuntimes(find func() (*python.Found, error), here func() *runtimes.Found) (spelt, notes []string) {
	spelt = []string{"goroutines", "processes"}
	spelt = append(spelt, ofPythons(find)...)
	for _, m := range language.Modes(language.All(), here) {
		if m.Most == 1 { // baselines are added where they are needed
			continue
		}
		if err := m.Here(); err != nil {
			notes = append(notes, fmt.Sprintf("mode %s isn't here: %v", m, err))
			continue
		}
		spelt = append(spelt, m.String())
	}
	return spelt, notes
}

// ofPythons are the modes of the default Python and of the oldest.
func ofPythons(find func() (*python.Found, error)) (spelt []string) {
	f, err := find()
	if err != nil || len(f.Interpreters) == 0 {
		return nil
	}
	known := language.PythonModes(find)
	add := func(s string) {
		if m, err := mode.FindMode(known, s); err == nil && m.Here() == nil && !slices.Contains(spelt, m.String()) {
			spelt = append(spelt, m.String())
		}
	}
	oldest := f.Interpreters[len(f.Interpreters)-1]
	for _, in := range []*python.Interpreter{f.Default(), oldest} {
		for _, kind := range []python.Kind{python.Threads, python.Processes, python.Interpreters} {
			add("python-" + string(kind) + ":python=" + in.Label)
		}
	}
	return spelt
}

// budgetOfAll is a budget that holds the cells of some modes and their baselines, in a number of workloads.
func budgetOfAll(modes []*mode.Mode, workloads int) time.Duration {
	var perRound time.Duration
	baselines := map[string]bool{}
	for _, m := range modes {
		perRound += cellTime + m.Warm + m.Starts
		if !baselines[m.Against()] {
			baselines[m.Against()] = true
			perRound += m.Warm + m.Starts
		}
	}
	perRound *= time.Duration(workloads)
	return (reserve + perRound*(stats.MinRounds+spareRounds)).Truncate(time.Minute) + time.Minute
}
