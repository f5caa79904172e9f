package bench

import (
	"fmt"
	"testing"
	"time"

	"corerace/bench/worker"
)

// BenchmarkScale shows what a crowd of worker processes costs: an op is a job of so many shares that every worker has
// many, start-ns/worker what starting one took, ns/share what a share took from all of them together, and
// private-B/worker the memory that a worker has for itself.
func BenchmarkScale(b *testing.B) {
	for _, workers := range []int{1, 2, 16, 64, 256} {
		b.Run(fmt.Sprintf("mode=processes/workers=%d", workers), func(b *testing.B) {
			began := time.Now()
			p, err := Processes().open(b.Context(), Spec{Workload: counting, Workers: workers, Share: 1})
			if err != nil {
				b.Fatal(err)
			}
			defer p.Close()
			started := time.Since(began)
			g := worker.Grid{Size: counting.Size, Share: 1, Passes: 1 + 1<<24/counting.Size}
			var wall time.Duration
			var last Outcome
			for b.Loop() {
				if last, err = p.Run(b.Context(), Job{Grid: g, Deadline: time.Minute}); err != nil {
					b.Fatal(err)
				}
				wall += last.Wall
			}
			b.ReportMetric(float64(wall)/float64(b.N)/float64(g.Shares()), "ns/share")
			b.ReportMetric(float64(started)/float64(workers), "start-ns/worker")
			if m := poolMemory(last.PerWorker); m != nil {
				b.ReportMetric(float64(m.USS)/float64(workers), "private-B/worker")
			}
		})
	}
}
