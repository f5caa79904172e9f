package machine

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// A CoreSpeed is how long a core took for a fixed piece of work.
type CoreSpeed struct {
	Core int // its id
	// CPU is the time that the thread was on the core, as the kernel has it: it doesn't grow where other programs are
	// on the core as well, but it does where the host of a virtual machine takes the core away, or it clocks lower, or
	// its other hardware thread is busy. Wall is the time that went by.
	CPU, Wall time.Duration
}

// CoreSpeeds runs the same work on one core after the other, each time on a thread that is bound to the core and ends
// with it. The work is run twice on each, because a thread arrives with cold caches, and the run with less CPU time
// counts. A nil list of cores is all that this process may run on; a nil work is [fixedWork]. It fails where no thread
// can be bound to a core, and where ctx ends before the last core.
func CoreSpeeds(ctx context.Context, cores []int, work func()) ([]CoreSpeed, error) {
	if cores == nil {
		cores = affinity()
	}
	if len(cores) == 0 {
		return nil, errors.New("core speeds: no cores are known")
	}
	if work == nil {
		work = fixedWork
	}
	speeds := make([]CoreSpeed, 0, len(cores))
	for _, core := range cores {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := CoreSpeed{Core: core}
		err := Pinned(core, func() {
			for i := range 2 {
				cpu, began := threadCPU(), time.Now()
				work()
				if cpu = threadCPU() - cpu; i == 0 || cpu < s.CPU {
					s.CPU, s.Wall = cpu, time.Since(began)
				}
			}
		})
		if err != nil {
			return nil, err
		}
		speeds = append(speeds, s)
	}
	return speeds, nil
}

// RelativeSpeeds are the speeds of the cores over that of the fastest, in their order, by CPU time: 0.5 took twice as
// long. It is nil where a core wasn't measured.
func RelativeSpeeds(speeds []CoreSpeed) []float64 {
	var fastest time.Duration
	for i, s := range speeds {
		if s.CPU <= 0 {
			return nil
		}
		if i == 0 || s.CPU < fastest {
			fastest = s.CPU
		}
	}
	var relative []float64
	for _, s := range speeds {
		relative = append(relative, float64(fastest)/float64(s.CPU))
	}
	return relative
}

// fixedWork is a chain of a million and a half multiplications, each waiting for the one before: about 2 ms of a core's
// arithmetic, with nothing in memory.
func fixedWork() {
	x := uint64(1)
	for range 1_500_000 {
		x = x*6364136223846793005 + 1442695040888963407
	}
	fixedSum.Store(x)
}

// fixedSum keeps the chain from being deleted as unused.
var fixedSum atomic.Uint64
