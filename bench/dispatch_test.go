package bench

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
)

// BenchmarkDispatch measures what handing out one share costs, with nothing to do in it: an op is a share. Bare is
// what the hardware asks for, an atomic add in a loop.
func BenchmarkDispatch(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("mode=bare/workers=%d", workers), func(b *testing.B) { dispatchBare(b, workers) })
		for _, m := range []*mode.Mode{mode.Goroutines(), process.Processes(),
			jobs.Spelt(b, "processes-pipe:chunk=1", process.ProcessesPipe()),
			jobs.Spelt(b, "processes-pipe:chunk=64", process.ProcessesPipe())} {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, workers), func(b *testing.B) {
				p := jobs.OpenPool(b, m, jobs.Empty, workers, 1)
				b.ResetTimer()
				o, err := p.Run(b.Context(), mode.Job{Grid: worker.Grid{Size: min(b.N, jobs.Empty.Size), Share: 1, Passes: 1}})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(b.N)/o.Wall.Seconds(), "shares/s")
			})
		}
	}
}

// BenchmarkRoundTrip measures one share at a time, sent to a process and answered: an op is a round trip.
func BenchmarkRoundTrip(b *testing.B) {
	trip, err := process.OpenTrip(b.Context(), jobs.Empty)
	if err != nil {
		b.Fatal(err)
	}
	defer trip.Close()
	for i := 0; b.Loop(); i++ {
		if _, err := trip.Item(i % jobs.Empty.Size); err != nil {
			b.Fatal(err)
		}
	}
}

func dispatchBare(b *testing.B, workers int) {
	var cursor struct {
		_    [128]byte
		next atomic.Uint64
		_    [128]byte
	}
	n := uint64(b.N)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for cursor.next.Add(1) <= n {
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "shares/s")
}
