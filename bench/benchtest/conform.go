package benchtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/bench/worker"
	"corerace/workloads"
)

// TestWorkload checks that a workload keeps its contract: its fields are sound, a pass has its Sum, also the second
// time, and Run is additive over ranges.
func TestWorkload(t *testing.T, w *workloads.Workload) {
	t.Helper()
	if _, err := race.PassTime(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	w, err := worker.Bind(w)
	if err != nil {
		t.Fatal(err)
	}
	if sum := w.Run(w.Size, w.Size); sum != 0 {
		t.Errorf("the sum of no items is %d, 0 expected", sum)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		cuts := []int{rng.IntN(w.Size + 1), rng.IntN(w.Size + 1), rng.IntN(w.Size + 1)}
		slices.Sort(cuts)
		lo, k, hi := cuts[0], cuts[1], cuts[2]
		if whole, parts := w.Run(lo, hi), w.Run(lo, k)+w.Run(k, hi); whole != parts {
			t.Fatalf("Run isn't additive: Run(%d, %d) is %d, Run(%d, %d) + Run(%d, %d) is %d", lo, hi, whole, lo, k, k, hi,
				parts)
		}
	}
}

// TestMode checks that a mode keeps its contract: its pools reach the sum of every workload with 1, 2, 3 and 7
// workers, also when they are kept, each share is done once, and what Enter changes is undone.
func TestMode(t *testing.T, m *mode.Mode) {
	t.Helper()
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	before := race.Cores()
	for _, w := range []*workloads.Workload{workloads.Primes(), workloads.Uneven()} {
		pass, err := race.PassTime(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{1, 2, 3, 7} {
			if m.Most > 0 && n > m.Most {
				continue
			}
			k, err := race.Keep(t.Context(), m, w, n, pass, pass)
			if err != nil {
				t.Fatalf("%s ×%d: %v", m, n, err)
			}
			for range 3 {
				leave := k.Enter()
				if _, err := k.Run(t.Context(), 1); err != nil {
					t.Fatalf("%s ×%d, %s: %v", m, n, w.Name, err)
				}
				leave()
			}
			if err := k.Close(); err != nil {
				t.Errorf("%s ×%d: close: %v", m, n, err)
			}
		}
	}
	if after := race.Cores(); after != before {
		t.Errorf("GOMAXPROCS was %d and is %d", before, after)
	}
}
