package race

import (
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
)

// The times are those of a start with its end, measured on two cores.
func TestTheStartOfWorkersIsPlannedWithinThreeTimesOfWhatItTook(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		m       *mode.Mode
		workers int
		took    time.Duration
	}{
		{mode.Goroutines(), 64, 16 * ms}, {mode.Goroutines(), 256, 137 * ms}, {mode.Goroutines(), 1024, 590 * ms},
		{mode.Threads(), 64, 19 * ms}, {mode.Threads(), 256, 90 * ms}, {mode.Threads(), 1024, 275 * ms},
		{process.Processes(), 2, 12 * ms}, {process.Processes(), 64, 240 * ms}, {process.Processes(), 256, 1050 * ms},
		{process.Processes(), 1024, 4500 * ms}, {process.Processes(), 1800, 10900 * ms},
		{&mode.Mode{Name: "jruby-threads", Baseline: "jruby-serial", Starts: 1800 * ms}, 2, 1830 * ms},
		{&mode.Mode{Name: "java-threads", Baseline: "java-serial", Warm: 200 * ms}, 2, 290 * ms},
		{process.ProcessesPipe(), 64, 240 * ms}, {process.ProcessesPipe(), 256, 1030 * ms},
		{process.ProcessesPipe(), 1024, 5250 * ms},
	} {
		if got := starts(cell{m: c.m, workers: c.workers}, 0); got > 3*c.took || 3*got < c.took {
			t.Errorf("%s ×%d: %v planned, it took %v", c.m, c.workers, got, c.took)
		}
	}
}

func TestPoolsThatAreKeptAreNotPlannedToStartInEveryRound(t *testing.T) {
	kept := jobs.Spelt(t, "processes:start=kept", process.Processes())
	if got := starts(cell{m: kept, workers: 1024}, 0); got != startCell {
		t.Errorf("%v planned", got)
	}
}
