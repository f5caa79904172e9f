package benchtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/race"
	"corerace/bench/worker"
	"corerace/workloads"
)

// TestWorkload checks that a workload keeps its contract: its fields are sound, a pass has its Sum, also the second
// time, Run is additive over ranges and may be called by several goroutines at once, Setup builds the same in another
// process, and a pass and an item are neither too short nor too long to be fair, by more than a factor of two.
//
// Setup is tried in worker processes where [Main] was given the workload, and elsewhere called a second time. Lengths
// aren't looked at with -race or with -cover, which change them.
func TestWorkload(t *testing.T, w *workloads.Workload) {
	t.Helper()
	pass, err := race.PassTime(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := worker.Bind(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := additive(bound); err != nil {
		t.Fatal(err)
	}
	if err := together(bound.Run, bound.Size); err != nil {
		t.Error(err)
	}
	if err := repeatable(t.Context(), w, bound, pass); err != nil {
		t.Error(err)
	}
	if !raceDetector && testing.CoverMode() == "" {
		for _, text := range lengthRemarks(w, pass, lengthSlack) {
			t.Error(text)
		}
	}
}

// lengthSlack is by which factor a length may be off in a test, since machines differ.
const lengthSlack = 2

// additive checks that Run is additive over ranges.
func additive(w *workloads.Workload) error {
	if sum := w.Run(w.Size, w.Size); sum != 0 {
		return fmt.Errorf("the sum of no items is %d, 0 expected", sum)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		cuts := []int{rng.IntN(w.Size + 1), rng.IntN(w.Size + 1), rng.IntN(w.Size + 1)}
		slices.Sort(cuts)
		lo, k, hi := cuts[0], cuts[1], cuts[2]
		if whole, parts := w.Run(lo, hi), w.Run(lo, k)+w.Run(k, hi); whole != parts {
			return fmt.Errorf("Run isn't additive: Run(%d, %d) is %d, Run(%d, %d) + Run(%d, %d) is %d", lo, hi, whole, lo, k,
				k, hi, parts)
		}
	}
	return nil
}

// repeatable checks that Setup builds the same each time: in other processes, where they may be started, and else in
// this one.
func repeatable(ctx context.Context, w, bound *workloads.Workload, pass time.Duration) error {
	if w.Setup == nil || w.Blocks() {
		return nil // what is built for blocks is in the memory that all share
	}
	if process.MayStart(w) == nil {
		k, err := race.Keep(ctx, process.Processes(), w, 2, pass, pass/2)
		if err != nil {
			return err
		}
		defer k.Close()
		if _, err := k.Do(ctx, 1); err != nil {
			return fmt.Errorf("in worker processes, whose Setup must build the same as here: %w", err)
		}
		return nil
	}
	if err := w.Setup(); err != nil {
		return fmt.Errorf("called a second time, Setup fails: %w", err)
	}
	sum, err := worker.RunShare(bound.Run, 0, bound.Size)
	if err == nil && sum != bound.Sum {
		err = fmt.Errorf("after a second Setup the sum of a pass is %d, %d expected: Setup must build the same each time",
			sum, bound.Sum)
	}
	return err
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
