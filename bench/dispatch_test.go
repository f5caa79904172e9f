package bench

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"corerace/bench/worker"
)

// BenchmarkDispatch measures what handing out one share costs, with nothing to do in it: an op is a share. Bare is
// what the hardware asks for, an atomic add in a loop.
func BenchmarkDispatch(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("mode=bare/workers=%d", workers), func(b *testing.B) { dispatchBare(b, workers) })
		for _, m := range []*Mode{Goroutines(), Processes(), spelt(b, "processes-pipe:chunk=1", ProcessesPipe()), spelt(b, "processes-pipe:chunk=64", ProcessesPipe())} {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, workers), func(b *testing.B) {
				p := openPool(b, m, empty, workers, 1)
				b.ResetTimer()
				o, err := p.Run(b.Context(), Job{Grid: worker.Grid{Size: min(b.N, empty.Size), Share: 1, Passes: 1}})
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
	trip, err := OpenTrip(b.Context(), empty)
	if err != nil {
		b.Fatal(err)
	}
	defer trip.Close()
	for i := 0; b.Loop(); i++ {
		if _, err := trip.Item(i % empty.Size); err != nil {
			b.Fatal(err)
		}
	}
}

// spelt returns the one of some modes that a spelling names.
func spelt(tb testing.TB, spelling string, modes ...*Mode) *Mode {
	tb.Helper()
	m, err := FindMode(modes, spelling)
	if err != nil {
		tb.Fatal(err)
	}
	return m
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
