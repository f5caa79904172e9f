package worker

import "testing"

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
