package worker

import "testing"

// BenchmarkLoop measures the loop with an empty Run, with and without a slot: an op is a share.
func BenchmarkLoop(b *testing.B) {
	run := func(lo, hi int) uint64 { return 0 }
	for name, slot := range map[string]*Slot{"slot=no": nil, "slot=yes": new(Slot)} {
		b.Run(name, func(b *testing.B) {
			if slot != nil {
				slot.reset()
			}
			loop(new(Cursor), Grid{Size: b.N, Share: 1, Passes: 1}, run, &ledger{slot: slot})
		})
	}
}
