package benchtest

import (
	"errors"
	"fmt"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/workloads"
)

// Func measures a function over the items 0 to n-1 in each mode, as [Run] does with a workload. f may use whatever the
// benchmark has set up, and is called by several workers at once; what it returns is added up, in wrapping uint64, and
// the sum must be that of the serial pass. A pass should take 1 to 20 ms, and an item at most 50 µs.
//
// It needs no [Main]. A worker process is this test binary: it enters the same benchmark again, up to this call, which
// is its setup. What stands before the call must do the same each time, and what it prints there is shown only where it
// fails. Flags of the test's own are handed on, and it begins in the same folder. Where several calls follow each
// other, the worker passes by those before its own.
//
// Only sums come back from the processes, which the output says: where results must, [Map] has what that costs.
func Func(b *testing.B, n int, f func(i int) uint64, modes ...*mode.Mode) {
	b.Helper()
	if err := needsItems(n, f == nil); err != nil {
		b.Fatalf("benchtest.Func: %v", err)
	}
	w := &workloads.Workload{Name: "func", Doc: "A function in a benchmark.", Size: n, Unpublished: true,
		Run: func(lo, hi int) (sum uint64) {
			for i := lo; i < hi; i++ {
				sum += f(i)
			}
			return sum
		}}
	raced{kind: "Func", w: w, modes: orUsual(modes), processes: onlySums}.run(b)
}

// needsItems is an error where there are no items, or no function for them.
func needsItems(n int, none bool) error {
	switch {
	case none:
		return errors.New("a function is needed, got nil")
	case n < 1:
		return fmt.Errorf("at least 1 item is needed, got %d", n)
	}
	return nil
}

// onlySums is what is said of processes whose results don't come back.
const onlySums = "only a sum comes back from each process, which flatters processes where results must: see benchtest.Map"

// A raced is the work of one call, and how it is measured.
type raced struct {
	kind      string
	w         *workloads.Workload
	modes     []*mode.Mode
	processes string // what is said of processes; "" is nothing
}

// run checks and measures the call's work; in a worker that comes to a call it serves, or passes by.
func (r raced) run(b *testing.B) {
	b.Helper()
	if err := r.w.Check(); err != nil {
		b.Fatalf("benchtest.%s: %v", r.kind, err)
	}
	c, err := callOf(b, r.kind, r.w)
	if err != nil {
		b.Fatal(err)
	}
	if entrant != nil {
		c.serve(b, r.w)
		return
	}
	if err := usedFor(b, false); err != nil {
		b.Fatalf("benchtest.%s: %v", r.kind, err)
	}
	undo, err := c.allow()
	if err != nil {
		b.Fatalf("benchtest.%s: %v", r.kind, err)
	}
	defer undo()
	r.w.Name = c.workload()
	if err := together(r.w.Reference, r.w.Size); err != nil {
		b.Fatalf("benchtest.%s: %v", r.kind, err)
	}
	(&rows{w: r.w, modes: r.modes, processes: r.processes}).run(b)
}

// orUsual are the modes that were asked for, or the usual ones.
func orUsual(modes []*mode.Mode) []*mode.Mode {
	if len(modes) > 0 {
		return modes
	}
	return usual()
}

// startsProcesses is whether the workers of a mode are processes.
func startsProcesses(m *mode.Mode) bool {
	return m.Name == process.Processes().Name || m.Name == process.ProcessesPipe().Name
}
