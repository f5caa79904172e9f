//go:build aix || illumos || solaris

package talk

import "syscall"

// fdRead reads in an ordinary call: system calls go through the C library here, and have no numbers of their own.
func fdRead(_ bool, fd int, b []byte) (int, syscall.Errno) { return ordinary(syscall.Read(fd, b)) }

// fdWrite writes in an ordinary call, like fdRead.
func fdWrite(_ bool, fd int, b []byte) (int, syscall.Errno) { return ordinary(syscall.Write(fd, b)) }

func ordinary(n int, err error) (int, syscall.Errno) {
	errno, _ := err.(syscall.Errno) // 0 where there is none: these calls return no other error
	return n, errno
}
