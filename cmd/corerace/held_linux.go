package main

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// A file that is held has a descriptor from heldFrom on, and heldBefore of them before it: children get theirs from 0 on,
// before they exec, and Go puts those that are in the way behind the highest that a child is given, whatever is there.
const (
	heldFrom   = 512
	heldBefore = 8
)

// held opens a program for good and returns a path to start it by. It leads to the file that was opened, also when
// another one has its name since. A file that others could have put there, or can write to, isn't started, not even to
// ask what it is; nor is one that would have to be waited for.
func held(path string) (string, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	err = unix.Fstat(fd, &st)
	if err == nil {
		err = ours(st.Mode, int(st.Uid))
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	kept, err := behind(fd)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return fmt.Sprintf("/proc/self/fd/%d", kept), nil
}

// behind is a copy of a descriptor with heldBefore others right before it. Where somebody has one of them, it goes on
// behind that.
func behind(fd int) (kept int, err error) {
	for run := 0; run <= heldBefore; run++ {
		last := kept
		if kept, err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, max(heldFrom, last)); err != nil {
			return 0, err
		}
		if kept != last+1 {
			run = 0
		}
	}
	return kept, nil
}

// ours returns why a file of a mode and an owner isn't started, or nil.
func ours(mode uint32, owner int) error {
	switch {
	case mode&unix.S_IFMT != unix.S_IFREG:
		return errors.New("it is no file")
	case owner != 0 && owner != os.Geteuid():
		return errors.New("it belongs to somebody else")
	case mode&0o022 != 0:
		return errors.New("others may write to it")
	}
	return nil
}
