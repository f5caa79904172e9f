package worker

import "testing"

func TestPartsAreAllSharesOnce(t *testing.T) {
	for _, total := range []int{1, 2, 5, 6, 100} {
		for n := 1; n <= 7; n++ {
			g, next := Grid{Size: total, Share: 1, Passes: 1}, uint64(0)
			for i := range n {
				p := g.Part(i, n)
				if p.First != next {
					t.Errorf("part %d of %d of %d shares begins at %d, %d expected", i, n, total, p.First, next)
				}
				if least := uint64(total / n); p.Count < least || p.Count > least+1 {
					t.Errorf("part %d of %d of %d shares has %d", i, n, total, p.Count)
				}
				next += p.Count
			}
			if next != uint64(total) {
				t.Errorf("%d parts have %d of %d shares", n, next, total)
			}
		}
	}
}

// FuzzLot asks for lots that a parent may send: what isn't refused is run within the workload, and as many shares as it
// says.
func FuzzLot(f *testing.F) {
	f.Add(uint64(0), uint64(1), uint64(1), 10)
	f.Add(uint64(9), uint64(3), uint64(4), 10)
	f.Add(uint64(1)<<62, uint64(1), uint64(1), 1)
	f.Add(^uint64(0), uint64(2), uint64(1), 1)
	f.Fuzz(func(t *testing.T, first, count, share uint64, size int) {
		if size < 1 || count > 1000 {
			t.Skip()
		}
		lot, g, err := Frame{Kind: KindShare, Args: [4]uint64{first, count, share}}.lot(size)
		if err != nil {
			return
		}
		_, shares, err := Loop(lot.Claims(), g, func(lo, hi int) uint64 {
			if lo < 0 || lo >= hi || hi > size {
				t.Fatalf("items %d to %d of %d", lo, hi, size)
			}
			return 0
		})
		if err != nil || shares != int64(count) {
			t.Fatalf("%d shares, %v: %d expected", shares, err, count)
		}
	})
}
