package bench

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"corerace/bench/gil"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
	"corerace/workloads"
)

// Three workers and one pass are what a plain run has of all; the other numbers, a second pass and a second job are
// tried with the first workload.
func TestAllModesAgreeOnAllSums(t *testing.T) {
	for i, w := range workloads.All() {
		if w.Here() != nil {
			continue
		}
		w, err := worker.Bind(w)
		if err != nil {
			t.Fatal(err)
		}
		whole := i == 0 || testkit.Long()
		times := map[bool]int{true: 2, false: 1}[whole] // of jobs, and of passes in each
		for _, m := range Modes() {
			for _, n := range []int{1, 2, 3, 7} {
				alone := n == 1 && m.Most == 1
				if m.Most > 0 && n > m.Most || n != 3 && !alone && !whole {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%d", w.Name, m, n), func(t *testing.T) {
					spec := mode.Spec{Workload: w, Workers: n, Share: max(1, w.Size/37)}
					defer m.Around(spec)()
					p := jobs.OpenPool(t, m, w, n, spec.Share)
					for range times { // a pool is kept
						o, err := p.Run(t.Context(), jobs.JobOf(w, spec.Share, times))
						if err != nil {
							t.Fatal(err)
						}
						if want := uint64(times) * w.Sum; o.Sum != want {
							t.Fatalf("sum is %d, want %d", o.Sum, want)
						}
					}
				})
			}
		}
	}
}

func TestProcessModesWorkInProcessesOfTheirOwn(t *testing.T) {
	for _, m := range []*mode.Mode{process.Processes(), process.ProcessesPipe()} {
		share := 200
		p := jobs.OpenPool(t, m, jobs.Spinning, 2, share)
		o, err := p.Run(t.Context(), jobs.JobOf(jobs.Spinning, share, testkit.Times(8, 20)))
		if err != nil {
			t.Fatal(err)
		}
		pids := map[int]bool{os.Getpid(): true}
		for _, w := range o.PerWorker {
			pids[w.PID] = true
		}
		if len(pids) != 3 {
			t.Errorf("%s: %d pids of this process and two workers: %v", m, len(pids), o.PerWorker)
		}
		if s := o.CPU; s.Workers < 19*s.Parent {
			t.Errorf("%s: the workers used %v of CPU, the parent %v: at least 95 %% expected", m, s.Workers, s.Parent)
		}
	}
}

func TestGOMAXPROCSIsRestored(t *testing.T) {
	before := runtime.GOMAXPROCS(3)
	defer runtime.GOMAXPROCS(before)
	for _, m := range Modes() {
		leave := m.Around(mode.Spec{Workload: jobs.Counting, Workers: 1, Share: 10})
		leave()
		if n := runtime.GOMAXPROCS(0); n != 3 {
			t.Errorf("%s leaves GOMAXPROCS at %d", m, n)
			runtime.GOMAXPROCS(3)
		}
	}
}

func TestCancelledJobEndsSoonAndNamesTheCause(t *testing.T) {
	for _, m := range Modes() {
		t.Run(m.String(), func(t *testing.T) {
			leave := m.Around(mode.Spec{})
			defer leave()
			p := jobs.OpenPool(t, m, jobs.Spinning, 1, 10)
			ctx, cancel := context.WithCancelCause(t.Context())
			cause := fmt.Errorf("enough")
			time.AfterFunc(20*time.Millisecond, func() { cancel(cause) })
			if _, err := p.Run(ctx, jobs.JobOf(jobs.Spinning, 10, 1_000_000)); err != cause {
				t.Fatalf("Run returned %v, want %v", err, cause)
			}
		})
	}
}

func TestGoroutinesThatPanicAreErrors(t *testing.T) {
	w := *jobs.Counting
	w.Run = func(lo, hi int) uint64 {
		if lo > 0 {
			panic("boom")
		}
		return 0
	}
	for _, m := range []*mode.Mode{mode.Goroutines(), mode.Threads(), gil.GIL()} {
		leave := m.Around(mode.Spec{})
		p := jobs.OpenPool(t, m, &w, 2, 10)
		_, err := p.Run(t.Context(), jobs.JobOf(&w, 10, 1))
		leave()
		if err == nil {
			t.Errorf("%s: no error", m)
		}
	}
}

// What a benchmark's function calls may end the goroutine: it is an error at once, in the warm-up and in a job.
func TestGoroutinesThatEndThemselvesAreErrors(t *testing.T) {
	for _, m := range []*mode.Mode{mode.Goroutines(), mode.Threads(), gil.GIL()} {
		for _, at := range []int{0, 900} {
			w := *jobs.Counting
			w.Run = func(lo, hi int) uint64 {
				if lo <= at && at < hi {
					runtime.Goexit()
				}
				return jobs.Counting.Run(lo, hi)
			}
			p, err := m.Pool(t.Context(), mode.Spec{Workload: &w, Workers: 2, Share: 10})
			if err == nil {
				_, err = p.Run(t.Context(), jobs.JobOf(&w, 10, 1))
				p.Close()
			}
			jobs.WantError(t, err, "the work ended its goroutine, by runtime.Goexit")
		}
	}
}

func TestSilentGoroutineIsFoundAtItsDeadline(t *testing.T) {
	w := *jobs.Counting
	w.Run = func(lo, hi int) uint64 {
		if lo == 500 {
			select {}
		}
		return 0
	}
	p := jobs.OpenPool(t, mode.Goroutines(), &w, 2, 10)
	j := jobs.JobOf(&w, 10, 1)
	j.Deadline = 200 * time.Millisecond
	_, err := p.Run(t.Context(), j)
	jobs.WantError(t, err, `worker [01]: silent for 200ms, past its deadline`)
}

func TestGridCoversEveryItemOnce(t *testing.T) {
	for size := 1; size < 40; size++ {
		for share := 1; share <= size; share++ {
			seen := make([]int, size)
			g := worker.Grid{Size: size, Share: share, Passes: 3}
			_, shares, err := worker.Loop(new(worker.Cursor).Guided(g.Shares(), 2), g, func(lo, hi int) uint64 {
				for i := lo; i < hi; i++ {
					seen[i]++
				}
				return 0
			})
			if err != nil || uint64(shares) != g.Shares() {
				t.Fatalf("%+v: %d shares, %d expected, error %v", g, shares, g.Shares(), err)
			}
			for i, n := range seen {
				if n != 3 {
					t.Fatalf("%+v: item %d ran %d times", g, i, n)
				}
			}
		}
	}
}
