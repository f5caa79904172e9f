package system

import "syscall"

// wireOf is another descriptor of what standard output leads to. That leads where standard error does from here on: C
// prints there whatever os.Stdout is. Where it can't be had it is standard output, and what C prints is on the wire.
func wireOf(stdout int) int {
	fd, _, errno := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(stdout), syscall.F_DUPFD_CLOEXEC, LifelineFD)
	if errno != 0 {
		return stdout
	}
	syscall.Dup3(2, stdout, 0)
	return int(fd)
}
