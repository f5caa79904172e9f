package workloads

import "encoding/binary"

// splitmix returns the p-th output, counted from 0, of the generator SplitMix64 seeded with 0.
//
// SplitMix64 adds a constant to its state and hashes the state. Output p can therefore be had without the outputs
// before it, which is what an additive workload needs: no state is carried from one item to the next.
//
// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014; the constants are
// those of Java's SplittableRandom.
func splitmix(p uint64) uint64 {
	z := (p + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// randomBlocks returns the Input of blocks of numbers: word k of block i is output i·n + k, little-endian, where n is
// the number of words in a block.
func randomBlocks(block int) func(dst []byte, item int) []byte {
	return func(dst []byte, item int) []byte {
		for k := range block / 8 {
			dst = binary.LittleEndian.AppendUint64(dst, splitmix(uint64(item*(block/8)+k)))
		}
		return dst
	}
}

// onRandomBlocks returns a workload on [randomBlocks]. The sum was published for blocks of the default length
// alone; that of others is left to the reference.
func onRandomBlocks(name, doc string, transform func(dst, in []byte) []byte, sum uint64, block int) *Workload {
	return &Workload{
		Name: name, Doc: doc,
		Size: blocksInPass(block), Block: block,
		Sum: sum, Unpublished: block != DefaultBlock,
		Input: randomBlocks(block), Transform: transform,
		Resize: func(block int) *Workload { return onRandomBlocks(name, doc, transform, sum, block) },
	}
}
