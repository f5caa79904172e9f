package locks

import (
	"fmt"
	"time"

	"corerace/results"
)

// A GILTarget is something that a model of the locks must show: ratios that survive another machine.
type GILTarget struct {
	Number   int    `json:"number"` // of the group that it belongs to, from 1
	What     string `json:"what"`
	Wanted   string `json:"wanted"`
	Measured string `json:"measured"` // "" where it wasn't
	Holds    bool   `json:"holds"`
	// Busy says that other programs were in the way of what it rests on.
	Busy bool `json:"busy"`
	// Open is why it isn't judged, busy or not; "" where it is.
	Open string `json:"open,omitempty"`
}

// GILTargets checks what is known of CPython's locks against the models, and against the interpreters that a summary
// has. Each bound is what interpreters from 2.7 to 3.13 showed on two cores, with some room.
func GILTargets(s *GILSummary) []GILTarget {
	t := &targets{s: s, newerLock: modelInterval, olderLock: modelTicks, noLock: GILProcesses}
	t.newer()
	t.newerConvoy()
	t.older()
	slow := t.ticks(results.GILSlowdown, 2, 0, 100)
	t.number(3, "100 ticks: system calls of the lock a check", slow.Calls, 1, 2.5, "%.2f", slow)
	t.olderConvoy()
	t.processes("processes")
	t.updates(0, 0)
	return append(t.all, interpretersTargets(s)...)
}

// targets gathers what a lock, or the lack of one, must show. A subject that isn't set has none of it.
type targets struct {
	s                            *GILSummary
	newerLock, olderLock, noLock string // the subjects
	all                          []GILTarget
}

// number adds a target on a number, within lo and hi.
func (t *targets) number(group int, what string, value, lo, hi float64, format string, rows ...*GILRow) {
	x := GILTarget{Number: group, What: what, Wanted: fmt.Sprintf(format, lo) + " to " + fmt.Sprintf(format, hi)}
	measured := true
	for _, r := range rows {
		measured = measured && r != nil && r.Rounds > 0
		x.Busy = x.Busy || r != nil && r.Busy
	}
	x.Open = t.s.open(rows...)
	if measured && value > 0 || measured && lo == 0 {
		x.Measured, x.Holds = fmt.Sprintf(format, value), x.Open == "" && value >= lo && value <= hi
	}
	t.all = append(t.all, x)
}

// row is the row of a cell, or an empty one that wasn't measured.
func (t *targets) row(c GILCell) *GILRow {
	if r := t.s.find(c); r != nil {
		return r
	}
	return &GILRow{}
}

// millis is a time in milliseconds.
func millis(d time.Duration) float64 { return d.Seconds() * 1e3 }

// What CPython's locks are set to by themselves.
const (
	usualInterval = 5 * time.Millisecond
	usualTicks    = 100
)

// interval is the row of the newer lock; 0 cores are all of them.
func (t *targets) interval(experiment string, threads, cores int, interval time.Duration) *GILRow {
	return t.row(GILCell{Experiment: experiment, Subject: t.newerLock, Threads: threads, Cores: cores,
		Interval: interval})
}

// ticks is the row of the older lock; 0 cores are all of them.
func (t *targets) ticks(experiment string, threads, cores, ticks int) *GILRow {
	return t.row(GILCell{Experiment: experiment, Subject: t.olderLock, Threads: threads, Cores: cores, Ticks: ticks})
}

// newer is what threads behind the newer lock show: they lose nearly nothing, and a slice is one interval, however many
// threads there are.
func (t *targets) newer() {
	for _, n := range []int{2, 4} {
		r := t.interval(results.GILSlowdown, n, 0, usualInterval)
		t.number(1, fmt.Sprintf("5 ms, %d threads: wall ÷ that of one", n), r.Slowdown.Center, 0.95, 1.10, "%.2f", r)
	}
	for _, v := range []time.Duration{time.Millisecond, usualInterval, 20 * time.Millisecond} {
		r := t.interval(results.GILSlices, 2, 0, v)
		t.number(1, fmt.Sprintf("%v: the median slice, ms", v), millis(r.Slice), millis(v), millis(v)+0.3, "%.2f", r)
	}
	r := t.interval(results.GILSlices, 2, 0, usualInterval)
	t.number(1, "5 ms: the slice that 95 % are below, ms", millis(r.SliceTop), 5, 5.5, "%.2f", r)
	t.number(1, "5 ms: switches a second × the median slice", r.Switches*r.Slice.Seconds(), 0.85, 1.05, "%.2f", r)
	four := t.interval(results.GILSlices, 4, 0, usualInterval)
	t.number(1, "5 ms: the slice of 4 threads ÷ that of 2", ratio(four.Slice, r.Slice), 0.95, 1.10, "%.2f", r, four)
	one := t.interval(results.GILSlices, 2, 1, usualInterval)
	t.number(1, "5 ms, one core: the slice, rounded up by the kernel's tick of up to 10 ms, ms", millis(one.Slice), 5,
		12, "%.2f", one)
}

// newerConvoy is what becomes of a thread that does I/O: each of its calls lets the lock go, and it gets it back by
// asking, so a round trip takes an interval. It follows that shorter intervals make for more of them.
func (t *targets) newerConvoy() {
	one, two := t.interval(results.GILConvoy, 1, 0, usualInterval), t.interval(results.GILConvoy, 2, 0, usualInterval)
	none := t.interval(results.GILConvoy, 0, 0, usualInterval)
	t.number(2, "echo beside 1 thread, 5 ms: the median round trip ÷ the interval", ratio(one.Latency, usualInterval),
		0.95, 1.3, "%.2f", one)
	t.number(2, "echo beside 1 thread, 5 ms: that of 95 % ÷ the interval", ratio(one.LatHi, usualInterval), 1, 2.4,
		"%.2f", one)
	t.number(2, "echo beside 1 thread, 5 ms: round trips a second", one.Trips, 100, 250, "%.0f", one)
	t.number(2, "echo: round trips beside none ÷ beside 1", divided(none.Trips, one.Trips), 50, 1000, "%.0f", none, one)
	t.number(2, "echo: round trips beside 1 thread ÷ beside 2", divided(one.Trips, two.Trips), 2, 8, "%.1f", one, two)
	ms1, ms01 := t.interval(results.GILConvoy, 1, 0, time.Millisecond),
		t.interval(results.GILConvoy, 1, 0, 100*time.Microsecond)
	t.number(2, "echo beside 1 thread: round trips at 1 ms ÷ at 5 ms", divided(ms1.Trips, one.Trips), 3, 7, "%.1f", one,
		ms1)
	t.number(2, "echo beside 1 thread: round trips at 0.1 ms ÷ at 5 ms", divided(ms01.Trips, one.Trips), 15, 50, "%.1f",
		one, ms01)
}

// older is what threads behind the older lock show: on several cores each check wakes somebody for nothing, on one core
// none of that is lost. The less often it is let go, the less is lost.
func (t *targets) older() {
	all, pinned := t.ticks(results.GILSlowdown, 2, 0, 100), t.ticks(results.GILSlowdown, 2, 1, 100)
	t.number(3, "100 ticks, 2 threads on all cores: wall ÷ that of one", all.Slowdown.Center, 2, 5, "%.2f", all)
	t.number(3, "the same on one core", pinned.Slowdown.Center, 0.9, 1.1, "%.2f", pinned)
	k, k10 := t.ticks(results.GILSlowdown, 2, 0, 1000), t.ticks(results.GILSlowdown, 2, 0, 10_000)
	t.number(3, "1000 ticks on all cores", k.Slowdown.Center, 1.1, 2.5, "%.2f", k)
	t.number(3, "10 000 ticks on all cores", k10.Slowdown.Center, 0.95, 1.3, "%.2f", k10)
	slices := t.ticks(results.GILSlices, 2, 0, 1000)
	t.number(3, "1000 ticks: wake-ups a switch", slices.WakeUps, 10, 100_000, "%.0f", slices)
}

// olderConvoy is the same thread behind the older lock, which is let go far more often: it waits far shorter.
func (t *targets) olderConvoy() {
	for _, n := range []int{1, 2} {
		r := t.ticks(results.GILConvoy, n, 0, 100)
		t.number(4, fmt.Sprintf("echo beside %d, 100 ticks: the median round trip, µs", n), millis(r.Latency)*1e3, 10,
			100, "%.0f", r)
	}
	one, k := t.ticks(results.GILConvoy, 1, 0, 100), t.ticks(results.GILConvoy, 1, 0, 1000)
	t.number(4, "echo beside 1, 100 ticks: round trips a second", one.Trips, 10_000, 60_000, "%.0f", one)
	t.number(4, "echo beside 1: the median round trip at 1000 ticks ÷ at 100", ratio(k.Latency, one.Latency), 5, 500,
		"%.0f", one, k)
}

// processes is what workers without a common lock show: two take half the time, and an echo isn't held up by them.
func (t *targets) processes(what string) {
	slow := t.row(GILCell{Experiment: results.GILSlowdown, Subject: t.noLock, Threads: 2})
	t.number(5, "2 "+what+", with their start: wall ÷ that of one", slow.Slowdown.Center, 0.48, 0.66, "%.2f", slow)
	none := t.row(GILCell{Experiment: results.GILConvoy, Subject: t.noLock})
	one := t.row(GILCell{Experiment: results.GILConvoy, Subject: t.noLock, Threads: 1})
	t.number(5, "echo: round trips beside 1 of the "+what+" ÷ beside none", divided(one.Trips, none.Trips), 0.7, 2,
		"%.2f", none, one)
}

// updates wants as large a share lost as lo to hi where the interpreter doesn't call between the read and the write.
func (t *targets) updates(lo, hi float64) {
	cell := GILCell{Experiment: results.GILUpdates, Subject: t.newerLock, Threads: 2, Interval: usualInterval}
	if t.newerLock == "" {
		cell.Subject, cell.Interval, cell.Ticks = t.olderLock, 0, usualTicks
	}
	outside := t.row(cell)
	cell.Called = true
	inside := t.row(cell)
	t.number(6, "X += 1: updates lost, share", outside.Missing, lo, hi, "%.2f", outside)
	t.number(6, "X = f(X): updates lost, share", inside.Missing, 0.1, 0.6, "%.2f", inside)
}

// ratio is a ÷ b, 0 where there is no b.
func ratio(a, b time.Duration) float64 { return divided(a.Seconds(), b.Seconds()) }

// divided is a ÷ b, 0 where there is no b.
func divided(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
