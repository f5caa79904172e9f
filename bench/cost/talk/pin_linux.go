package talk

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// pin keeps the calling thread on one of the cores that it is allowed, the one with the number, until the undo. Two
// sides that add for some milliseconds would else often share a core, where nobody is in their way.
func pin(number int) (undo func()) {
	runtime.LockOSThread()
	var was, one unix.CPUSet
	if unix.SchedGetaffinity(0, &was) != nil {
		return runtime.UnlockOSThread
	}
	for core := range len(was) * 64 {
		if !was.IsSet(core) {
			continue
		}
		one.Zero()
		one.Set(core)
		if number--; number < 0 {
			break
		}
	}
	unix.SchedSetaffinity(0, &one)
	return func() {
		unix.SchedSetaffinity(0, &was)
		runtime.UnlockOSThread()
	}
}
