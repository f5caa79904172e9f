package main

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// heldFrom is the least descriptor of a file that is held: children get theirs from 0 on, before they exec.
const heldFrom = 512

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
	kept, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, heldFrom)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return fmt.Sprintf("/proc/self/fd/%d", kept), nil
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
