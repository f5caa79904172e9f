package worker

import (
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"corerace/bench/worker/system"
)

// An EchoMemory is the memory of echoes, as both processes have it: how far each side is, the bytes that come, and
// those that go back.
//
//	caller's bytes ──copy──> in ──copy──> out ──copy──> caller's bytes
//	         parent               worker         parent
//
// What fits into the caches is copied in pieces, and a side says after each how far it is. So the worker begins while
// the rest is still coming, each side reads what is in a cache yet, and the worker's wake-up is behind the first piece.
type EchoMemory struct {
	marks   *echoMarks
	in, out []byte
}

// echoMarks are how many bytes of a trip are in, and how many are out. Each has two cache lines for itself, since
// processors fetch lines in pairs.
type echoMarks struct {
	in  atomic.Uint64
	_   [120]byte
	out atomic.Uint64
	_   [120]byte
}

// echoPiece is how many bytes a side copies before it says so. With 32 or 256 KiB a trip of 1 MiB took 1.1 times as
// long.
const echoPiece = 64 << 10

// echoTurns is how often a side that waits gives its core away before it stops looking: some 100 µs, which is ten times
// what a piece takes.
const echoTurns = 64

// echoNap is between two looks of a worker whose parent is late.
const echoNap = 100 * time.Microsecond

// EchoMemoryBytes is how much memory echoes of at most n bytes take.
func EchoMemoryBytes(n int) int { return pageBytes + 2*roundUp(n, pageBytes) }

// NewEchoMemory finds the parts of memory of so many bytes, or says why they aren't there.
func NewEchoMemory(mem []byte) (*EchoMemory, error) {
	half := (len(mem) - pageBytes) / 2
	if half < pageBytes {
		return nil, fmt.Errorf("shared memory: no room for echoes in %d bytes", len(mem))
	}
	marks, rest := (*echoMarks)(unsafe.Pointer(&mem[0])), mem[pageBytes:]
	return &EchoMemory{marks, rest[:half:half], rest[half : 2*half]}, nil
}

// InPieces returns whether the bytes of a trip go in pieces: where it is one piece there is nothing to follow, and what
// doesn't fit into the caches is copied past them, as a whole. 16 MiB in pieces took 1.6 times as long.
func InPieces(n int) bool { return n > echoPiece && n <= copyCached }

// Put copies all bytes of a trip in.
func (m *EchoMemory) Put(src []byte) { Copy(m.in, src) }

// Take copies all bytes of a trip out.
func (m *EchoMemory) Take(dst []byte) { Copy(dst, m.out[:len(dst)]) }

// Begin gets ready for a trip in pieces. The worker isn't told of it before.
func (m *EchoMemory) Begin() {
	m.marks.in.Store(0)
	m.marks.out.Store(0)
}

// PutPieces copies the bytes of a trip in, piece by piece.
func (m *EchoMemory) PutPieces(src []byte) {
	for n := 0; n < len(src); m.marks.in.Store(uint64(n)) {
		n += copy(m.in[n:], src[n:min(n+echoPiece, len(src))])
	}
}

// TakePieces copies out what is there behind the first bytes, and returns how many there are then. It waits for the
// worker for a while: one that is late is left to its pipe, which says as well that it has died.
func (m *EchoMemory) TakePieces(dst []byte, have int) int {
	for turns := 0; have < len(dst) && turns < echoTurns; {
		out := int(min(m.marks.out.Load(), uint64(len(dst))))
		if out == have {
			turns++
			system.GiveWay()
			continue
		}
		have, turns = have+copy(dst[have:min(out, have+echoPiece)], m.out[have:]), 0
	}
	return have
}

// answer is the worker's side of a trip whose bytes are all there.
func (m *EchoMemory) answer(n int) { Copy(m.out, m.in[:n]) }

// follow is the worker's side of a trip in pieces. Its parent is copying meanwhile; where that was stopped, there is no
// hurry.
func (m *EchoMemory) follow(n int) error {
	turns := 0
	for done := 0; done < n; {
		in := m.marks.in.Load()
		if in > uint64(n) {
			return fmt.Errorf("%d bytes came of an echo of %d", in, n)
		}
		if int(in) == done {
			if turns++; turns > echoTurns {
				time.Sleep(echoNap)
			}
			system.GiveWay()
			continue
		}
		turns = 0
		done += copy(m.out[done:], m.in[done:min(int(in), done+echoPiece)])
		m.marks.out.Store(uint64(done))
	}
	return nil
}
