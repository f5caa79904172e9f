package workloads

import "fmt"

// Lengths of a block, in bytes.
const (
	DefaultBlock = 64 << 10
	MinBlock     = 1 << 10
	MaxBlock     = 64 << 20
)

// A pass holds passBytes, whatever the length of its blocks, and at least fewestBlocks of them: shorter blocks are more
// items, and a pass takes about as long.
const (
	passBytes    = 2 << 20
	fewestBlocks = 4
)

// blocksInPass returns the number of blocks in a pass.
func blocksInPass(block int) int { return max(passBytes/block, fewestBlocks) }

// checkBlocks reports what makes a workload of blocks unusable.
func (w *Workload) checkBlocks() error {
	switch {
	case w.Input == nil:
		return fmt.Errorf("workload %s: Transform without Input", w.Name)
	case w.Block < 1 || w.Block > MaxBlock:
		return fmt.Errorf("workload %s: Block is %d bytes, 1 to %d expected", w.Name, w.Block, MaxBlock)
	case w.File != "" && w.Span == nil:
		return fmt.Errorf("workload %s: File without Span", w.Name)
	}
	return nil
}

// WithBlock returns the workload with blocks of so many bytes, a multiple of 1 KiB.
func (w *Workload) WithBlock(block int) (*Workload, error) {
	switch {
	case block < MinBlock || block > MaxBlock || block%MinBlock != 0:
		return nil, fmt.Errorf("a block of %d bytes: a multiple of 1 KiB from 1 KiB to 64 MiB expected", block)
	case !w.Blocks() || block == w.Block:
		return w, nil
	case w.Resize == nil:
		return nil, fmt.Errorf("workload %s: its blocks have a fixed length of %d bytes", w.Name, w.Block)
	}
	return w.Resize(block), nil
}

// MostOut returns the most bytes that an item's output has.
func (w *Workload) MostOut() int {
	if w.OutMost == nil {
		return w.Block
	}
	return w.OutMost(w.Block)
}

// Reference returns the sum over the items lo ≤ i < hi in the simplest way. For blocks it is the definition: each is
// made, transformed and hashed, one after the other.
func (w *Workload) Reference(lo, hi int) (sum uint64) {
	if !w.Blocks() {
		return w.Run(lo, hi)
	}
	in, out := make([]byte, 0, w.Block), make([]byte, 0, w.MostOut()) // to grow would take several times as much
	for i := lo; i < hi; i++ {
		in = w.Input(in[:0], i)
		out = w.Transform(out[:0], in)
		sum += Hash(i, out)
	}
	return sum
}
