package worker

import (
	"strconv"
	"syscall"
)

// closeInherited closes what this process inherited and isn't meant to have: what the parent itself had inherited. It
// was handed so many files behind the standard three. Whatever Go opens is closed on exec, so a descriptor that isn't
// marked for that came with the exec.
func closeInherited(files int) {
	for _, name := range namesIn("/proc/self/fd") {
		fd, err := strconv.Atoi(name)
		if err != nil || fd < lifelineFD+files {
			continue
		}
		flags, _, errno := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		if errno == 0 && flags&syscall.FD_CLOEXEC == 0 {
			syscall.Close(fd)
		}
	}
}
