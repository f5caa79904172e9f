package talk

import "sync"

// A mutexBox holds one message at a time, behind a lock of package sync: goroutines that wait are parked.
type mutexBox struct {
	mu      sync.Mutex
	changed sync.Cond
	b       []byte
	full    bool
	closed  bool
}

// newMutexBox is a box with room for a message.
func newMutexBox(largest int) *mutexBox {
	x := &mutexBox{b: make([]byte, 0, largest)}
	x.changed.L = &x.mu
	return x
}

func (x *mutexBox) put(b []byte) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	for x.full && !x.closed {
		x.changed.Wait()
	}
	if x.closed {
		return errHungUp
	}
	x.b, x.full = append(x.b[:0], b...), true
	x.changed.Signal()
	return nil
}

func (x *mutexBox) take(b []byte) ([]byte, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for !x.full && !x.closed {
		x.changed.Wait()
	}
	if !x.full {
		return nil, errHungUp
	}
	x.full = false
	x.changed.Signal()
	return b[:copy(b, x.b)], nil
}

func (x *mutexBox) close() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closed = true
	x.changed.Broadcast()
}

// A mutexLink is a box for each direction.
type mutexLink struct{ out, in *mutexBox }

func newMutexLinks(largest int) (near, far link) {
	to, fro := newMutexBox(largest), newMutexBox(largest)
	return mutexLink{to, fro}, mutexLink{fro, to}
}

func (l mutexLink) send(b []byte) error           { return l.out.put(b) }
func (l mutexLink) recv(b []byte) ([]byte, error) { return l.in.take(b) }
func (l mutexLink) depth() int                    { return 0 }

func (l mutexLink) hangUp() {
	l.out.close()
	l.in.close()
}
