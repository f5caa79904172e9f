package bench

import (
	"fmt"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
)

// BenchmarkOpen measures how long a pool of worker processes takes to be ready: an op is a pool that is opened and
// closed, open-ns/op the part until all workers are ready.
func BenchmarkOpen(b *testing.B) {
	for _, workers := range []int{1, 2} {
		for _, m := range []*mode.Mode{process.Processes(), process.ProcessesPipe()} {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, workers), func(b *testing.B) {
				for b.Loop() {
					p, err := m.Pool(b.Context(), mode.Spec{Workload: jobs.Counting, Workers: workers, Share: 10})
					if err != nil {
						b.Fatal(err)
					}
					b.StopTimer()
					p.Close()
					b.StartTimer()
				}
			})
		}
	}
}
