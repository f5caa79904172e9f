package gil

import (
	"sync/atomic"
	"time"

	"corerace/bench/machine"
)

// A Lock is the lock of CPython 3.2 and later: see the package.
type Lock struct {
	request atomic.Uint32 // somebody wants the lock; read at every checkpoint, written twice a switch
	_       [124]byte     // two cache lines, because a neighbour's line is fetched along

	// MeasureCPU makes the threads read their CPU time at every drop. It is set before the lock is used.
	MeasureCPU bool

	interval time.Duration
	clock    origin
	mu       mutex
	cond     cond
	locked   bool      // under mu
	number   uint32    // changes of holder; under mu
	taken    time.Time // when it was taken last; under mu

	switchMu   mutex
	switchCond cond
	last       *Thread // who had it last; under switchMu

	book book // the holder's
}

// New returns a lock of an interval; 0 is 5 ms. CPython counts in microseconds, of which 1 is the least.
func New(interval time.Duration) *Lock {
	if interval == 0 {
		interval = DefaultInterval
	}
	return &Lock{interval: max(interval, time.Microsecond), clock: newOrigin()}
}

// A Thread is one thread's side of a Lock.
type Thread struct {
	lock *Lock
	page
}

// Thread returns the side of one more thread. It isn't called while the lock is used.
func (l *Lock) Thread() *Thread {
	return &Thread{lock: l, page: l.book.page()}
}

// Acquire implements Holder.
func (t *Thread) Acquire() { t.acquire(false) }

// acquire waits for the lock. With sinceSwitch the wait counts from when the lock was taken last.
func (t *Thread) acquire(sinceSwitch bool) {
	l := t.lock
	began := machine.Now()
	l.mu.lock()
	waited := l.locked
	already := time.Duration(0)
	if sinceSwitch {
		already = began.Sub(l.taken)
	}
	// number tells whether the lock went to another thread during the wait. If it did, asking would cut the new
	// holder's slice short: the wait begins anew.
	for l.locked {
		seen := l.number
		timedOut := l.cond.wait(&l.mu, l.clock.after(l.interval-already))
		already = 0
		t.count.WakeUps++
		if !l.locked {
			break
		}
		if timedOut && l.number == seen {
			l.request.Store(1)
		} else if !timedOut {
			t.count.Lost++
		}
	}
	// The thread that let go on request waits for last to change. That is changed and signalled under switchMu, or the
	// wake-up could get lost.
	l.switchMu.lock()
	l.locked = true
	if l.last != t {
		l.last = t
		l.number++
	}
	if l.switchCond.signal() {
		t.count.Wakes++
	}
	l.switchMu.unlock()
	// Whoever still waits asks again an interval from now: a request doesn't pass on to the next holder.
	l.request.Store(0)
	now := machine.Now()
	if waited {
		t.count.Waited += now.Sub(began)
	}
	l.book.enter(t.id, now)
	l.taken = now
	l.mu.unlock()
	if l.MeasureCPU {
		t.cpu.start()
	}
}

// Checkpoint implements Holder. Where nobody asks for the lock it costs one atomic load.
func (t *Thread) Checkpoint() {
	if t.lock.request.Load() != 0 {
		t.pass()
	}
}

// pass gives the lock to whoever asked for it, and takes it again. Its wait counts from the switch, not from when the
// kernel runs it again: that may be a tick later, where it is left on the core of the new holder though another one is
// idle. On one core it has nowhere else to run, and the slice is what the kernel's tick makes of it.
func (t *Thread) pass() {
	t.count.Checks++
	t.drop(true)
	t.acquire(severalCores())
}

// Release implements Holder.
func (t *Thread) Release() { t.drop(false) }

// Blocking implements Holder.
func (t *Thread) Blocking(f func()) {
	t.drop(true)
	f()
	t.Acquire()
}

// drop lets the lock go. Where somebody asked for it, and the thread goes on, it waits until another one has taken it.
func (t *Thread) drop(goesOn bool) {
	l := t.lock
	if l.MeasureCPU {
		t.count.CPU += t.cpu.stop()
	}
	l.mu.lock()
	l.book.leave(machine.Now())
	l.locked = false
	if l.cond.signal() {
		t.count.Wakes++
	}
	l.mu.unlock()
	if !goesOn || l.request.Load() == 0 {
		return
	}
	l.switchMu.lock()
	// Nobody has it yet. Without this wait the thread, which is running, would take it again before the one that was
	// woken gets there, as a mutex allows.
	if l.last == t {
		l.request.Store(0)
		l.switchCond.wait(&l.switchMu, nil)
	}
	l.switchMu.unlock()
}

// Stats returns what was counted since the lock was made, or since Reset. Nobody may use the lock meanwhile.
func (l *Lock) Stats() Stats { return l.book.stats() }

// Reset begins to count anew.
func (l *Lock) Reset() { l.book.reset() }
