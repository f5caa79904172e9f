//go:build !race

package bench

import (
	"fmt"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/results"
)

// BenchmarkStart measures how soon a crowd of worker processes is ready, all together and each, and where the time of
// the one that was ready last went. An op is a pool that is opened; closing it isn't timed. The image is this test
// binary, which takes a worker's path in its TestMain, behind all that it imports, as a stranger's does.
func BenchmarkStart(b *testing.B) {
	m, err := mode.FindMode(Modes(), "processes:image=own")
	if err != nil {
		b.Fatal(err)
	}
	for _, workers := range []int{1, 2, 16, 64} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) { benchmarkStart(b, m, workers) })
	}
}

func benchmarkStart(b *testing.B, m *mode.Mode, workers int) {
	var sum results.Stages
	for b.Loop() {
		pool, err := m.Pool(b.Context(), mode.Spec{Workload: jobs.Empty, Workers: workers, Share: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		o, err := pool.Run(b.Context(), jobs.JobOf(jobs.Empty, jobs.Empty.Size, 1))
		if err != nil {
			b.Fatal(err)
		}
		sum.Exec, sum.Runtime, sum.Ready = sum.Exec+o.Stages.Exec, sum.Runtime+o.Stages.Runtime, sum.Ready+o.Stages.Ready
		pool.Close()
		b.StartTimer()
	}
	each := func(d time.Duration) float64 { return d.Seconds() * 1e6 / float64(b.N) }
	b.ReportMetric(each(sum.Exec), "exec-µs")
	b.ReportMetric(each(sum.Runtime), "runtime-µs")
	b.ReportMetric(each(sum.Ready), "ready-µs")
	b.ReportMetric(each(b.Elapsed())/float64(workers), "µs/worker")
}
