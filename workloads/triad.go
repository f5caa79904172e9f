package workloads

import "sync"

const (
	triadLength = 1 << 21 // numbers in an array, which are 16 MiB
	triadBlock  = 512     // numbers in an item, which are 4 KiB of each array
	triadPage   = 512     // numbers in the smallest page in use, 4 KiB
)

// Triad computes a[i] = b[i] + 3·c[i] over arrays of 16 MiB and adds up the a[i], in wrapping uint64. An item is a
// block of 4 KiB. It is the triad of McCalpin's STREAM, in integers.
//
// It has little to compute: 48 MiB pass through the core, and the memory bus is shared by all cores however the work
// is run. Arrays of 16 MiB don't fit in a core's own cache, and the three together seldom in the shared one.
//
// With b[i] = i and c[i] = 2i + 1, a[i] is 7i + 3, and the sum has a closed form: 7n(n−1)/2 + 3n.
func Triad() *Workload {
	t := new(triad)
	return &Workload{
		Name:  "triad",
		Doc:   "Computes a = b + 3c over arrays of 16 MiB, and shows a speedup that ends where the memory bus is full.",
		Size:  triadLength / triadBlock,
		Sum:   7*triadLength*(triadLength-1)/2 + 3*triadLength,
		Setup: sync.OnceValue(t.build),
		Run:   t.run,
	}
}

// triad holds the two arrays that are read, shared by all workers, and the destinations that no worker has in use: a
// new one would let the next Run measure the kernel handing out pages.
//
// Two workers may run the same items at the same time, in two passes that overlap, so they can't write to one
// destination. Each Run takes one for itself.
type triad struct {
	b, c []uint64
	spares[[]uint64]
}

func (t *triad) build() error {
	b, c := make([]uint64, triadLength), make([]uint64, triadLength)
	for i := range b {
		b[i] = uint64(i)
		c[i] = 2*uint64(i) + 1
	}
	t.b, t.c = b, c
	t.give(newDestination())
	return nil
}

func (t *triad) run(lo, hi int) uint64 {
	a := t.take(newDestination)
	defer t.give(a)
	return scaleAdd(
		a[lo*triadBlock:hi*triadBlock],
		t.b[lo*triadBlock:hi*triadBlock],
		t.c[lo*triadBlock:hi*triadBlock])
}

// scaleAdd sets a to b + 3c and returns the sum of a. The three have the same length.
func scaleAdd(a, b, c []uint64) uint64 {
	b, c = b[:len(a)], c[:len(a)]
	var sum uint64
	for i := range a {
		v := b[i] + 3*c[i]
		a[i] = v
		sum += v
	}
	return sum
}

// newDestination returns an array whose pages are there. The kernel hands out a page when it is first written to;
// unless that happens here it happens in the first pass.
func newDestination() []uint64 {
	a := make([]uint64, triadLength)
	for i := 0; i < len(a); i += triadPage {
		a[i] = 1
	}
	return a
}
