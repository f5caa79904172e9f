package workloads

import "testing"

// The pieces grow and are run from the last to the first, so that neither their sizes nor their order are special.
func TestAPassMayBeCutAnywhere(t *testing.T) {
	for _, w := range mustReady(t) {
		var sum uint64
		for hi, piece := w.Size, 1; hi > 0; piece += 1 + piece/3 {
			lo := max(0, hi-piece)
			sum += w.Run(lo, hi)
			hi = lo
		}
		if want := w.Run(0, w.Size); sum != want {
			t.Errorf("%s: the pieces of a pass add up to %d, want %d", w.Name, sum, want)
		}
	}
}

func TestAnEmptyRangeIsZero(t *testing.T) {
	for _, w := range mustReady(t) {
		for _, at := range []int{0, 1, w.Size / 2, w.Size} {
			if got := w.Run(at, at); got != 0 {
				t.Errorf("%s: Run(%d, %d) = %d, want 0", w.Name, at, at, got)
			}
		}
	}
}

func FuzzAdditive(f *testing.F) {
	all := mustReady(f)
	for i := range all {
		f.Add(uint(i), uint(0), uint(100), uint(1))
		f.Add(uint(i), uint(150), uint(50), uint(50))
	}
	f.Fuzz(func(t *testing.T, which, from, length, cut uint) {
		w := all[which%uint(len(all))]
		most := uint(300) // items, so that one execution is quick
		if w.Blocks() {
			most = 6
		}
		lo := from % uint(w.Size+1)
		hi := lo + length%(min(most, uint(w.Size)-lo)+1)
		k := lo + cut%(hi-lo+1)
		whole, left, right := w.Run(int(lo), int(hi)), w.Run(int(lo), int(k)), w.Run(int(k), int(hi))
		if whole != left+right {
			t.Errorf("%s: Run(%d, %d) = %d, but cut at %d it is %d + %d", w.Name, lo, hi, whole, k, left, right)
		}
	})
}
