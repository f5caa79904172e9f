package process

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"

	"corerace/bench/mode"
	"corerace/bench/worker"
)

// An Echo is a worker process that sends bytes back, to measure how fast bytes move. It isn't for use by several
// goroutines at once.
type Echo struct {
	p       *process
	arena   *worker.Arena
	mem     *worker.Memory
	payload []byte
	back    []byte
	sum     uint64
}

// echoWays are the ways that bytes can take, in the order of what they copy.
func echoWays() []string { return []string{"pipe", "memory", "in-place"} }

// OpenEcho starts a worker process that echoes size bytes at a time, at most 64 MiB. Close ends it.
func OpenEcho(ctx context.Context, size int) (*Echo, error) {
	if size < 1 || size > worker.MaxEcho {
		return nil, fmt.Errorf("an echo of %d bytes: 1 to %d expected", size, worker.MaxEcho)
	}
	if err := CanStart(); err != nil {
		return nil, err
	}
	if err := worker.Granted(4 * size); err != nil { // this side's two, and the two that are shared
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
	if e.mem, err = worker.NewMemory(2 * size); err == nil {
		e.p, err = spawn(0, e.arena.File(), []*os.File{e.mem.File()})
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

// Trip sends the bytes one way and waits until they are back. "pipe" sends them over the worker's pipe. "memory" copies
// them into shared memory, where the worker copies them to another place, from which they are copied back: three copies
// and two messages of 40 bytes. (In pieces, so that both sides copy at the same time, it took longer: a message a piece
// costs more than the copying that it hides.) "in-place" copies nothing: the bytes lie in shared memory from the first
// trip on, the worker reads every one of them where it lies, and answers with the sum of their words.
func (e *Echo) Trip(way string) error {
	n := len(e.payload)
	switch way {
	case "pipe":
		return e.pipe(n)
	case "memory":
		worker.Copy(e.mem.Bytes, e.payload)
		if _, err := e.ask(worker.EchoCopy, n); err != nil {
			return err
		}
		worker.Copy(e.back, e.mem.Bytes[n:2*n])
		return nil
	case "in-place":
		f, err := e.ask(worker.EchoPlace, n)
		if err == nil && f.Args[0] != e.sum {
			worker.Copy(e.mem.Bytes, e.payload) // the first trip
			f, err = e.ask(worker.EchoPlace, n)
		}
		if err == nil && f.Args[0] != e.sum {
			err = fmt.Errorf("the worker read bytes with the sum %d, %d expected", f.Args[0], e.sum)
		}
		return err
	}
	return &mode.UnknownError{Kind: "way", Name: way, Known: echoWays()}
}

// ask has the worker do a trip of n bytes by a way.
func (e *Echo) ask(way, n int) (worker.Frame, error) {
	return e.p.ask(worker.Frame{Kind: worker.KindEcho, Args: [4]uint64{uint64(way), uint64(n)}}, worker.KindEchoed)
}

// pipe sends the bytes behind a frame, and reads them back.
func (e *Echo) pipe(n int) error {
	e.p.sendWith(worker.Frame{Kind: worker.KindEcho, Args: [4]uint64{worker.EchoPipe, uint64(n)}}, e.payload)
	if _, err := e.p.read(worker.KindEchoed); err != nil {
		return err
	}
	return e.p.wire.ReadBytes(e.back)
}

// Check returns whether the bytes that came back from the last trip, which wasn't one in place, are those that were
// sent, and forgets them.
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
	if e.mem != nil {
		e.mem.Close()
	}
	return cmp.Or(err, e.arena.Close())
}
