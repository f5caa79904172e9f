package lab

import (
	"context"
	"time"

	"corerace/results"
)

// A Case is one experiment on one subject with one setting.
type Case struct {
	Experiment string
	Subject    Subject
	Spec       Spec
	Called     bool // updates: through a call
	Expected   time.Duration
}

// do does the experiment.
func (c Case) do(ctx context.Context) (results.GIL, error) {
	switch c.Experiment {
	case results.GILSlices:
		return c.Subject.Slices(ctx, c.Spec)
	case results.GILSlowdown:
		return c.Subject.Slowdown(ctx, c.Spec)
	case results.GILConvoy:
		return c.Subject.Convoy(ctx, c.Spec)
	case results.GILBlocking:
		return c.Subject.Blocking(ctx, c.Spec)
	}
	return c.Subject.Updates(ctx, c.Spec, c.Called)
}

const ms = time.Millisecond

// intervals are what the newer lock is measured with, and checkIntervals the older one, in ticks.
var (
	intervals      = []time.Duration{ms / 10, ms, 5 * ms, 20 * ms}
	checkIntervals = []int{100, 1000, 10_000}
)

// Cases returns what is measured of a subject, every experiment that its rule has.
func Cases(s Subject) []Case {
	switch s.Rule() {
	case Interval:
		return intervalCases(s)
	case Ticks:
		return tickCases(s)
	case Own:
		return ownCases(s)
	}
	return freeCases(s)
}

func intervalCases(s Subject) []Case {
	const usual = 5 * ms
	var all []Case
	add := func(experiment string, spec Spec, called bool) {
		all = append(all, Case{experiment, s, spec, called, spec.For})
	}
	for _, v := range intervals {
		add(results.GILSlices, Spec{Threads: 2, Interval: v, For: max(300*ms, 40*v)}, false)
	}
	add(results.GILSlices, Spec{Threads: 4, Interval: usual, For: 300 * ms}, false)
	add(results.GILSlices, Spec{Threads: 2, OneCore: true, Interval: usual, For: 300 * ms}, false)
	for _, n := range []int{2, 4} {
		for _, one := range []bool{false, true} {
			add(results.GILSlowdown, Spec{Threads: n, OneCore: one, Interval: usual, For: 200 * ms}, false)
		}
	}
	for _, n := range []int{0, 1, 2, 4} {
		add(results.GILConvoy, Spec{Threads: n, Interval: usual, For: time.Duration(max(1, n)) * 400 * ms}, false)
	}
	for _, v := range []time.Duration{ms / 10, ms} {
		add(results.GILConvoy, Spec{Threads: 1, Interval: v, For: 300 * ms}, false)
	}
	for _, release := range []bool{false, true} {
		add(results.GILBlocking, Spec{Threads: 4, Interval: usual, Release: release, For: 100 * ms}, false)
	}
	for _, called := range []bool{false, true} {
		add(results.GILUpdates, Spec{Threads: 2, Interval: usual, For: 100 * ms}, called)
	}
	return all
}

func tickCases(s Subject) []Case {
	const usual = 100
	var all []Case
	add := func(experiment string, spec Spec) { all = append(all, Case{experiment, s, spec, false, spec.For}) }
	for _, called := range []bool{false, true} {
		all = append(all, Case{results.GILUpdates, s, Spec{Threads: 2, Ticks: usual, For: 100 * ms}, called, 100 * ms})
	}
	for _, n := range checkIntervals {
		add(results.GILSlices, Spec{Threads: 2, Ticks: n, For: 300 * ms})
		add(results.GILSlowdown, Spec{Threads: 2, Ticks: n, For: 150 * ms})
	}
	add(results.GILSlowdown, Spec{Threads: 4, Ticks: usual, For: 150 * ms})
	for _, n := range []int{2, 4} {
		add(results.GILSlowdown, Spec{Threads: n, OneCore: true, Ticks: usual, For: 150 * ms})
	}
	for _, n := range []int{0, 1, 2, 4} {
		add(results.GILConvoy, Spec{Threads: n, Ticks: usual, For: 300 * ms})
	}
	add(results.GILConvoy, Spec{Threads: 1, Ticks: 1000, For: 300 * ms})
	for _, release := range []bool{false, true} {
		add(results.GILBlocking, Spec{Threads: 4, Ticks: usual, Release: release, For: 100 * ms})
	}
	return all
}

// ownCases are those of a lock whose interval isn't set. It may be a tenth of a second, so that slices take seconds.
func ownCases(s Subject) []Case {
	var all []Case
	add := func(experiment string, threads int, one bool, d time.Duration) {
		all = append(all, Case{experiment, s, Spec{Threads: threads, OneCore: one, For: d}, false, d})
	}
	add(results.GILSlices, 2, false, 3*time.Second)
	add(results.GILSlices, 4, false, 3*time.Second)
	add(results.GILSlices, 2, true, 2*time.Second)
	add(results.GILSlowdown, 2, false, 600*ms)
	add(results.GILSlowdown, 2, true, 600*ms)
	for _, n := range []int{0, 1, 2} {
		add(results.GILConvoy, n, false, time.Duration(1+n)*500*ms)
	}
	return all
}

// freeCases are those of workers without a lock, which have no slices.
func freeCases(s Subject) []Case {
	all := []Case{{results.GILSlowdown, s, Spec{Threads: 2, For: 300 * ms}, false, 600 * ms}}
	for _, n := range []int{0, 1, 2} {
		all = append(all, Case{results.GILConvoy, s, Spec{Threads: n, For: 300 * ms}, false, 300 * ms})
	}
	return all
}
