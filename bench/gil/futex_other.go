//go:build !linux

package gil

import (
	"sync"
	"sync/atomic"
	"time"
)

// A word is a number that goroutines can wait on.
type word struct {
	atomic.Uint32
	mu      sync.Mutex
	waiters []chan struct{}
}

// A deadline is when a wait ends; nil is never.
type deadline = *time.Time

// An origin is where the clock of the waits begins: here they need none.
type origin struct{}

func newOrigin() origin { return origin{} }

// after is so long from now.
func (origin) after(d time.Duration) deadline {
	t := time.Now().Add(d)
	return &t
}

// wait waits until the word is woken, as long as it has a value.
func (w *word) wait(value uint32, until deadline) (timedOut bool) {
	w.mu.Lock()
	if w.Load() != value {
		w.mu.Unlock()
		return false
	}
	turn := make(chan struct{}, 1)
	w.waiters = append(w.waiters, turn)
	w.mu.Unlock()
	if until == nil {
		<-turn
		return false
	}
	t := time.NewTimer(time.Until(*until))
	defer t.Stop()
	select {
	case <-turn:
		return false
	case <-t.C:
	}
	return w.leave(turn)
}

// leave takes a waiter away whose time is up, and reports whether it hadn't been woken.
func (w *word) leave(turn chan struct{}) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, c := range w.waiters {
		if c == turn {
			w.waiters = append(w.waiters[:i], w.waiters[i+1:]...)
			return true
		}
	}
	return false
}

// wake wakes one waiter.
func (w *word) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiters) > 0 {
		w.waiters[0] <- struct{}{}
		w.waiters = w.waiters[1:]
	}
}
