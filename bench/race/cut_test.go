package race

import (
	"math"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
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
