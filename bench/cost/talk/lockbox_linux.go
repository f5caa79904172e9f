package talk

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// A futexLock is a lock in shared memory: 0 is free, 1 held, 2 held with others that may sleep.
//
// Source: U. Drepper, Futexes Are Tricky (2011), section 6, the second mutex.
type futexLock struct {
	state atomic.Uint32
	_     [124]byte
}

func (l *futexLock) lock() {
	if l.state.CompareAndSwap(0, 1) {
		return
	}
	for l.state.Swap(2) != 0 {
		futexWait(&l.state, 2)
	}
}

func (l *futexLock) unlock() {
	if l.state.Swap(0) == 2 {
		futexWake(&l.state)
	}
}

// A lockBox holds one message at a time behind a lock in shared memory. Its data follow it.
type lockBox struct {
	futexLock
	turns  bell // counts puts and takes: odd while a message is in the box
	closed atomic.Uint32
	size   uint32
	_      [120]byte
}

// boxBytes is what a box with room for a message takes: whole pages.
func boxBytes(largest int) int {
	const page = 4096
	return (int(unsafe.Sizeof(lockBox{})) + largest + page - 1) / page * page
}

// A lockLink is a box in each direction.
type lockLink struct {
	out, in         *lockBox
	outData, inData []byte
}

// lockLinks are both sides of the two boxes in memory, each with room for a message.
func lockLinks(mem []byte, largest int) (near, far lockLink) {
	box := func(at int) (*lockBox, []byte) {
		data := at + int(unsafe.Sizeof(lockBox{}))
		return (*lockBox)(unsafe.Pointer(&mem[at])), mem[data : data+largest]
	}
	to, toData := box(0)
	fro, froData := box(boxBytes(largest))
	return lockLink{to, fro, toData, froData}, lockLink{fro, to, froData, toData}
}

// await locks the box once a message is in it, or isn't.
func (x *lockBox) await(full bool) error {
	for {
		x.lock()
		turns := x.turns.word.Load()
		if (turns%2 == 1) == full {
			return nil
		}
		x.unlock()
		if x.closed.Load() != 0 {
			return errHungUp
		}
		x.turns.sleep(turns)
	}
}

// turn says that the message was put or taken, and unlocks the box.
func (x *lockBox) turn() {
	word := x.turns.word.Load() + 1
	x.turns.word.Store(word)
	x.unlock()
	if x.turns.sleepers.Load() != 0 {
		futexWake(&x.turns.word)
	}
}

func (l lockLink) send(b []byte) error {
	if err := l.out.await(false); err != nil {
		return err
	}
	l.out.size = uint32(copy(l.outData, b))
	l.out.turn()
	return nil
}

func (l lockLink) recv(b []byte) ([]byte, error) {
	if err := l.in.await(true); err != nil {
		return nil, err
	}
	size := int(l.in.size)
	if size > len(l.inData) || size > len(b) {
		l.in.turn()
		return nil, fmt.Errorf("a message of %d bytes, at most %d expected", size, min(len(l.inData), len(b)))
	}
	copy(b, l.inData[:size])
	l.in.turn()
	return b[:size], nil
}

func (l lockLink) depth() int { return 0 }

func (l lockLink) hangUp() {
	for _, x := range []*lockBox{l.out, l.in} {
		x.closed.Store(1)
		futexWake(&x.turns.word)
	}
}
