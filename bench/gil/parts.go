package gil

// States of a mutex.
const (
	free      = 0
	locked    = 1
	contended = 2 // locked, and somebody may wait
)

// A mutex is the plain lock of a C library: it isn't handed over.
//
// Source: Drepper, Futexes Are Tricky (2011), section 6, "mutex, take 2".
type mutex struct{ state word }

// lock waits for the mutex, in a system call where somebody has it.
func (m *mutex) lock() {
	if m.state.CompareAndSwap(free, locked) {
		return
	}
	// Who has waited can't tell whether others still do, so it takes the lock as contended: one wake too many at most.
	for m.state.Swap(contended) != free {
		m.state.wait(contended, nil)
	}
}

// unlock lets it go, and makes a system call where somebody may wait.
func (m *mutex) unlock() {
	if m.state.Swap(free) == contended {
		m.state.wake()
	}
}

// A cond is a condition variable. Whoever signals it holds its mutex.
type cond struct {
	signals word
	waiting int // under the mutex
}

// wait lets go of the mutex, waits for a signal or the deadline, and takes the mutex again. The time is absolute, so a
// wait that a signal of the runtime interrupts goes on to the same end.
func (c *cond) wait(m *mutex, until deadline) (timedOut bool) {
	// A signal between the unlock and the wait changes the word, and then the wait returns at once.
	seen := c.signals.Load()
	c.waiting++
	m.unlock()
	for c.signals.Load() == seen && !timedOut {
		timedOut = c.signals.wait(seen, until)
	}
	m.lock()
	c.waiting--
	return timedOut
}

// signal wakes one waiter, and reports whether there was one.
func (c *cond) signal() bool {
	if c.waiting == 0 {
		return false
	}
	c.signals.Add(1)
	c.signals.wake()
	return true
}

// A semaphore is that of a C library: post adds one and wakes one, wait takes one as soon as it sees it. Whoever posts
// and waits at once has it again before the one that was woken is there.
type semaphore struct {
	value   word
	waiting word
}

// wait takes one. wakeUps is how often it woke up, of which all but the last were for nothing.
func (s *semaphore) wait() (wakeUps int64) {
	if s.take() {
		return 0
	}
	s.waiting.Add(1)
	for {
		s.value.wait(0, nil)
		wakeUps++
		if s.take() {
			s.waiting.Add(^uint32(0))
			return wakeUps
		}
	}
}

// take takes one where there is one.
func (s *semaphore) take() bool {
	for {
		v := s.value.Load()
		if v == 0 {
			return false
		}
		if s.value.CompareAndSwap(v, v-1) {
			return true
		}
	}
}

// post gives one back, and reports whether it made the system call that wakes.
func (s *semaphore) post() bool {
	s.value.Add(1)
	if s.waiting.Load() == 0 {
		return false
	}
	s.value.wake()
	return true
}
