package machine

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/results"
)

// The benchmarks of recorders run them as a race does, with nothing beside them. %core is the CPU time of the whole
// process over the wall time: the reading, the wake-ups and what the runtime does about them.

// BenchmarkRecorder is the stream of the machine's cores alone.
func BenchmarkRecorder(b *testing.B) {
	record(b, Interval, nil)
}

// BenchmarkRecorders is both streams together; a point is one of own use. With cores=busy something that gives way to
// everybody else keeps the cores awake, as work does: a core that sleeps takes half as long again for a point, most of
// it to wake up.
func BenchmarkRecorders(b *testing.B) {
	for _, cores := range []string{"idle", "busy"} {
		b.Run("cores="+cores, func(b *testing.B) {
			own, err := OpenOwn()
			if err != nil {
				b.Skip(err)
			}
			defer own.Close()
			if cores == "busy" {
				for range affinity() {
					keepAwake(b)
				}
			}
			record(b, IntervalBesideOwn, own)
		})
	}
}

// keepAwake starts a process that takes what nobody else wants of a core, until the benchmark ends.
func keepAwake(b *testing.B) {
	cmd := role("give way")
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
}

// giveWay computes on an idle thread's priority (SCHED_IDLE) until its input ends.
func giveWay() int {
	runtime.LockOSThread()
	if err := unix.SchedSetAttr(0, &unix.SchedAttr{Policy: unix.SCHED_IDLE}, 0); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var over atomic.Bool
	go func() {
		io.Copy(io.Discard, os.Stdin)
		over.Store(true)
	}()
	for !over.Load() {
	}
	return 0
}

// record runs a recorder of the cores and, where own isn't nil, one of own use beside it, for b.N points.
func record(b *testing.B, interval time.Duration, own *Own) {
	// Everything else in the process waits: handing every point over to another goroutine would be measured as well.
	all := make(chan struct{})
	left := b.N
	count := func() {
		if left--; left == 0 {
			close(all)
		}
	}
	began, used := time.Now(), processCPU()
	if own == nil {
		r := NewRecorder(interval, func(results.Cores) { count() })
		r.StartAt(began)
		defer r.Stop()
	} else {
		r := NewRecorder(interval, func(results.Cores) {})
		o := NewOwnRecorder(own, OwnInterval, func(results.Own) { count() })
		r.Follow(o)
		o.StartAt(began)
		defer o.Stop()
		r.StartAt(began)
		defer r.Stop()
	}
	b.ResetTimer()
	<-all
	cpu, wall := processCPU()-used, time.Since(began)
	b.StopTimer()
	b.ReportMetric(100*float64(cpu)/float64(wall), "%core")
	b.ReportMetric(float64(cpu.Microseconds())/float64(b.N), "cpu-µs/point")
}

// BenchmarkOwnRead is one reading of own use.
func BenchmarkOwnRead(b *testing.B) {
	own, err := OpenOwn()
	if err != nil {
		b.Skip(err)
	}
	defer own.Close()
	b.ReportAllocs()
	for b.Loop() {
		own.read()
	}
	b.ReportMetric(float64(len(own.counters)), "counters")
}

// BenchmarkMark is the time that a mark adds before and after each sample.
func BenchmarkMark(b *testing.B) {
	r := NewRecorder(time.Hour, func(results.Cores) {})
	r.Start()
	defer r.Stop()
	b.ReportAllocs()
	for b.Loop() {
		r.Mark()
	}
}

func processCPU() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
