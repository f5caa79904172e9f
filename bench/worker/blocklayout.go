package worker

import (
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"

	"corerace/workloads"
)

// A slot is an item's line in the table: a cache line, so that neighbours don't share one.
type slot struct {
	at, length uint64        // of the input, among the inputs
	inFile     uint64        // where the input lies in the workload's file, where it has one
	out        atomic.Uint64 // 1 + the length of the output; 0: there is none yet
	owner      atomic.Uint32 // the process that writes the output; 0 is none
	_          [28]byte
}

// Sizes in bytes, and what the memory begins with, by which a worker sees that it was handed blocks.
const (
	blocksHead  = 64 // a cache line
	slotBytes   = int(unsafe.Sizeof(slot{}))
	pageBytes   = 4096
	blocksMagic = 0x7363_6f6c_6263_7263 // "crcblocs"
)

// A layout says where in the memory what lies. Inputs and outputs begin at cache lines.
type layout struct {
	n, block, most      int // items; most bytes of an input and of an output
	inStride, outStride int
	outsAt, insAt, end  int
}

// newLayout lays out n items. Outputs and inputs begin at pages: a worker may write to the ones, and not to the others.
//
//	0      64           outsAt            insAt             end
//	| head | n slots ···| n × outStride ··| n × inStride ···|
func newLayout(n, block, most int) layout {
	l := layout{n: n, block: block, most: most, inStride: roundUp(block, 64), outStride: roundUp(most, 64)}
	l.outsAt = roundUp(blocksHead+n*slotBytes, pageBytes)
	l.insAt = roundUp(l.outsAt+n*l.outStride, pageBytes)
	l.end = roundUp(l.insAt+n*l.inStride, pageBytes)
	return l
}

// roundUp is the smallest multiple of to that is at least n.
func roundUp(n, to int) int { return (n + to - 1) / to * to }

// filledBlocks makes the blocks of a workload and fills in their inputs. Where the memory can't be had, it is an error;
// where it can't be shared, File is nil.
func filledBlocks(w *workloads.Workload) (*Blocks, error) {
	l := newLayout(w.Size, w.Block, w.MostOut())
	mem, file, err := newMemory(l.end)
	if err != nil {
		return nil, fmt.Errorf("memory for %d blocks of %d bytes: %w", w.Size, w.Block, err)
	}
	b := newBlocks(l, mem, w)
	b.file, b.ins = file, mem[l.insAt:]
	*headOf(mem) = [4]uint64{blocksMagic, uint64(l.n), uint64(l.block), uint64(l.most)}
	for i := range b.slots {
		if err := b.fill(i); err != nil {
			return nil, err
		}
	}
	// A page that one process alone has mapped counts as its own, though it can be shared.
	populateOutputs(b)
	return b, nil
}

// fill makes the input of an item.
func (b *Blocks) fill(i int) error {
	at := i * b.inStride
	in := b.w.Input(b.ins[at:at:at+b.block], i)
	if len(in) > b.block {
		return fmt.Errorf("workload %s: input %d has %d bytes, at most %d expected", b.w.Name, i, len(in), b.block)
	}
	copy(b.ins[at:], in) // of itself, where Input appended to what it was given
	s := &b.slots[i]
	s.at, s.length = uint64(at), uint64(len(in))
	if b.w.File == "" {
		return nil
	}
	offset, length := b.w.Span(i)
	if s.inFile = uint64(offset); length != len(in) {
		return fmt.Errorf("workload %s: input %d has %d bytes, its span %d", b.w.Name, i, len(in), length)
	}
	return nil
}

// headOf is the head of the memory: what it is, the number of items, and the most bytes of an input and of an output.
func headOf(mem []byte) *[4]uint64 { return (*[4]uint64)(unsafe.Pointer(&mem[0])) }

// newBlocks finds the table in memory that is laid out. It doesn't set where the inputs lie.
func newBlocks(l layout, mem []byte, w *workloads.Workload) *Blocks {
	table := (*slot)(unsafe.Pointer(&mem[blocksHead]))
	return &Blocks{layout: l, mem: mem, slots: unsafe.Slice(table, l.n), self: uint32(os.Getpid()), w: w}
}

// blocksIn finds the blocks in memory that was handed down. text, where it isn't nil, is the file that the inputs are
// stretches of. What the memory says is checked against its length.
func blocksIn(mem, text []byte, w *workloads.Workload) (*Blocks, error) {
	if len(mem) < pageBytes {
		return nil, fmt.Errorf("shared memory: not blocks: %d bytes", len(mem))
	}
	head := *headOf(mem)
	n, block, most := head[1], head[2], head[3]
	if head[0] != blocksMagic || n < 1 || n > 1<<28 || block < 1 || block > workloads.MaxBlock || most > 1<<32 {
		return nil, fmt.Errorf("shared memory: not blocks: it starts with %x", head)
	}
	l := newLayout(int(n), int(block), int(most))
	if len(mem) < l.end {
		return nil, fmt.Errorf("shared memory: %d bytes, %d expected for %d blocks of %d bytes", len(mem), l.end, n, block)
	}
	b := newBlocks(l, mem, w)
	b.ins = mem[l.insAt:]
	if text != nil {
		b.ins, b.text = text, true
	}
	for i := range b.slots {
		if err := b.checkSpan(i); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// checkSpan checks that an input lies within what the inputs lie in.
func (b *Blocks) checkSpan(i int) error {
	s := &b.slots[i]
	at := s.at
	if b.text {
		at = s.inFile
	}
	if all := uint64(len(b.ins)); s.length > uint64(b.block) || at > all || s.length > all-at {
		return fmt.Errorf("input %d is %d bytes at %d of %d", i, s.length, at, all)
	}
	return nil
}

// ownMemory is memory of this process, aligned as a slot asks for.
func ownMemory(n int) []byte {
	words := make([]uint64, roundUp(n, 8)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), n)
}
