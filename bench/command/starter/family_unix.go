//go:build unix

package starter

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// A family is a command and all that descends from it, of which this process is the parent or, where the system offers
// that, becomes it when a parent in between ends.
type family struct {
	main   int
	status unix.WaitStatus
	meter  *meter

	user, sys time.Duration // of all that were waited for
	maxRSS    int64         // bytes, of the one that had most
	seenWaits
	outlived int
	atEnd    time.Duration // CPU time of those that outlived the command, when it ended
	late     time.Duration // all of the CPU time of those
}

// newFamily is that of a command that was started.
func newFamily(pid int, m *meter) *family { return &family{main: pid, meter: m} }

// bury takes in those that have ended by now, the command among them, and what the others have used until now.
func (f *family) bury() {
	f.waitedFor(f.main)
	f.reap(f.main, 0)
	f.reap(-1, noHang)
	alive := descendants()
	f.outlived = len(alive)
	for _, pid := range alive {
		f.atEnd += cpuOf(pid)
	}
}

// reap waits for processes as wait4 does, and says whether there are more: some that live on, or unknown ones.
func (f *family) reap(pid, options int) (more bool) {
	for {
		var status unix.WaitStatus
		var ru unix.Rusage
		got, err := unix.Wait4(pid, &status, options, &ru)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return false
		case got == 0:
			return true
		}
		cpu := time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
		f.user += time.Duration(ru.Utime.Nano())
		f.sys += time.Duration(ru.Stime.Nano())
		f.maxRSS = max(f.maxRSS, bytesOf(int64(ru.Maxrss)))
		if f.outlived > 0 {
			f.late += cpu
		}
		if got == f.main {
			f.status = status
		}
		if pid > 0 {
			return true
		}
	}
}

// clear waits for those that outlived the command, for a while, and then ends them. now is not to wait.
func (f *family) clear(now bool) {
	if f.outlived == 0 {
		return
	}
	if now || !f.goneWithin(lingering) {
		f.signal(unix.SIGTERM)
		for began := time.Now(); !f.goneWithin(killAgain); {
			if time.Since(began) > patience || now && time.Since(began) > shortPatience {
				f.signal(unix.SIGKILL) // again and again: they may fork meanwhile
			}
			if time.Since(began) > 2*patience+farTooLate/2 {
				return // in the kernel, for ever
			}
		}
	}
}

// killAgain is how long those that were killed may take to be gone, before it is done again.
const killAgain = 20 * time.Millisecond

// goneWithin waits for all of the family, for so long.
func (f *family) goneWithin(limit time.Duration) bool {
	pause := time.Millisecond
	for end := time.Now().Add(limit); ; pause = min(2*pause, killAgain) {
		if !f.reap(-1, noHang) {
			return true
		}
		if time.Now().After(end) {
			return false
		}
		time.Sleep(pause)
	}
}

// signal sends a signal to all of the family that live.
func (f *family) signal(s unix.Signal) {
	for _, pid := range descendants() {
		unix.Kill(pid, s)
	}
	unix.Kill(-f.main, s) // where descendants can't be told: its process group
	if s == unix.SIGKILL {
		f.meter.kill()
	}
}

// into says in a reply what the family used.
func (f *family) into(rep *Reply) {
	t := &rep.Tree
	t.User, t.Sys, t.Outlived = f.user, f.sys, f.outlived
	t.After = min(max(0, f.late-f.atEnd), f.user+f.sys)
	rep.CPU = f.user + f.sys - t.After
	t.MaxRSS, t.Floor = f.maxRSS, ownRSS()
	t.Exit = max(0, f.status.ExitStatus())
	if f.status.Signaled() {
		rep.Signal = fmt.Sprintf("signal %d (%v)", f.status.Signal(), f.status.Signal())
	}
}
