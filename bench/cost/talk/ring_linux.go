package talk

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// ringBytes is what a ring holds: as much as a pipe by default has, so that neither is ahead by its size.
const ringBytes = 64 << 10

// A ring is a stream of bytes in shared memory, from one writer to one reader.
//
//	           tail: read so far        head: written so far
//	             v                        v
//	data  ░░░░░░░▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░
//
// Both count bytes, modulo 2^32, and are bells: the reader sleeps at head, the writer at tail.
type ring struct {
	head, tail bell
	closed     atomic.Uint32
	_          [124]byte
	data       [ringBytes]byte
}

// write puts all of b into the ring, and waits for room where there is none.
func (r *ring) write(b []byte) error {
	head := r.head.word.Load()
	for len(b) > 0 {
		tail := r.tail.word.Load()
		used := head - tail
		switch {
		case r.closed.Load() != 0:
			return errHungUp
		case used > ringBytes:
			return fmt.Errorf("the ring holds %d bytes, at most %d expected", used, ringBytes)
		case used == ringBytes:
			r.tail.sleep(tail)
			continue
		}
		at := head % ringBytes
		n := copy(r.data[at:min(ringBytes, at+ringBytes-used)], b)
		b, head = b[n:], head+uint32(n)
		r.head.ring(head)
	}
	return nil
}

// read fills b from the ring, and waits for bytes where there are none.
func (r *ring) read(b []byte) error {
	tail := r.tail.word.Load()
	for len(b) > 0 {
		head := r.head.word.Load()
		used := head - tail
		switch {
		case used > ringBytes:
			return fmt.Errorf("the ring holds %d bytes, at most %d expected", used, ringBytes)
		case used == 0 && r.closed.Load() != 0:
			return errHungUp
		case used == 0:
			r.head.sleep(head)
			continue
		}
		at := tail % ringBytes
		n := copy(b, r.data[at:min(ringBytes, at+used)])
		b, tail = b[n:], tail+uint32(n)
		r.tail.ring(tail)
	}
	return nil
}

func (r *ring) close() {
	r.closed.Store(1)
	futexWake(&r.head.word)
	futexWake(&r.tail.word)
}

// A ringLink is a ring in each direction.
type ringLink struct{ out, in *ring }

// ringsBytes is what two rings take.
const ringsBytes = int(2 * unsafe.Sizeof(ring{}))

// ringLinks are both sides of the two rings in memory.
func ringLinks(mem []byte) (near, far ringLink) {
	to := (*ring)(unsafe.Pointer(&mem[0]))
	fro := (*ring)(unsafe.Pointer(&mem[unsafe.Sizeof(ring{})]))
	return ringLink{to, fro}, ringLink{fro, to}
}

func (l ringLink) send(b []byte) error           { return l.out.write(b) }
func (l ringLink) recv(b []byte) ([]byte, error) { return b, l.in.read(b) }
func (l ringLink) depth() int                    { return 0 }

func (l ringLink) hangUp() {
	l.out.close()
	l.in.close()
}
