//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package demo

import (
	"os"

	"golang.org/x/sys/unix"
)

// silent lets a terminal hand over keys one by one and show none of them. Ctrl-C and Ctrl-Z are what they were.
func silent(f *os.File) (restore func(), err error) {
	fd := int(f.Fd())
	was, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	now := *was
	now.Lflag &^= unix.ECHO | unix.ICANON
	now.Cc[unix.VMIN], now.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(fd, setTermios, &now); err != nil {
		return nil, err
	}
	return func() { unix.IoctlSetTermios(fd, setTermios, was) }, nil
}
