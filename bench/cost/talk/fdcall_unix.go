//go:build unix && !aix && !illumos && !solaris

package talk

import (
	"syscall"
	"unsafe"
)

// fdRead reads what fits into b, which isn't empty.
func fdRead(raw bool, fd int, b []byte) (int, syscall.Errno) {
	return fdCall(raw, syscall.SYS_READ, fd, b)
}

// fdWrite writes some of b, which isn't empty.
func fdWrite(raw bool, fd int, b []byte) (int, syscall.Errno) {
	return fdCall(raw, syscall.SYS_WRITE, fd, b)
}

func fdCall(raw bool, trap uintptr, fd int, b []byte) (int, syscall.Errno) {
	call := syscall.Syscall
	if raw {
		call = syscall.RawSyscall
	}
	n, _, errno := call(trap, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
	return int(n), errno
}
