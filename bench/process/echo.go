package process

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
)

// An Echo is a worker process that sends bytes back, to measure how fast bytes move. It isn't for use by several
// goroutines at once.
type Echo struct {
	p       *process
	arena   *worker.Arena
	shared  *worker.Memory
	mem     *worker.EchoMemory // in shared
	payload []byte
	back    []byte
	sum     uint64
}

// echoWays are the ways that bytes can take, in the order of what they copy.
func echoWays() []string { return []string{"pipe", "memory", "in-place", "nothing"} }

// OpenEcho starts a worker process that echoes size bytes at a time, at most 64 MiB. Close ends it.
func OpenEcho(ctx context.Context, size int) (*Echo, error) {
	if size < 1 || size > worker.MaxEcho {
		return nil, fmt.Errorf("an echo of %d bytes: 1 to %d expected", size, worker.MaxEcho)
	}
	if err := CanStart(); err != nil {
		return nil, err
	}
	if err := system.Granted(4 * size); err != nil { // this side's two, and the two that are shared
		return nil, err
	}
	e := &Echo{payload: make([]byte, size), back: make([]byte, size)}
	for i := range e.payload {
		e.payload[i] = byte(i*7 + i>>8)
	}
	e.sum = worker.WordSum(e.payload)
	var err error
	if e.arena, err = worker.NewArena(1); err != nil {
		return nil, err
	}
	if e.shared, err = worker.NewMemory(worker.EchoMemoryBytes(size)); err == nil {
		e.mem, err = worker.NewEchoMemory(e.shared.Bytes)
	}
	if err == nil {
		e.p, err = spawn(0, e.arena.File(), []*os.File{e.shared.File()})
	}
	if err == nil {
		// Reading and writing block the thread: a trip is too short to be handed to the runtime's poller and back.
		// Where the worker ends, reading ends too.
		e.p.in.Fd()
		e.p.out.Fd()
		e.p.to, e.p.wire = e.p.in, worker.NewFrameReader(e.p.out)
		_, err = e.p.read(worker.KindHello)
	}
	if err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// Trip sends the bytes one way and waits until they are back:
//
//   - "pipe": they go over the worker's pipe.
//   - "memory": they are copied into shared memory, by the worker to where answers lie, and out again: EchoCopies
//     copies and two messages of 40 bytes.
//   - "in-place": they lie in shared memory from the first trip on. The worker reads every one of them where it lies,
//     and answers with the sum of their words. Nothing is copied.
//   - "nothing": none goes. What is left are the two messages.
func (e *Echo) Trip(way string) error {
	switch way {
	case "pipe":
		return e.pipe(len(e.payload))
	case "memory":
		return e.memory(len(e.payload))
	case "in-place":
		return e.inPlace(len(e.payload))
	case "nothing":
		_, err := e.ask(worker.EchoPlace, 0)
		return err
	}
	return &mode.UnknownError{Kind: "way", Name: way, Known: echoWays()}
}

// EchoCopies is how often a trip through memory copies each byte. Two copies are the caller's: no other process sees
// its bytes, and what it gets back is its own to keep. The third is the worker's answer, which is written to a place of
// its own, so that what was sent is still there when the worker dies with half of it written. There is none between:
// the worker reads the bytes where they came.
const EchoCopies = 3

// memory is a trip with copies. In pieces the worker is told first, and is awake by the time that there is something.
func (e *Echo) memory(n int) error {
	if !worker.InPieces(n) {
		e.mem.Put(e.payload)
		if _, err := e.ask(worker.EchoCopy, n); err != nil {
			return err
		}
		e.mem.Take(e.back)
		return nil
	}
	e.mem.Begin()
	e.tell(worker.EchoFollow, n)
	e.mem.PutPieces(e.payload)
	have := e.mem.TakePieces(e.back, 0)
	if _, err := e.p.read(worker.KindEchoed); err != nil {
		return err
	}
	if have = e.mem.TakePieces(e.back, have); have < n {
		return fmt.Errorf("the worker answered %d bytes of an echo of %d", have, n)
	}
	return nil
}

func (e *Echo) inPlace(n int) error {
	f, err := e.ask(worker.EchoPlace, n)
	if err == nil && f.Args[0] != e.sum {
		e.mem.Put(e.payload) // the first trip
		f, err = e.ask(worker.EchoPlace, n)
	}
	if err == nil && f.Args[0] != e.sum {
		err = fmt.Errorf("the worker read bytes with the sum %d, %d expected", f.Args[0], e.sum)
	}
	return err
}

// tell sends the frame of a trip. Where the worker is gone, reading its answer finds its last words.
func (e *Echo) tell(way, n int) {
	f := worker.Frame{Kind: worker.KindEcho, Args: [4]uint64{uint64(way), uint64(n)}}
	e.p.buf = worker.AppendFrame(e.p.buf[:0], f)
	e.p.to.Write(e.p.buf)
}

// ask has the worker do a trip of n bytes by a way.
func (e *Echo) ask(way, n int) (worker.Frame, error) {
	e.tell(way, n)
	return e.p.read(worker.KindEchoed)
}

// pipe sends the bytes behind a frame, and reads them back.
func (e *Echo) pipe(n int) error {
	e.p.sendWith(worker.Frame{Kind: worker.KindEcho, Args: [4]uint64{worker.EchoPipe, uint64(n)}}, e.payload)
	if _, err := e.p.read(worker.KindEchoed); err != nil {
		return err
	}
	return e.p.wire.ReadBytes(e.back)
}

// Check returns whether the bytes that came back from the last trip, which was through the pipe or memory, are those
// that were sent, and forgets them.
func (e *Echo) Check() error {
	defer clear(e.back)
	if !bytes.Equal(e.payload, e.back) {
		return fmt.Errorf("the echo of %d bytes has other bytes", len(e.payload))
	}
	return nil
}

// Close ends the worker and frees the memory.
func (e *Echo) Close() error {
	var err error
	if e.p != nil {
		err = e.p.Close()
	}
	if e.shared != nil {
		e.shared.Close()
	}
	return cmp.Or(err, e.arena.Close())
}
