//go:build !race

package bench

import (
	"fmt"
	"os"
	"testing"
	"time"

	"corerace/bench/worker"
)

// BenchmarkScale measures what many workers cost. An op is a share of a job that does nothing. Beside it stand what a
// worker took until all were ready, what it has in memory that no other has, and the CPU time of a share. Neither the
// memory nor, in longer jobs, the CPU time grows with the workers: nobody spins.
func BenchmarkScale(b *testing.B) {
	for _, mode := range []string{"goroutines", "threads", "processes"} {
		m, err := FindMode(Modes(), mode)
		if err != nil {
			b.Fatal(err)
		}
		for _, workers := range []int{1, 4, 16, 64, 256} {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, workers), func(b *testing.B) { benchmarkScale(b, m, workers) })
		}
	}
}

func benchmarkScale(b *testing.B, m *Mode, workers int) {
	began := time.Now()
	p := openPool(b, m, empty, workers, 1)
	ready := time.Since(began)
	b.ResetTimer()
	o, err := p.Run(b.Context(), Job{Grid: worker.Grid{Size: b.N, Share: 1, Passes: 1}})
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if pid := o.PerWorker[0].PID; pid != os.Getpid() {
		b.ReportMetric(float64(privateKiB(b, pid)), "KiB/worker")
	}
	b.ReportMetric(ready.Seconds()*1e6/float64(workers), "ready-µs/worker")
	b.ReportMetric(float64(o.CPU.Workers)/float64(b.N), "cpu-ns/share")
}

// mostStranger is how much memory of its own an idle worker of a test binary may have, in KiB. Such a program doesn't take
// the worker's path early.
const mostStranger = 4096

// 256 workers share few cores: all start, do every share once, and end. None takes more memory for being one of many.
func TestManyWorkersStartRunAndEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("256 processes take a second or more to start")
	}
	p := openPool(t, Processes(), counting, 256, 1)
	const passes = 1000
	o, err := p.Run(t.Context(), jobOf(counting, 1, passes))
	if err != nil {
		t.Fatal(err)
	}
	if want := passes * counting.Sum; o.Sum != want || len(o.PerWorker) != 256 {
		t.Errorf("the sum of %d workers is %d, want %d of 256", len(o.PerWorker), o.Sum, want)
	}
	for _, w := range o.PerWorker {
		if kib := privateKiB(t, w.PID); kib <= 0 || kib > mostStranger {
			t.Errorf("worker %d has %d KiB of its own, at most %d expected", w.PID, kib, mostStranger)
		}
	}
}
