// Package benchtest puts workloads and modes into go test.
//
// A function and a number of items are enough, in any benchmark:
//
//	func BenchmarkUpper(b *testing.B) {
//		words := strings.Fields(strings.Repeat("the quick brown fox ", 20_000))
//		benchtest.Func(b, len(words), func(i int) uint64 { return uint64(len(strings.ToUpper(words[i]))) })
//	}
//
// [Map] does the same where results must come back. A workload has a name, a size and a known sum besides, and can be
// raced by the command too. With its benchmark it is a few lines in a package of its own:
//
//	var popcount = &workloads.Workload{
//		Name: "popcount", Doc: "Counts set bits.", Size: 1 << 23, Sum: 23 << 22,
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
// benchstat reads what comes out. Serial has one worker, so it is left out of the table of all numbers of workers, which
// gives every row a base; speedups are against serial anyway.
// The command is benchstat -row .name,/workers -col '/mode@(goroutines gil processes)' bench.txt.
package benchtest

import (
	"errors"
	"fmt"
	"os"
	"sync"
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

// Run measures a workload in each mode, with one worker and with as many as there are cores. Without modes it takes
// serial, goroutines, gil and processes.
//
// An op is one pass on a kept pool. Before each op of a parallel row comes a serial pass with the timer stopped, so
// that speedup is an estimate from pairs; it is left out below 6 ops. Beside ns/op a row has
//
//	speedup      the wall time of the serial pass, over that of the op: 2 is twice as fast as serial
//	cores-busy   the CPU time of the workers over the wall time: 2 cores that compute all the time are 2
//	cpu-ns/op    that CPU time: where it grows with the workers, the work itself does
//
// Lines that begin with Unit tell benchstat that more speedup is better.
func Run(b *testing.B, w *workloads.Workload, modes ...*mode.Mode) {
	b.Helper()
	if entrant != nil { // on its way to a call of another kind
		return
	}
	if err := usedFor(b, false); err != nil {
		b.Fatalf("benchtest.Run: %v", err)
	}
	(&rows{w: w, modes: orUsual(modes)}).run(b)
}

// usual are the modes that are measured where none are named.
func usual() []*mode.Mode {
	return []*mode.Mode{mode.Serial(), mode.Goroutines(), gil.GIL(), process.Processes()}
}

// rows are the lines of a benchmark: one for each mode and number of workers.
type rows struct {
	w         *workloads.Workload
	modes     []*mode.Mode
	processes string // what is said of processes; "" is nothing

	pass    time.Duration
	remarks []string // that weren't said yet
}

// run measures all rows.
func (r *rows) run(b *testing.B) {
	b.Helper()
	for _, m := range r.modes {
		if err := m.Check(); err != nil {
			b.Fatal(err)
		}
	}
	var err error
	if r.pass, err = race.PassTime(b.Context(), r.w); err != nil {
		b.Fatal(err)
	}
	r.remarks = lengthRemarks(r.w, r.pass, 1)
	printUnits()
	for _, m := range r.modes {
		if r.processes != "" && startsProcesses(m) {
			r.remarks, r.processes = append(r.remarks, r.processes), ""
		}
		for _, n := range workersOf(m) {
			b.Run(fmt.Sprintf("mode=%s/workers=%d", m, n), func(b *testing.B) {
				r.remark(b)
				row(b, m, r.w, n, r.pass)
			})
		}
	}
}

// remark says what wasn't said yet. go test shows the log of a row, and that of what has rows only with -v.
func (r *rows) remark(b *testing.B) {
	b.Helper()
	for _, text := range r.remarks {
		b.Log(text)
	}
	r.remarks = nil
}

// printUnits prints, once and before the first row, what benchstat can't know of our metrics.
var printUnits = sync.OnceFunc(func() {
	fmt.Print("Unit speedup better=higher\nUnit cores-busy better=higher\nUnit cpu-ns/op better=lower\n")
})

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
			p.serial = append(p.serial, onePass(b, mode.Serial(), serial, nothing, nothing).Wall)
		}
		o := onePass(b, m, spelling, b.StartTimer, b.StopTimer)
		p.mode = append(p.mode, o.Wall)
		wall += o.Wall
		cpu += o.CPU.Workers
	}
	b.ReportMetric(float64(wall)/float64(b.N), "ns/op") // the timer also counts what is checked behind the clock
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

// onePass runs a pass of a mode, with start before it and stop after it. The change that the mode needs lies outside of
// both.
func onePass(b *testing.B, m *mode.Mode, k *race.Kept, start, stop func()) mode.Outcome {
	leave := k.Enter()
	defer leave()
	start()
	o, err := k.Run(b.Context(), 1)
	stop()
	if err != nil {
		b.Fatal(explained(err, m))
	}
	return o
}

// otherInWorkers is what a wrong sum of worker processes comes from, where this process reaches the right one.
const otherInWorkers = "items have other values in worker processes than here: what is set up must be the same each " +
	"time, and no value may depend on the process"

// explained is an error of a pass, with what to look for where only worker processes have it.
func explained(err error, m *mode.Mode) error {
	if _, wrong := errors.AsType[race.SumError](err); wrong && startsProcesses(m) {
		return fmt.Errorf("%w: %s", err, otherInWorkers)
	}
	return err
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
