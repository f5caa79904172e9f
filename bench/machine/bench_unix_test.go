//go:build unix

package machine

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/results"
)

// BenchmarkRecorder runs a recorder as a race does, one point every 100 ms, with nothing beside it. %core is the CPU
// time of the whole process over the wall time: the reading, the wake-ups and what the runtime does about them.
func BenchmarkRecorder(b *testing.B) {
	// Everything else in the process waits: handing every point over to another goroutine would be measured as well.
	all := make(chan struct{})
	left := b.N
	r := NewRecorder(Interval, func(results.Cores) {
		if left--; left == 0 {
			close(all)
		}
	})
	r.Start()
	if err := r.Err(); err != nil {
		b.Skip("no core times on this system: ", err)
	}
	began, used := time.Now(), processCPU()
	b.ResetTimer()
	<-all
	cpu, wall := processCPU()-used, time.Since(began)
	b.StopTimer()
	r.Stop()
	b.ReportMetric(100*float64(cpu)/float64(wall), "%core")
	b.ReportMetric(float64(cpu.Microseconds())/float64(b.N), "cpu-µs/point")
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
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
