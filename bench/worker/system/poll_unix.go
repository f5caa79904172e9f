//go:build unix && !linux

package system

import "golang.org/x/sys/unix"

// pollInput waits until standard input has something to read, for ever or not at all, and returns whether it has.
func pollInput(wait bool) bool {
	timeout := 0
	if wait {
		timeout = -1
	}
	n, err := unix.Poll([]unix.PollFd{{Fd: 0, Events: unix.POLLIN}}, timeout)
	return err == nil && n == 1
}
