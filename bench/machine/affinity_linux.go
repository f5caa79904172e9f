package machine

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// affinity lists the ids of the cores that this process may run on, in order; nil where that isn't known. It asks for
// the main thread: the calling one may have been pinned for a measurement.
func affinity() []int {
	set := unix.NewCPUSet(mostCores)
	if err := unix.SchedGetaffinityDynamic(os.Getpid(), set); err != nil {
		return nil
	}
	cores := make([]int, 0, set.Count())
	for id := range mostCores {
		if set.IsSet(id) {
			cores = append(cores, id)
		}
	}
	return cores
}

// Pinned calls f on a thread that may run on one core only, and returns when f has.
//
// The thread is given its cores back and ends all the same, because the goroutine ends while it is locked to it: should
// the first have failed, no goroutine may ever be run on a thread that is bound to a core. A process that was started
// on that thread with a signal for its parent's death would be sent it, so f starts none. The main thread can't end, so
// it is passed over.
func Pinned(core int, f func()) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() == os.Getpid() {
			err := Pinned(core, f) // on another thread, as this one waits
			runtime.UnlockOSThread()
			done <- err
			return
		}
		done <- pinThread(core, f)
	}()
	return <-done
}

// pinThread calls f with the calling thread bound to a core.
func pinThread(core int, f func()) error {
	before := unix.NewCPUSet(mostCores)
	if err := unix.SchedGetaffinityDynamic(0, before); err != nil {
		return fmt.Errorf("cores of a thread: %w", err)
	}
	only := unix.NewCPUSet(mostCores)
	only.Set(core)
	if err := unix.SchedSetaffinityDynamic(0, only); err != nil {
		return fmt.Errorf("bind a thread to core %d: %w", core, err)
	}
	defer unix.SchedSetaffinityDynamic(0, before)
	f()
	return nil
}

// threadCPU is the CPU time of the calling thread, exact to the microsecond. Reading it takes about 2 µs.
func threadCPU() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
