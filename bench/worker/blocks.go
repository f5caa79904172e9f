package worker

import (
	"bytes"
	"fmt"
	"os"

	"corerace/workloads"
)

// Blocks are the inputs and outputs of one pass over a workload whose items are blocks, in memory that every worker can
// reach: goroutines because it is theirs, processes because they map it too.
//
//	| head | table: a slot an item | outputs, one beside the other | inputs, one beside the other |
//
// The parent writes the inputs once. A worker reads an input where it lies and writes the output where it shall lie, so
// nothing is copied. Passes come after each other in the same memory.
//
// Two workers may be at the same item in two passes. The output then belongs to the one that owns its slot; the other
// one writes to memory of its own, and both have the same hash.
type Blocks struct {
	layout
	mem   []byte
	slots []slot
	ins   []byte // what the inputs lie in: a part of mem, or a file
	text  bool   // whether that is the workload's file
	file  *os.File
	self  uint32 // how this process signs what it owns
	w     *workloads.Workload

	checked int // samples of the outputs that were looked at
}

// File returns the memory as a file to hand to worker processes, nil where there is none.
func (b *Blocks) File() *os.File { return b.file }

// Len returns the number of items.
func (b *Blocks) Len() int { return b.n }

// Longest returns the most bytes of an input, and MostOut those of an output.
func (b *Blocks) Longest() int { return b.block }

// MostOut returns the most bytes of an output.
func (b *Blocks) MostOut() int { return b.most }

// In returns the input of an item. It isn't written to.
func (b *Blocks) In(i int) []byte {
	s, at := &b.slots[i], b.slots[i].at
	if b.text {
		at = s.inFile
	}
	return b.ins[at : at+s.length : at+s.length]
}

// output returns the output of an item, and whether there is one. Its length may have been written by a worker.
func (b *Blocks) output(i int) (out []byte, ok bool) {
	n := b.slots[i].out.Load()
	if n == 0 || n-1 > uint64(b.most) {
		return nil, false
	}
	return b.space(i)[:n-1], true
}

// space is where the output of an item goes.
func (b *Blocks) space(i int) []byte {
	at := b.outsAt + i*b.outStride
	return b.mem[at : at : at+b.most]
}

// own takes the slot of an item, and returns whether it was free.
func (b *Blocks) own(i int) bool { return b.slots[i].owner.CompareAndSwap(0, b.self) }

// settle gives a slot back with an output of n bytes in it.
func (b *Blocks) settle(i, n int) {
	b.slots[i].out.Store(1 + uint64(n))
	b.slots[i].owner.Store(0)
}

// Disown gives back what a process that is gone owned, so that its items are written in place again.
func (b *Blocks) Disown(pid int) {
	for i := range b.slots {
		b.slots[i].owner.CompareAndSwap(uint32(pid), 0)
	}
}

// Run is the Run of a workload of blocks. It is additive over ranges, and may be called by several workers at once.
func (b *Blocks) Run(lo, hi int) (sum uint64) {
	for i := lo; i < hi; i++ {
		sum += b.item(i)
	}
	return sum
}

// item runs one item, and returns its value. Whoever runs it hashes the output, inside the wall time, in every mode.
func (b *Blocks) item(i int) uint64 {
	if !b.own(i) {
		return workloads.Hash(i, b.transform(i, nil))
	}
	out := b.placed(i, b.transform(i, b.space(i)))
	h := workloads.Hash(i, out)
	b.settle(i, len(out))
	return h
}

// transform returns the output of an item behind dst. One that is longer than the workload says is a panic, as other
// faults of a workload are.
func (b *Blocks) transform(i int, dst []byte) []byte {
	out := b.w.Transform(dst, b.In(i))
	if len(out) > b.most {
		panic(fmt.Sprintf("the output of item %d has %d bytes, at most %d expected", i, len(out), b.most))
	}
	return out
}

// placed returns an output where it shall lie. A Transform that appends to what it is given has put it there.
func (b *Blocks) placed(i int, out []byte) []byte {
	space := b.space(i)[:len(out)]
	if len(out) > 0 && &space[0] != &out[0] {
		copy(space, out)
	}
	return space
}

// Store takes an output of n bytes that comes from elsewhere: read fills it in. It returns the output.
func (b *Blocks) Store(i, n int, read func([]byte) error) ([]byte, error) {
	if n > b.most {
		return nil, fmt.Errorf("the output of item %d has %d bytes, at most %d expected", i, n, b.most)
	}
	if !b.own(i) {
		out := make([]byte, n)
		return out, read(out)
	}
	out := b.space(i)[:n]
	err := read(out)
	b.settle(i, n)
	return out, err
}

// Reset forgets the outputs. No worker may be at work.
func (b *Blocks) Reset() {
	for i := range b.slots {
		b.slots[i].out.Store(0)
		b.slots[i].owner.Store(0)
	}
}

// A look at the outputs takes so many of them, and as many bytes of input; one in any case.
const (
	checkItems = 3
	checkBytes = 1 << 20
)

// Check looks at a sample of the outputs, other ones each time, and compares them byte for byte with what this process
// makes of the same inputs.
func (b *Blocks) Check() error {
	looked := 0
	for k := 0; k < min(checkItems, b.n) && (k == 0 || looked < checkBytes); k++ {
		i := (b.checked + k*b.n/checkItems) % b.n
		looked += len(b.In(i))
		if err := b.check(i); err != nil {
			return err
		}
	}
	b.checked++
	return nil
}

// check looks at one output. One whose place still has an owner is left alone: a worker died while it wrote there, and
// those who ran the item again wrote to memory of their own.
func (b *Blocks) check(i int) error {
	if b.slots[i].owner.Load() != 0 {
		return nil
	}
	got, ok := b.output(i)
	if !ok {
		return fmt.Errorf("item %d has no output", i)
	}
	if want := b.w.Transform(nil, b.In(i)); !bytes.Equal(got, want) {
		return fmt.Errorf("the output of item %d isn't what its input gives", i)
	}
	return nil
}
