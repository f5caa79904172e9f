package bench

import (
	"context"
	"fmt"
	"sync"
	"time"

	"corerace/bench/worker"
)

// encodeOption says how blocks lie on the wire.
func encodeOption() Option {
	return ChoiceOption("encode", "how blocks are sent: as they are, or as JSON", "none", "json")
}

// moved is what a worker's blocks moved in a job.
type moved struct {
	bytes        int64
	move, encode time.Duration
}

// openSentBlocks opens processes that are sent one block after the other, and send its output back.
func openSentBlocks(ctx context.Context, s Spec) (Pool, error) {
	s.blocks = handOver{way: worker.BlocksSent}
	if s.Value("encode") == "json" {
		s.blocks.way = worker.BlocksJSON
	}
	pool := &sentPool{}
	c, err := openCrew(ctx, s, new(worker.Cursor), func(ctx context.Context, i int, s Spec) (Worker, error) {
		p, err := startProcess(ctx, i, s, nil)
		if err != nil {
			return nil, err
		}
		b := &blockSender{process: p, blocks: worker.BlocksOf(s.Workload), codec: worker.CodecOf(s.blocks.way)}
		pool.add(b)
		return b, b.warmUp(s.Share)
	})
	if err != nil {
		return nil, err
	}
	pool.crew = c
	return pool, nil
}

// A sentPool is a crew of processes whose blocks are sent.
type sentPool struct {
	*crew
	mu      sync.Mutex
	senders []*blockSender
}

func (p *sentPool) add(b *blockSender) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.senders = append(p.senders, b)
}

// Run implements Pool.
func (p *sentPool) Run(ctx context.Context, j Job) (Outcome, error) {
	for _, b := range p.senders {
		b.moved = moved{}
	}
	o, err := p.crew.Run(ctx, j)
	o.Claim = "pipe"
	for _, b := range p.senders {
		b.moved.add(&o.Moved)
	}
	return o, err
}

// A blockSender is a process whose blocks are claimed in the parent and sent to it, one at a time:
//
//	parent                                   worker
//	encode
//	block   item, bytes      the bytes  -->
//	                                         decode, transform, hash, encode
//	                         the bytes  <--  output  hash, bytes, transform ns, encode ns
//	decode, into the item's place
//
// The parent reads while it has nothing left to write, and so does the worker, so neither waits for the other with a
// full pipe, whatever the length of a block.
type blockSender struct {
	*process
	blocks  *worker.Blocks
	codec   worker.Codec
	encoded []byte
	coded   []byte // an output that must be decoded
	moved   moved
}

// smallBlock is the most bytes that are copied behind their frame, to be written with one call.
const smallBlock = 16 << 10

// warmUp sends the blocks of one share that nobody claimed.
func (b *blockSender) warmUp(share int) error {
	for i := range min(share, b.blocks.Len()) {
		if _, err := b.send(i, i == share-1); err != nil {
			return err
		}
	}
	_, err := b.ask(worker.Frame{Kind: worker.KindTally}, worker.KindDone)
	if err == nil {
		_, err = b.read(worker.KindAccount)
	}
	return err
}

// Work implements Worker.
func (b *blockSender) Work(j *Job) (Tally, error) {
	b.working.Store(true)
	defer b.working.Store(false)
	var failed error
	t, err := j.Loop(func(lo, hi int) (sum uint64) {
		for i := lo; i < hi && failed == nil; i++ {
			hash, err := b.send(i, i == hi-1)
			if err != nil {
				failed = err
				j.cursor.Stop()
			}
			sum += hash
		}
		return sum
	})
	if failed != nil || err != nil {
		return Tally{}, firstError(failed, err)
	}
	end := time.Now()
	told, err := b.finish(j, worker.Frame{Kind: worker.KindTally})
	told.End = end
	if err == nil && (told.Sum != t.Sum || told.Shares != t.Shares) {
		err = b.failed(fmt.Errorf("it counts %d shares, it was sent %d", told.Shares, t.Shares))
	}
	return told, err
}

// send sends a block and takes its output, and returns the hash.
func (b *blockSender) send(item int, last bool) (hash uint64, err error) {
	start := time.Now()
	wire, err := b.codec.Encode(b.encoded, b.blocks.In(item))
	if err != nil {
		return 0, err
	}
	if b.codec.JSON {
		b.encoded = wire
	}
	encoded := time.Now()
	b.write(item, wire, last)
	f, err := b.read(worker.KindOutput)
	if err != nil {
		return 0, err
	}
	o, err := f.Output(b.codec.Most(b.blocks.MostOut()))
	if err != nil {
		return 0, b.failed(fmt.Errorf("block %d: %w", item, err))
	}
	decode, err := b.take(item, o.Bytes)
	if err != nil {
		return 0, b.failed(fmt.Errorf("block %d: %w", item, err))
	}
	var encode time.Duration
	if b.codec.JSON {
		encode = encoded.Sub(start) + o.Encode + decode
	}
	b.moved.bytes += int64(len(wire)) + int64(o.Bytes)
	b.moved.encode += encode
	b.moved.move += max(0, time.Since(start)-encode-o.Transform)
	return o.Hash, nil
}

// write sends a frame with a block behind it. Where the worker is gone, reading finds its last words.
func (b *blockSender) write(item int, wire []byte, last bool) {
	f := worker.Frame{Kind: worker.KindBlock, Args: [4]uint64{uint64(item), uint64(len(wire))}}
	if last {
		f.Args[2] = 1
	}
	b.sendWith(f, wire)
}

// sendWith sends a frame with bytes behind it.
func (p *process) sendWith(f worker.Frame, behind []byte) {
	p.buf = worker.AppendFrame(p.buf[:0], f)
	if len(behind) <= smallBlock {
		p.buf, behind = append(p.buf, behind...), nil
	}
	p.to.Write(p.buf)
	if len(behind) > 0 {
		p.to.Write(behind)
	}
}

// take reads an output of n bytes on the wire into its place, and returns how long decoding it took.
func (b *blockSender) take(item, n int) (decode time.Duration, err error) {
	if !b.codec.JSON {
		_, err = b.blocks.Store(item, n, b.wire.ReadBytes)
		return 0, err
	}
	if cap(b.coded) < n {
		b.coded = make([]byte, n)
	}
	if err := b.wire.ReadBytes(b.coded[:n]); err != nil {
		return 0, err
	}
	start := time.Now()
	out, err := b.codec.Decode(b.coded[:n])
	if err != nil {
		return 0, err
	}
	_, err = b.blocks.Store(item, len(out), func(dst []byte) error { copy(dst, out); return nil })
	return time.Since(start), err
}
