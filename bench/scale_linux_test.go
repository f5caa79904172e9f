//go:build !race

package bench

import (
	"fmt"
	"os"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/bench/worker"
)

// BenchmarkScale measures what many workers cost. An op is a share of a job that does nothing. Beside it stand what a
// worker took until all were ready, what it has in memory that no other has, and the CPU time of a share. Neither the
// memory nor, in longer jobs, the CPU time grows with the workers: nobody spins.
func BenchmarkScale(b *testing.B) {
	for _, spelling := range []string{"goroutines", "threads", "processes"} {
		m, err := mode.FindMode(Modes(), spelling)
		if err != nil {
			b.Fatal(err)
		}
		for _, workers := range []int{1, 4, 16, 64, 256} {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, workers), func(b *testing.B) { benchmarkScale(b, m, workers) })
		}
	}
}

func benchmarkScale(b *testing.B, m *mode.Mode, workers int) {
	began := time.Now()
	p := jobs.OpenPool(b, m, jobs.Empty, workers, 1)
	ready := time.Since(began)
	b.ResetTimer()
	o, err := p.Run(b.Context(), mode.Job{Grid: worker.Grid{Size: b.N, Share: 1, Passes: 1}})
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if pid := o.PerWorker[0].PID; pid != os.Getpid() {
		b.ReportMetric(float64(jobs.PrivateKiB(b, pid)), "KiB/worker")
	}
	b.ReportMetric(ready.Seconds()*1e6/float64(workers), "ready-µs/worker")
	b.ReportMetric(float64(o.CPU.Workers)/float64(b.N), "cpu-ns/share")
}
