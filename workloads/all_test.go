package workloads

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// ready returns all workloads that are here with their data built, the same ones each time: the arrays of triad are
// large. The Run of those of blocks is their reference.
var ready = sync.OnceValues(func() ([]*Workload, error) {
	all := slices.DeleteFunc(All(), func(w *Workload) bool { return w.Here() != nil })
	for _, w := range all {
		if w.Blocks() {
			w.Run = w.Reference
		}
	}
	for _, w := range all {
		if w.Setup == nil {
			continue
		}
		if err := w.Setup(); err != nil {
			return nil, err
		}
	}
	return all, nil
})

func mustReady(tb testing.TB) []*Workload {
	tb.Helper()
	all, err := ready()
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func TestEveryWorkloadIsUsable(t *testing.T) {
	var names []string
	for _, w := range All() {
		if err := w.Check(); err != nil {
			t.Error(err)
		}
		if slices.Contains(names, w.Name) {
			t.Errorf("%s: the name is used twice", w.Name)
		}
		names = append(names, w.Name)
		if strings.Contains(w.Doc, ". ") || !strings.HasSuffix(w.Doc, ".") {
			t.Errorf("%s: Doc isn't one sentence: %q", w.Name, w.Doc)
		}
		if w.Blocks() {
			continue // its items are large: few make a pass
		}
		if w.Size < 200 {
			t.Errorf("%s: %d items are too few to be shared out evenly", w.Name, w.Size)
		}
	}
}

func TestAPassHasItsSum(t *testing.T) {
	for _, procs := range []int{1, runtime.NumCPU()} {
		undo := setProcs(procs)
		for _, w := range mustReady(t) {
			if w.Unpublished {
				continue
			}
			if got := w.Run(0, w.Size); got != w.Sum {
				t.Errorf("%s on %d cores: Run(0, %d) = %d, want %d", w.Name, procs, w.Size, got, w.Sum)
			}
		}
		undo()
	}
}

func setProcs(n int) (undo func()) {
	before := runtime.GOMAXPROCS(n)
	return func() { runtime.GOMAXPROCS(before) }
}

// The ranges are nearly the same ones, as when two passes are under way.
func TestRunsMayOverlap(t *testing.T) {
	const workers = 4
	for _, w := range mustReady(t) {
		t.Run(w.Name, func(t *testing.T) {
			var want, got [workers]uint64
			part := func(i int) (lo, hi int) { return i * w.Size / 64, (i + 8) * w.Size / 64 }
			for i := range want {
				want[i] = w.Run(part(i))
			}
			var wg sync.WaitGroup
			start := make(chan struct{})
			for i := range got {
				wg.Go(func() {
					<-start
					got[i] = w.Run(part(i))
				})
			}
			close(start)
			wg.Wait()
			if got != want {
				t.Errorf("side by side %d, one after another %d", got, want)
			}
		})
	}
}

func TestSetupMayBeCalledTwice(t *testing.T) {
	for _, w := range All() {
		if w.Setup == nil {
			continue
		}
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if err := w.Setup(); err != nil {
					t.Errorf("%s: %v", w.Name, err)
				}
			})
		}
		wg.Wait()
		before := w.Run(0, 10)
		if err := w.Setup(); err != nil {
			t.Errorf("%s: %v", w.Name, err)
		}
		if after := w.Run(0, 10); after != before {
			t.Errorf("%s: Run(0, 10) = %d, and %d after another Setup", w.Name, before, after)
		}
	}
}

func TestRunAllocatesNothing(t *testing.T) {
	for _, w := range mustReady(t) {
		if w.Name == "binarytrees" || w.Blocks() {
			continue // allocating is its work; the reference makes its blocks
		}
		if n := testing.AllocsPerRun(10, func() { w.Run(0, 20) }); n != 0 {
			t.Errorf("%s: %v allocations in a Run", w.Name, n)
		}
	}
}
