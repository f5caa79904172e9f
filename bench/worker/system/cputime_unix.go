//go:build unix

package system

import (
	"syscall"
	"time"
)

// ProcessCPU is the CPU time that all threads of this process have used since it started, those that have ended
// included.
func ProcessCPU() (user, sys time.Duration) {
	return rusage(syscall.RUSAGE_SELF)
}

// ChildrenCPU is the CPU time of the children that have ended and have been waited for, and of their own waited-for
// children. A child that still runs counts for nothing yet.
func ChildrenCPU() (user, sys time.Duration) {
	return rusage(syscall.RUSAGE_CHILDREN)
}

// rusage is the CPU time that the kernel has for this process or its children; 0 where it doesn't say.
func rusage(who int) (user, sys time.Duration) {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0, 0
	}
	return time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())
}
