package bench

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// BenchmarkHarness measures what the harness adds to the bare loop: an op is a pass of mandelbrot in mode serial, and
// a bare pass, in random order. overhead-% is the median of the paired ratios, less one.
func BenchmarkHarness(b *testing.B) {
	w := workloads.Mandelbrot()
	m := mode.Serial()
	defer m.Around(mode.Spec{})()
	share := race.ShareOf(w, 6*time.Millisecond, 100*time.Millisecond)
	p, err := m.Pool(b.Context(), mode.Spec{Workload: w, Workers: 1, Share: share})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	const passes = 4
	bare := func() time.Duration {
		start := time.Now()
		var sum uint64
		for range passes {
			sum += w.Run(0, w.Size)
		}
		took := time.Since(start)
		if sum != passes*w.Sum {
			b.Fatal("wrong sum")
		}
		return took
	}
	harness := func() time.Duration {
		o, err := p.Run(context.Background(), jobs.JobOf(w, share, passes))
		if err != nil {
			b.Fatal(err)
		}
		return o.Wall
	}
	var ratios []float64
	for b.Loop() {
		var h, n time.Duration
		if rand.IntN(2) == 0 {
			h = harness()
			n = bare()
		} else {
			n = bare()
			h = harness()
		}
		ratios = append(ratios, float64(h)/float64(n))
	}
	slices.Sort(ratios)
	b.ReportMetric(100*(ratios[len(ratios)/2]-1), "overhead-%")
}
