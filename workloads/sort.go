package workloads

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unsafe"
)

// Sort sorts blocks of uint64, little-endian. Word k of block i is output i·n + k of SplitMix64 seeded with 0, where n
// is the number of words in a block.
//
// The sum for blocks of 64 KiB was computed by a Python program that has its own SplitMix64 and XXH64, and sorts with
// sorted.
func Sort() *Workload {
	return onRandomBlocks("sort", "Sorts blocks of 64-bit numbers, and shows work whose output is as long as its input.",
		sortBlock, 4_427_438_497_530_831_653, DefaultBlock)
}

// sortBlock sorts the words where their copy lies, so that nothing else is allocated or moved. Words of another byte
// order are turned around before and after.
func sortBlock(dst, in []byte) []byte {
	at := len(dst)
	dst = append(dst, in...)
	words := wordsOf(dst[at:])
	if words == nil {
		return dst
	}
	swapToNative(words)
	slices.Sort(words)
	swapToNative(words)
	return dst
}

// wordsOf returns bytes as words, without a copy. Blocks and the slots of their outputs begin at multiples of 8.
func wordsOf(b []byte) []uint64 {
	if len(b) < 8 {
		return nil
	}
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/8)
}

func swapToNative(words []uint64) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return
	}
	for i, v := range words {
		words[i] = bits.ReverseBytes64(v)
	}
}
