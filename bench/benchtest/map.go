package benchtest

import (
	"encoding/binary"
	"fmt"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/workloads"
)

// mostResults is how many bytes the results of a Map may need.
const mostResults = 1 << 30

// Map measures a function from items to bytes in each mode, where the bytes must come back: worker processes write them
// to memory that they share with their parent, or with processes-pipe send them, and that is in the number. What f does
// to turn a result into bytes is, too, in every mode.
//
// Workers come to it as to [Func]: they have the items because they enter the benchmark again. The sum that is checked
// is that of the hashes of all results. Room is made for results as long as the longest.
func Map[T any, R ~[]byte | ~string](b *testing.B, items []T, f func(T) R, modes ...*mode.Mode) {
	b.Helper()
	if len(modes) == 0 {
		modes = append(usual(), process.ProcessesPipe())
	}
	longest := 1
	if entrant == nil { // there the parent says where results go, and how long they may be
		err := needsItems(len(items), f == nil)
		if err != nil {
			b.Fatalf("benchtest.Map: %v", err)
		}
		if longest, err = longestOf(items, f); err != nil {
			b.Fatalf("benchtest.Map: %v", err)
		}
	}
	if need := longest * len(items); need > mostResults {
		b.Fatalf("benchtest.Map: %d results of up to %d bytes need %d bytes of memory, at most %d are given", len(items),
			longest, need, mostResults)
	}
	w := &workloads.Workload{Name: "map", Doc: "A function in a benchmark.", Size: len(items), Unpublished: true,
		Block: itemBytes, OutMost: func(int) int { return longest },
		Input: func(dst []byte, i int) []byte { return binary.LittleEndian.AppendUint64(dst, uint64(i)) },
		Transform: func(dst, in []byte) []byte {
			return append(dst, f(items[itemIn(in, len(items))])...)
		}}
	raced{kind: "Map", w: w, modes: modes}.run(b)
}

// longestOf is how long the longest result is, at least 1, or what went wrong with an item.
func longestOf[T any, R ~[]byte | ~string](items []T, f func(T) R) (longest int, err error) {
	at := 0
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in item %d: %v", at, p)
		}
	}()
	longest = 1
	for i, item := range items {
		at = i
		longest = max(longest, len(f(item)))
	}
	return longest, nil
}

// itemBytes is how long the number of an item is, which is all that is handed to a worker of it.
const itemBytes = 8

// itemIn is the item that a worker is handed.
func itemIn(in []byte, n int) int {
	i := binary.LittleEndian.Uint64(in)
	if i >= uint64(n) {
		panic(fmt.Sprintf("item %d of %d", i, n))
	}
	return int(i)
}
