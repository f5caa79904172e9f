package system

import (
	"syscall"
	"time"
	"unsafe"
)

// Clock is a time that a parent and its workers read alike: CLOCK_MONOTONIC, which is one for the whole machine. It is
// 0 where there is no such clock.
func Clock() time.Duration {
	var ts syscall.Timespec
	_, _, errno := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&ts)), 0)
	if errno != 0 {
		return 0
	}
	return time.Duration(ts.Nano())
}
