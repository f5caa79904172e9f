package machine

import (
	"context"
	"errors"
	"time"

	"corerace/results"
)

var errSoon = errors.New("not built yet")

// Gaps is what a spinning thread missed.
type Gaps struct {
	Missing   float64 // share of the wall time in gaps
	Hidden    float64 // the part of it in which the thread was on a core, as the kernel has it
	PerSecond float64
}

// GapProbe spins for d in all.
func GapProbe(ctx context.Context, d time.Duration) (Gaps, error) { return Gaps{}, errSoon }

// CrossCoreRoundTrip is the median time of a cache line from one core to another and back.
func CrossCoreRoundTrip(ctx context.Context) (time.Duration, error) { return 0, errSoon }

// TimerStep is the smallest step of the clock.
func TimerStep() time.Duration { return 0 }

// ProbeEpoch runs the probes, in less than a second.
func ProbeEpoch(ctx context.Context) *results.Epoch { return nil }

// A CoreSpeed is how long a core took for the fixed work.
type CoreSpeed struct {
	Core      int
	CPU, Wall time.Duration
}

// CoreSpeeds runs work on each core, one after the other.
func CoreSpeeds(ctx context.Context, cores []int, work func()) ([]CoreSpeed, error) {
	return nil, errSoon
}

// RelativeSpeeds are the speeds of the cores over that of the fastest, from CPU time.
func RelativeSpeeds(speeds []CoreSpeed) []float64 { return nil }

// Lock waits until no other corerace measures on this machine.
func Lock(ctx context.Context, wait func(holderPID int)) (unlock func(), err error) {
	return nil, errSoon
}

// A CoreInfo is what is known of a core.
type CoreInfo struct {
	ID       int
	Siblings []int   // threads of the same physical core, itself included
	Kind     string  // "performance", "efficiency"; "" where all are alike or it isn't known
	Capacity int     // of 1024 for the fastest; 0: unknown
	MaxMHz   float64 // 0: unknown
	Governor string  // of the frequency; "": none
}

// CoreInfos lists the cores.
func CoreInfos() []CoreInfo { return nil }

// A Process is another program's process and what it used.
type Process struct {
	PID   int
	Name  string
	Cores float64 // cores' worth of time
}

// TopProcesses are the n processes other than our own that used most in an interval of length d from now.
func TopProcesses(ctx context.Context, d time.Duration, n int) ([]Process, error) {
	return nil, errSoon
}
