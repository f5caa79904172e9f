package gil

import (
	"sync"
	"sync/atomic"
	"time"

	"corerace/bench/machine"
)

// A turnLock is a lock with the holder's rule: waiters are parked goroutines, first come first served, and the holder
// looks at the clock at its checkpoints, only while someone waits, and hands the lock over an interval after the later
// of its acquire and the first wait.
//
// CPython has its waiters look at the clock. That can't work on one P, since a waiter would need the very P that
// the holder runs on: slices of 27 to 41 ms were seen for 5.
type turnLock struct {
	interval time.Duration
	waiting  atomic.Int32 // length of queue, for a checkpoint to see without the mutex

	mu     sync.Mutex
	held   bool
	begins time.Time // the later of the holder's acquire and the first wait
	queue  []*turnThread
	book   book
}

// newTurns returns a lock of an interval; 0 is 5 ms.
func newTurns(interval time.Duration) *turnLock {
	if interval == 0 {
		interval = DefaultInterval
	}
	return &turnLock{interval: interval}
}

// A turnThread is one goroutine's side of a turnLock. The goroutine need not be locked to a thread.
type turnThread struct {
	lock *turnLock
	turn chan struct{}
	page
}

// Thread returns the side of one more goroutine. It isn't called while the lock is used.
func (l *turnLock) Thread() *turnThread {
	return &turnThread{lock: l, turn: make(chan struct{}, 1), page: l.book.page()}
}

// Acquire implements Holder.
func (t *turnThread) Acquire() {
	l := t.lock
	l.mu.Lock()
	if !l.held {
		l.begin(t, machine.Now())
		l.mu.Unlock()
		return
	}
	began := machine.Now()
	l.enqueue(t, began)
	l.mu.Unlock()
	<-t.turn
	t.count.Waited += machine.Since(began)
}

// begin starts the slice of a new holder.
func (l *turnLock) begin(t *turnThread, now time.Time) {
	l.held, l.begins = true, now
	l.book.enter(t.id, now)
}

// enqueue adds a waiter to the queue. The first to wait starts the holder's slice.
func (l *turnLock) enqueue(t *turnThread, now time.Time) {
	if len(l.queue) == 0 {
		l.begins = now
	}
	l.queue = append(l.queue, t)
	l.waiting.Store(int32(len(l.queue)))
}

// Checkpoint implements Holder. Where nobody waits it costs one atomic load.
func (t *turnThread) Checkpoint() {
	if t.lock.waiting.Load() != 0 {
		t.look(machine.Now())
	}
}

// look hands the lock over where the holder's slice is up, and returns when it holds it again.
func (t *turnThread) look(now time.Time) {
	l := t.lock
	l.mu.Lock()
	if now.Sub(l.begins) < l.interval {
		l.mu.Unlock()
		return
	}
	t.count.Checks++
	l.enqueue(t, now)
	l.pass(now)
	l.mu.Unlock()
	<-t.turn
	t.count.Waited += machine.Since(now)
}

// Release implements Holder.
func (t *turnThread) Release() {
	l := t.lock
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := machine.Now(); len(l.queue) > 0 {
		l.pass(now)
	} else {
		l.book.leave(now)
		l.held = false
	}
}

// Blocking implements Holder.
func (t *turnThread) Blocking(f func()) {
	t.Release()
	f()
	t.Acquire()
}

// pass hands the lock to the first in the queue.
func (l *turnLock) pass(now time.Time) {
	// The lock is held all the way, by the old holder and then by the next: nobody can come in between.
	next := l.queue[0]
	l.queue = l.queue[1:]
	l.waiting.Store(int32(len(l.queue)))
	l.book.leave(now)
	l.begin(next, now)
	next.turn <- struct{}{}
}

// Stats returns what was counted since the lock was made, or since Reset. Nobody may use the lock meanwhile.
func (l *turnLock) Stats() Stats { return l.book.stats() }

// Reset begins to count anew.
func (l *turnLock) Reset() { l.book.reset() }
