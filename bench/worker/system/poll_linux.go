package system

import (
	"syscall"
	"unsafe"
)

// pollInput waits until standard input has something to read, for ever or not at all, and returns whether it has
// (ppoll(2): poll has no number on every processor).
func pollInput(wait bool) bool {
	const pollIn = 1
	in := struct {
		fd              int32
		events, revents int16
	}{events: pollIn}
	var limit *syscall.Timespec
	if !wait {
		limit = &syscall.Timespec{}
	}
	n, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&in)), 1, uintptr(unsafe.Pointer(limit)), 0, 0, 0)
	return errno == 0 && n == 1
}
