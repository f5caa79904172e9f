//go:build aix || illumos || solaris

package worker

import (
	"errors"
	"syscall"
)

// rawRead reads in an ordinary call: system calls go through the C library here, and have no numbers of their own.
func rawRead(fd uintptr, p []byte) (int, syscall.Errno) { return ordinary(syscall.Read(int(fd), p)) }

// rawWrite writes in an ordinary call, like rawRead.
func rawWrite(fd uintptr, p []byte) (int, syscall.Errno) { return ordinary(syscall.Write(int(fd), p)) }

func ordinary(n int, err error) (int, syscall.Errno) {
	if err == nil {
		return n, 0
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return n, errno
	}
	return n, syscall.EIO
}
