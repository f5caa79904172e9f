package gil

import "corerace/bench/machine"

// A TickLock is the lock of CPython up to 3.1: see the package.
type TickLock struct {
	interval int
	ticks    int // left until the next check; the holder's, one for all threads
	sem      semaphore
	book     book // the holder's
}

// NewTicks returns a lock that is let go every so many ticks; 0 is 100.
func NewTicks(interval int) *TickLock {
	if interval == 0 {
		interval = DefaultTicks
	}
	l := &TickLock{interval: interval, ticks: interval}
	l.sem.value.Store(1)
	return l
}

// A TickThread is one thread's side of a TickLock.
type TickThread struct {
	lock *TickLock
	page
}

// Thread returns the side of one more thread. It isn't called while the lock is used.
func (l *TickLock) Thread() *TickThread {
	return &TickThread{lock: l, page: l.book.page()}
}

// Acquire implements Holder.
func (t *TickThread) Acquire() {
	t.take()
	// A thread that got its own lock back in a check has nothing to write down, and no clock is looked at.
	if b := &t.lock.book; b.holder != t.id || !b.let.IsZero() {
		t.lock.book.enter(t.id, machine.Now())
	}
}

// take waits for the semaphore, and looks at the clock only where it has to wait.
func (t *TickThread) take() {
	if t.lock.sem.take() {
		return
	}
	began := machine.Now()
	if n := t.lock.sem.wait(); n > 0 {
		t.count.WakeUps += n
		t.count.Lost += n - 1
	}
	t.count.Waited += machine.Since(began)
}

// Checkpoint implements Holder. It is one tick.
func (t *TickThread) Checkpoint() { t.Ticks(1) }

// Ticks counts n ticks down, and lets the lock go and takes it again where they are up. As in CPython a program with
// one thread has no lock to let go of.
func (t *TickThread) Ticks(n int) {
	l := t.lock
	if l.ticks -= n; l.ticks < 0 {
		l.ticks = l.interval
		if len(l.book.counts) > 1 {
			t.check()
		}
	}
}

// check lets go of the lock and takes it again, with nothing in between.
func (t *TickThread) check() {
	t.count.Checks++
	if t.lock.sem.post() {
		t.count.Wakes++
	}
	t.Acquire()
}

// Release implements Holder.
func (t *TickThread) Release() {
	t.lock.book.leave(machine.Now())
	t.drop()
}

// drop lets the lock go without a look at the clock.
func (t *TickThread) drop() {
	if t.lock.sem.post() {
		t.count.Wakes++
	}
}

// Blocking implements Holder.
func (t *TickThread) Blocking(f func()) {
	t.drop()
	f()
	t.Acquire()
}

// Stats returns what was counted since the lock was made, or since Reset. Nobody may use the lock meanwhile.
func (l *TickLock) Stats() Stats { return l.book.stats() }

// Reset begins to count anew.
func (l *TickLock) Reset() { l.book.reset() }
