//go:build aix || illumos || solaris

package talk

import (
	"errors"
	"syscall"
)

// fdRead reads in an ordinary call: system calls go through the C library here, and have no numbers of their own.
func fdRead(_ bool, fd int, b []byte) (int, syscall.Errno) { return ordinary(syscall.Read(fd, b)) }

// fdWrite writes in an ordinary call, like fdRead.
func fdWrite(_ bool, fd int, b []byte) (int, syscall.Errno) { return ordinary(syscall.Write(fd, b)) }

func ordinary(n int, err error) (int, syscall.Errno) {
	if err == nil {
		return n, 0
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return n, errno
	}
	return n, syscall.EIO
}
