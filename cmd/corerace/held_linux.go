package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// heldFrom is the least descriptor of a file that is held: children get theirs from 0 on, before they exec.
const heldFrom = 512

// held opens a program for good and returns a path to start it by. It leads to the file that was opened, also when
// another one has its name since.
func held(path string) (string, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	defer unix.Close(fd)
	kept, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, heldFrom)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return fmt.Sprintf("/proc/self/fd/%d", kept), nil
}
