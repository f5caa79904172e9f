package system

import (
	"syscall"
	"time"
)

// ThreadCPU is the CPU time that the calling thread has used since it started, in user code and in the kernel. It
// means something only between two calls from one thread, so the caller must be locked to it (runtime.LockOSThread).
// The sum is exact to a microsecond; how it is split into user and sys is estimated by the kernel from its ticks.
func ThreadCPU() (user, sys time.Duration) {
	return rusage(syscall.RUSAGE_THREAD)
}
