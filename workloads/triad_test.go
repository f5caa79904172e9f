package workloads

import "testing"

func TestTriadAgreesWithItsClosedForm(t *testing.T) {
	for _, w := range mustReady(t) {
		if w.Name != "triad" {
			continue
		}
		below := func(n uint64) uint64 { return 7*n*(n-1)/2 + 3*n }
		for _, r := range [][2]int{{0, 1}, {1, 2}, {17, 40}, {w.Size - 1, w.Size}, {0, w.Size}} {
			want := below(uint64(r[1])*triadBlock) - below(uint64(r[0])*triadBlock)
			if got := w.Run(r[0], r[1]); got != want {
				t.Errorf("Run(%d, %d) = %d, want %d", r[0], r[1], got, want)
			}
		}
	}
}

func TestScaleAddStoresWhatItAddsUp(t *testing.T) {
	a, b, c := make([]uint64, 3), []uint64{1, 2, 1<<64 - 1}, []uint64{10, 20, 1}
	if got := scaleAdd(a, b, c); got != 31+62+2 {
		t.Errorf("the sum is %d, want 95", got)
	}
	if a[0] != 31 || a[1] != 62 || a[2] != 2 {
		t.Errorf("a = %d, want [31 62 2]", a)
	}
}

func TestTriadDestinationsArePrivateAndReused(t *testing.T) {
	var w triad
	first, second := w.take(newDestination), w.take(newDestination)
	if &first[0] == &second[0] {
		t.Error("two Runs at once have one destination")
	}
	w.give(first)
	w.give(second)
	if again := w.take(newDestination); &again[0] != &second[0] {
		t.Error("the last destination given back isn't the first one taken")
	}
	if len(w.free) != 1 {
		t.Errorf("%d destinations are free, want 1", len(w.free))
	}
}
