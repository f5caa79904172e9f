// Package benchtest puts workloads and modes into go test.
//
// A workload with its benchmark is a few lines in a package of its own:
//
//	var popcount = &workloads.Workload{
//		Name: "popcount", Doc: "Counts set bits.", Size: 100_000, Sum: 815_024,
//		Run: func(lo, hi int) (sum uint64) {
//			for i := lo; i < hi; i++ {
//				sum += uint64(bits.OnesCount(uint(i)))
//			}
//			return sum
//		},
//	}
//
//	func TestMain(m *testing.M)           { benchtest.Main(m, popcount) }
//	func TestPopcount(t *testing.T)       { benchtest.TestWorkload(t, popcount) }
//	func BenchmarkPopcount(b *testing.B)  { benchtest.Run(b, popcount) }
//
// benchstat reads what comes out; benchstat -col /mode compares the modes.
package benchtest

import (
	"fmt"
	"os"
	"testing"
	"time"

	"corerace/bench"
	"corerace/bench/gil"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/race"
	"corerace/results/stats"
	"corerace/workloads"
)

// Main is a TestMain for packages whose benchmarks run workloads. The test binary is its own worker process, so
// every workload that Run is given must be in the list.
func Main(m *testing.M, ws ...*workloads.Workload) {
	bench.Hook(ws...)
	os.Exit(m.Run())
}

// longestItem is the length of an item above which a lock that is passed on between items is passed on late.
const longestItem = 50 * time.Microsecond

// Run measures a workload in each mode, with one worker and with as many as there are cores. Without modes it takes
// serial, goroutines, gil and processes.
//
// An op is one pass on a kept pool. Before each op of a parallel row comes a serial pass with the timer stopped, so
// that speedup is an estimate from pairs; it is left out below 6 ops. cores-busy is the workers' CPU time over the
// wall time, cpu-ns/op their CPU time.
func Run(b *testing.B, w *workloads.Workload, modes ...*mode.Mode) {
	b.Helper()
	if len(modes) == 0 {
		modes = []*mode.Mode{mode.Serial(), mode.Goroutines(), gil.GIL(), process.Processes()}
	}
	for _, m := range modes {
		if err := m.Check(); err != nil {
			b.Fatal(err)
		}
	}
	pass, err := race.PassTime(b.Context(), w)
	if err != nil {
		b.Fatal(err)
	}
	if item := pass / time.Duration(w.Size); item > longestItem {
		b.Logf("an item of %s takes %v: a lock is passed on between items, which should take at most %v", w.Name, item,
			longestItem)
	}
	for _, m := range modes {
		for _, n := range workersOf(m) {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, n), func(b *testing.B) { row(b, m, w, n, pass) })
		}
	}
}

// workersOf returns the numbers of workers to measure a mode with.
func workersOf(m *mode.Mode) []int {
	if m.Most == 1 || race.Cores() == 1 {
		return []int{1}
	}
	return []int{1, race.Cores()}
}

// row is one line of the benchmark.
func row(b *testing.B, m *mode.Mode, w *workloads.Workload, workers int, pass time.Duration) {
	part := pass / time.Duration(min(workers, race.Cores()))
	spelling := keep(b, m, w, workers, pass, part)
	var serial *race.Kept
	if m.Name != "serial" {
		serial = keep(b, mode.Serial(), w, 1, pass, pass)
	}
	var p pairs
	var cpu, wall time.Duration
	b.ResetTimer()
	b.StopTimer()
	for range b.N {
		if serial != nil {
			p.serial = append(p.serial, onePass(b, serial, nothing, nothing).Wall)
		}
		o := onePass(b, spelling, b.StartTimer, b.StopTimer)
		p.mode = append(p.mode, o.Wall)
		wall += o.Wall
		cpu += o.CPU.Workers
	}
	b.ReportMetric(float64(cpu)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(cpu)/float64(max(wall, 1)), "cores-busy")
	if serial == nil { // it is what the others are told against, and benchstat wants a base in every row
		b.ReportMetric(1, "speedup")
	} else if speedup, ok := p.speedup(); ok {
		b.ReportMetric(speedup, "speedup")
	}
}

func keep(b *testing.B, m *mode.Mode, w *workloads.Workload, workers int, pass, part time.Duration) *race.Kept {
	k, err := race.Keep(b.Context(), m, w, workers, pass, part)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { k.Close() })
	return k
}

func nothing() {}

// onePass runs a pass, with start before it and stop after it. The change that the mode needs lies outside of both.
func onePass(b *testing.B, k *race.Kept, start, stop func()) mode.Outcome {
	leave := k.Enter()
	defer leave()
	start()
	o, err := k.Run(b.Context(), 1)
	stop()
	if err != nil {
		b.Fatal(err)
	}
	return o
}

// pairs are the wall times of the ops and of the serial passes before them.
type pairs struct{ serial, mode []time.Duration }

// mostPairs is how many pairs an estimate takes: it looks at all pairs of pairs.
const mostPairs = 200

// speedup returns the estimate, and whether there were pairs enough for one. Where there are very many, neighbours
// are added up.
func (p pairs) speedup() (float64, bool) {
	if len(p.serial) < race.MinRounds {
		return 0, false
	}
	n := min(len(p.serial), mostPairs)
	return stats.PairedRatio(added(p.serial, n), added(p.mode, n)).Center, true
}

// added adds neighbours up until n numbers are left.
func added(ds []time.Duration, n int) []float64 {
	sums := make([]float64, n)
	for i, d := range ds {
		sums[i*n/len(ds)] += float64(d)
	}
	return sums
}
