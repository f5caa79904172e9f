//go:build unix && !aix && !illumos && !solaris

package system

import (
	"syscall"
	"unsafe"
)

// rawRead reads what fits into p, which isn't empty.
func rawRead(fd uintptr, p []byte) (int, syscall.Errno) { return raw(syscall.SYS_READ, fd, p) }

// rawWrite writes some of p, which isn't empty.
func rawWrite(fd uintptr, p []byte) (int, syscall.Errno) { return raw(syscall.SYS_WRITE, fd, p) }

func raw(trap, fd uintptr, p []byte) (int, syscall.Errno) {
	n, _, errno := syscall.RawSyscall(trap, fd, uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)))
	return int(n), errno
}
