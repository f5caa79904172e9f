package jetstream

import (
	"time"

	"corerace/bench/worker/system"
)

// A usage is what a worker uses in a job, by its own clocks.
type usage struct {
	user, sys time.Duration
	wait      time.Duration
	began     time.Time
	last      time.Time // when the last lot ended; zero: there was none
	idle      time.Duration
	idles     int64
}

// begin begins a job.
func (u *usage) begin() {
	*u = usage{}
	u.wait, _ = system.ProcessWait()
	u.user, u.sys = system.ProcessCPU()
	u.began = time.Now()
}

// lot adds a lot. The time since the one before is what it took to hand it over.
func (u *usage) lot(began, ended time.Time) {
	if !u.last.IsZero() {
		u.idle += began.Sub(u.last)
		u.idles++
	}
	u.last = ended
}

// end is what was used since begin.
func (u *usage) end() tally {
	user, sys := system.ProcessCPU()
	wait, known := system.ProcessWait()
	t := tally{User: user - u.user, Sys: sys - u.sys, Wait: max(0, wait-u.wait), WaitKnown: known, Idle: u.idle,
		Idles: u.idles}
	if !u.last.IsZero() {
		t.Window = u.last.Sub(u.began)
	}
	return t
}
