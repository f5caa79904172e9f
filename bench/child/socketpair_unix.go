//go:build unix

package child

import (
	"os"
	"syscall"
)

// Socketpair makes a pair of connected sockets of the local kind, which no child inherits unless it is handed one.
func Socketpair() (fds [2]int, err error) {
	syscall.ForkLock.RLock()
	fds, err = syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	return fds, os.NewSyscallError("socketpair", err)
}
