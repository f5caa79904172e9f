package worker

import "testing"

// BenchmarkLoop measures the loop with an empty Run, with and without a slot: an op is a share.
func BenchmarkLoop(b *testing.B) {
	run := func(lo, hi int) uint64 { return 0 }
	b.Run("slot=no", func(b *testing.B) {
		Loop(new(Cursor).Guided(uint64(b.N), 1), Grid{Size: b.N, Share: 1, Passes: 1}, run)
	})
	b.Run("slot=yes", func(b *testing.B) {
		l := &ledger{Slot: new(Slot)}
		l.reset()
		l.loop(new(Cursor).Guided(uint64(b.N), 1), Grid{Size: b.N, Share: 1, Passes: 1}, run)
	})
}
