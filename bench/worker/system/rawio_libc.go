//go:build aix || illumos || solaris

package system

import "syscall"

// rawRead reads in an ordinary call: system calls go through the C library here, and have no numbers of their own.
func rawRead(fd uintptr, p []byte) (int, syscall.Errno) { return ordinary(syscall.Read(int(fd), p)) }

// rawWrite writes in an ordinary call, like rawRead.
func rawWrite(fd uintptr, p []byte) (int, syscall.Errno) { return ordinary(syscall.Write(int(fd), p)) }

func ordinary(n int, err error) (int, syscall.Errno) {
	errno, _ := err.(syscall.Errno) // 0 where there is none: these calls return no other error
	return n, errno
}
