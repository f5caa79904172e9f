package process

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/bench/worker/coded"
	"corerace/results"
)

// encodeOption says how blocks lie on the wire.
func encodeOption() mode.Option {
	return mode.ChoiceOption("encode", "how blocks are sent: as they are, or as JSON", "none", "json")
}

// codecOf returns the codec of a way that blocks come in, nil where they are sent as they are.
func codecOf(way int) *worker.Codec {
	if way == worker.BlocksJSON {
		return coded.JSON
	}
	return nil
}

// moved is what a worker's blocks moved in a job.
type moved struct {
	bytes        int64
	move, encode time.Duration
}

// openSentBlocks opens processes that are sent one block after the other, and send its output back.
func openSentBlocks(ctx context.Context, s mode.Spec) (mode.Pool, error) {
	s.Blocks = mode.HandOver{Way: worker.BlocksSent}
	if s.Value("encode") == "json" {
		s.Blocks.Way = worker.BlocksJSON
	}
	pool := &sentPool{recovery: recoverySent(s)}
	var err error
	pool.Crew, err = openSent(ctx, s, func(ctx context.Context, i int, s mode.Spec) (mode.Worker, error) {
		seat, err := pool.newSeat(ctx, i, s)
		if err != nil {
			return nil, err
		}
		b := &blockSender{seat: seat, blocks: worker.BlocksOf(s.Workload), codec: codecOf(s.Blocks.Way)}
		pool.add(b)
		return b, b.warmUp(s.Share)
	})
	if err != nil {
		return nil, err
	}
	return pool, nil
}

// A sentPool is a crew of processes whose blocks are sent.
type sentPool struct {
	*mode.Crew
	*recovery
	mu      sync.Mutex
	senders []*blockSender
}

// add adds a sender. Workers are started beside each other.
func (p *sentPool) add(b *blockSender) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.senders = append(p.senders, b)
}

// Run implements Pool.
func (p *sentPool) Run(ctx context.Context, j mode.Job) (mode.Outcome, error) {
	for _, b := range p.senders {
		b.moved = moved{}
	}
	p.begin()
	o, err := p.Crew.Run(ctx, j)
	o.Claim, o.Deaths = "pipe", p.all()
	for _, b := range p.senders {
		b.moved.add(&o.Moved)
	}
	return o, err
}

// A blockSender is a place whose process is sent the blocks that are claimed in the parent, one at a time:
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
	*seat
	since   mode.Tally    // what the process did that is there now
	outputs atomic.Uint64 // in all jobs
	blocks  *worker.Blocks
	codec   *worker.Codec // nil: as they are
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

// Work implements Worker. A share whose worker died is sent again as a whole, to the process that takes its place.
func (b *blockSender) Work(j *mode.Job) (mode.Tally, error) {
	b.working.Store(true)
	defer func() { b.working.Store(false) }() // of the process that is there by then
	b.since = mode.Tally{}
	stop := b.watch(j.Silence(), b.outputs.Load)
	defer func() { stop() }()
	claims := &remembering{Claimer: j.Cursor.Singly(j.Shares())}
	again := func(share int64, err error) error { // another process goes on
		stop()
		if err = b.replace(share, err); err != nil {
			j.Cursor.Stop()
			return err
		}
		b.since = mode.Tally{}
		stop = b.watch(j.Silence(), b.outputs.Load)
		return nil
	}
	var failed error
	sum, shares, err := worker.Loop(claims, j.Grid, func(lo, hi int) uint64 {
		for failed == nil {
			sum, err := b.share(lo, hi)
			if err == nil {
				return sum
			}
			failed = again(int64(claims.last.First), err)
		}
		return 0
	})
	end := machine.Now()
	for failed == nil && err == nil {
		told, lost := b.account(j)
		if lost == nil {
			told.Sum, told.Shares, told.End = sum, shares, end
			return told, nil
		}
		failed = again(results.NoShare, lost)
	}
	return mode.Tally{}, cmp.Or(failed, err)
}

// A remembering is a Claimer that knows what it claimed last.
type remembering struct {
	worker.Claimer
	last worker.Lot
}

// Next implements worker.Claimer.
func (r *remembering) Next() worker.Lot {
	r.last = r.Claimer.Next()
	return r.last
}

// share sends the blocks of a share, one after the other.
func (b *blockSender) share(lo, hi int) (sum uint64, err error) {
	for i := lo; i < hi; i++ {
		hash, err := b.send(i, i == hi-1)
		if err != nil {
			return 0, err
		}
		sum += hash
		b.outputs.Add(1)
	}
	b.since.Sum += sum
	b.since.Shares++
	return sum, nil
}

// account ends the job of the process that is there now.
func (b *blockSender) account(j *mode.Job) (mode.Tally, error) {
	told, err := b.finish(j, worker.Frame{Kind: worker.KindTally})
	if err == nil && (told.Sum != b.since.Sum || told.Shares != b.since.Shares) {
		err = b.failed(fmt.Errorf("it counts %d shares, it was sent %d", told.Shares, b.since.Shares))
	}
	return told, err
}

// send sends a block and takes its output, and returns the hash.
func (b *blockSender) send(item int, last bool) (hash uint64, err error) {
	start := time.Now()
	wire, most := b.blocks.In(item), b.blocks.MostOut()
	if b.codec != nil {
		var err error
		if wire, err = b.codec.Encode(b.encoded, wire); err != nil {
			return 0, err
		}
		b.encoded, most = wire, b.codec.Most(most)
	}
	encoded := time.Now()
	b.write(item, wire, last)
	f, err := b.read(worker.KindOutput)
	if err != nil {
		return 0, err
	}
	o, err := f.Output(most)
	if err != nil {
		return 0, b.failed(fmt.Errorf("block %d: %w", item, err))
	}
	decode, err := b.take(item, o.Bytes)
	if err != nil {
		return 0, b.failed(fmt.Errorf("block %d: %w", item, err))
	}
	var encode time.Duration
	if b.codec != nil {
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
	if b.codec == nil {
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

// moved adds up what senders moved.
func (m *moved) add(o *results.Moved) {
	o.MovedBytes += m.bytes
	o.Move += m.move
	o.Encode += m.encode
}
