package worker

import (
	"errors"
	"fmt"
	"time"

	"corerace/bench/worker/system"
	"corerace/workloads"
)

// How the blocks of a workload reach a worker.
const (
	BlocksNone   = iota // its items aren't blocks
	BlocksMapped        // they lie in memory that is handed down
	BlocksInFile        // outputs as before; the inputs lie in the workload's file, which is handed down, too
	BlocksSent          // they are sent, and their outputs sent back, as they are
	BlocksJSON          // the same, each as a JSON object
)

// A BlockSetup says how the blocks of a workload reach a worker, how many they are, and their most bytes. The zero
// value is for workloads without blocks. It is a number of the KindSetup frame.
type BlockSetup struct{ Way, Items, Bytes int }

// Bits of a BlockSetup's number: 4 for Way, 28 for Items, the rest for Bytes.
const (
	itemsAt  = 4
	bytesAt  = 32
	maxItems = 1<<(bytesAt-itemsAt) - 1
)

// Arg returns the setup as a number.
func (b BlockSetup) Arg() uint64 {
	return uint64(b.Way) | uint64(b.Items)<<itemsAt | uint64(b.Bytes)<<bytesAt
}

// blockSetup returns the setup that a number holds.
func blockSetup(arg uint64) BlockSetup {
	return BlockSetup{Way: int(arg % (1 << itemsAt)), Items: int(arg >> itemsAt & maxItems), Bytes: int(arg >> bytesAt)}
}

// prepare sets the workload up and finds its blocks.
func (s *server) prepare(f Frame) (took time.Duration, err error) {
	setup := blockSetup(f.Args[3])
	way := setup.Way
	if s.w.Blocks() != (way != BlocksNone) || way > BlocksJSON {
		return 0, fmt.Errorf("workload %s: blocks come in way %d", s.w.Name, way)
	}
	if way == BlocksNone {
		s.size, s.run = s.w.Size, s.w.Run
		return Prepare(s.w)
	}
	start := time.Now()
	if s.w.Setup != nil {
		if err := s.w.Setup(); err != nil {
			return 0, fmt.Errorf("setup of workload %s: %w", s.w.Name, err)
		}
	}
	if way >= BlocksSent {
		s.sender, err = newBlockServer(s.w, setup, s.codec)
		s.size = setup.Items
		return time.Since(start), err
	}
	system.SetPanicOnFault(true) // who writes to an input, or reads from a file that was cut, is told where
	b, err := mapBlocks(way == BlocksInFile, s.w)
	if err != nil {
		return 0, err
	}
	s.size, s.run = b.Len(), b.Run
	return time.Since(start), nil
}

// A blockServer answers blocks that are sent with their outputs.
type blockServer struct {
	w       *workloads.Workload
	codec   *Codec
	longest int    // bytes of an input on the wire
	in      []byte // as it came
	out     []byte
	encoded []byte // the output in a buffer of its own, where it must be encoded
	wire    []byte // the output as it shall go
	open    bool   // a job is under way
}

// newBlockServer returns a server of blocks that are sent, or what is impossible in what it was told of them.
func newBlockServer(w *workloads.Workload, b BlockSetup, codec *Codec) (*blockServer, error) {
	if b.Items < 1 || b.Bytes < 1 || b.Bytes > workloads.MaxBlock {
		return nil, fmt.Errorf("%d blocks of %d bytes: at most %d bytes expected", b.Items, b.Bytes, workloads.MaxBlock)
	}
	switch {
	case b.Way != BlocksJSON:
		codec = nil
	case codec == nil:
		return nil, errors.New("blocks come as JSON, and this worker wasn't started for that")
	}
	return &blockServer{w: w, codec: codec, longest: codec.most(b.Bytes)}, nil
}

// block answers one block. It counts shares as share does.
func (s *server) block(f Frame) (Frame, error) {
	item, n, last := f.Args[0], f.Args[1], f.Args[2]
	if s.sender == nil {
		return Frame{}, errors.New("a block was sent, which isn't how they come")
	}
	if item >= uint64(s.size) || n > uint64(s.sender.longest) || last > 1 {
		return Frame{}, fmt.Errorf("no such block: item %d of %d, %d bytes", item, s.size, n)
	}
	wire := sized(&s.sender.in, int(n))
	if err := s.in.ReadBytes(wire); err != nil {
		return Frame{}, err
	}
	if !s.sender.open {
		s.sender.open = true
		s.began = time.Now()
		s.user, s.sys = system.ProcessCPU()
	}
	reply, err := s.sender.answer(int(item), wire)
	if err != nil {
		return Frame{}, err
	}
	s.sent.Sum += reply.Args[0]
	s.sent.Shares += int64(last)
	s.ended = time.Now()
	return reply, nil
}

// answer transforms a block as it came, and leaves its output in wire as it shall go.
func (b *blockServer) answer(item int, wire []byte) (Frame, error) {
	start := time.Now()
	in, err := b.codec.decode(wire)
	if err != nil {
		return Frame{}, fmt.Errorf("block %d: %w", item, err)
	}
	decoded := time.Now()
	hash, err := RunShare(func(lo, hi int) uint64 {
		b.out = b.w.Transform(b.out[:0], in)
		return workloads.Hash(lo, b.out)
	}, item, item+1)
	if err != nil {
		return Frame{}, err
	}
	transformed := time.Now()
	if b.wire, err = b.codec.encode(b.encoded, b.out); err != nil {
		return Frame{}, err
	}
	if b.codec != nil {
		b.encoded = b.wire
	}
	encode := decoded.Sub(start) + time.Since(transformed)
	return Frame{Kind: KindOutput, Args: [4]uint64{hash, uint64(len(b.wire)), uint64(transformed.Sub(decoded)),
		uint64(encode)}}, nil
}

// sized returns a buffer with so many bytes, which is used again.
func sized(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, n)
	}
	return (*buf)[:n]
}

// An Output is what a worker says of the output of a block.
type Output struct {
	Hash      uint64
	Bytes     int           // on the wire
	Transform time.Duration // with the hash
	Encode    time.Duration // and decode
}

// Output returns what a KindOutput frame says of an output of at most so many bytes.
func (f Frame) Output(most int) (Output, error) {
	switch {
	case f.Kind != KindOutput:
		return Output{}, fmt.Errorf("frame of kind %d, an output expected", f.Kind)
	case f.Args[1] > uint64(most):
		return Output{}, fmt.Errorf("an output of %d bytes, at most %d expected", f.Args[1], most)
	case f.Args[2] > maxCPU || f.Args[3] > maxCPU:
		return Output{}, errors.New("impossible times")
	}
	return Output{f.Args[0], int(f.Args[1]), time.Duration(f.Args[2]), time.Duration(f.Args[3])}, nil
}
