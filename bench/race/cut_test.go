package race

import (
	"math"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// Workers that have equal parts of uneven work don't have equal work. How many shares a worker has done and the CPU
// time that it took for them don't depend on what else the machine does.
func TestEqualPartsOfUnevenWorkArentEqualWork(t *testing.T) {
	w := workloads.Uneven()
	share := w.Size / 64
	for _, spelling := range []string{"threads:cut=static", "goroutines:cut=static", "processes:cut=static"} {
		m := jobs.Spelt(t, spelling, mode.Threads(), mode.Goroutines(), process.Processes())
		p := jobs.OpenPool(t, m, w, 2, share)
		o, err := p.Run(t.Context(), jobs.JobOf(w, share, 4))
		if err != nil {
			t.Fatal(err)
		}
		if o.Sum != 4*w.Sum || o.Claim != results.ClaimStatic {
			t.Errorf("%s: sum %d, %d expected; claim %q", m, o.Sum, 4*w.Sum, o.Claim)
		}
		a, b := o.PerWorker[0], o.PerWorker[1]
		if a.Shares-b.Shares < -4 || a.Shares-b.Shares > 4 {
			t.Errorf("%s: %d and %d shares, equal parts of 4 passes expected", m, a.Shares, b.Shares)
		}
		if cheap, dear := a.User+a.Sys, b.User+b.Sys; m.Name != "goroutines" && dear < 4*cheap {
			t.Errorf("%s: the second halves took %v of CPU, the first %v: at least 4 times as much expected", m, dear,
				cheap)
		}
	}
}

// A share that the user sets is that of every sample; one that is longer than a pass is a pass.
func TestSharesAreAsLongAsAskedFor(t *testing.T) {
	for _, c := range []struct{ ask, want int }{{7, 7}, {math.MaxInt, workloads.Primes().Size}} {
		var got tape
		e := &Experiment{Workloads: []*workloads.Workload{workloads.Primes()},
			Modes:   []*mode.Mode{mode.Serial(), jobs.Spelt(t, "processes:cut=static", process.Processes())},
			Workers: []int{2}, Rounds: 1, Target: time.Millisecond, Share: c.ask, unprobed: true}
		if err := race(t, e, &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Samples) == 0 {
			t.Fatal("no samples")
		}
		for _, s := range got.Samples {
			if s.Share != c.want {
				t.Errorf("%s: shares of %d items, %d expected", s.Mode, s.Share, c.want)
			}
		}
	}
}

// Where each worker's part is set beforehand, parts of even work are even, however few of the longest shares a pass has.
func TestPartsThatAreSetBeforehandAreEven(t *testing.T) {
	for _, size := range []int{1, 2, 7, 100, 4096, 65_537, 200_000, 100_000_007} {
		for _, longest := range []int{1, 3, size / 50, size / 7, size / 6, size} {
			longest = max(1, longest)
			workers := []int{1, 2, 3, 7}
			share := evenShare(size, longest, workers)
			if share < 1 || share > longest {
				t.Fatalf("%d items: shares of %d, at most %d expected", size, share, longest)
			}
			for _, n := range workers {
				g := worker.Grid{Size: size, Share: share, Passes: 1}
				even := float64(size) / float64(n)
				if part := float64(g.LongestPart(n)) * float64(share); share > 1 && part > 1.01*even {
					t.Errorf("%d items, %d workers: a part of up to %.0f in shares of %d, %.0f are even", size, n, part, share,
						even)
				}
			}
		}
	}
	if share := evenShare(200_000, 33_220, []int{2}); share < 20_000 {
		t.Errorf("shares of %d, not shorter than need be expected", share)
	}
}

// The plan of a race has even parts where a mode needs them.
func TestAPlanWithPartsSetBeforehandHasEvenShares(t *testing.T) {
	var got tape
	e := &Experiment{Workloads: []*workloads.Workload{workloads.Spin()},
		Modes:   []*mode.Mode{mode.Serial(), jobs.Spelt(t, "goroutines:cut=static", mode.Goroutines())},
		Workers: []int{2}, Rounds: 1, Target: 20 * time.Millisecond, unprobed: true}
	if err := race(t, e, &got); err != nil {
		t.Fatal(err)
	}
	for _, s := range got.Samples {
		g := worker.Grid{Size: workloads.Spin().Size, Share: s.Share, Passes: 1}
		if part := int(g.LongestPart(2)) * s.Share; float64(part) > 0.505*float64(g.Size) {
			t.Errorf("%s: shares of %d, of which a part of two may hold %d of %d items", s.Mode, s.Share, part, g.Size)
		}
	}
}
