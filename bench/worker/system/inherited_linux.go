package system

import (
	"strconv"
	"syscall"
)

// CloseInherited closes what this process inherited and isn't meant to have: what the parent itself had inherited. It
// was handed so many files behind the standard three. Whatever Go opens is closed on exec, so a descriptor that isn't
// marked for that came with the exec.
func CloseInherited(files int) {
	first := LifelineFD + files
	if onlyOwn(first, openDescriptors()) {
		return
	}
	for _, name := range namesIn("/proc/self/fd") {
		fd, err := strconv.Atoi(name)
		if err == nil && fd >= first && inherited(fd) {
			syscall.Close(fd)
		}
	}
}

// openDescriptors is how many descriptors this process has, 0 where the kernel doesn't say: before Linux 6.2
// (proc_pid_fd(5)). To list them takes five times as long.
func openDescriptors() int {
	var dir syscall.Stat_t
	if syscall.Stat("/proc/self/fd", &dir) != nil {
		return 0
	}
	return int(dir.Size)
}

// onlyOwn reports whether this process, which has so many descriptors, has none from first on that it inherited. It needn't
// know what they are where they have no gap: then there are none beyond.
func onlyOwn(first, open int) bool {
	for fd := first; fd < open; fd++ {
		if flags, ok := flagsOf(fd); !ok || flags&syscall.FD_CLOEXEC == 0 {
			return false
		}
	}
	return open >= first
}

// inherited reports whether a descriptor came with the exec.
func inherited(fd int) bool {
	flags, ok := flagsOf(fd)
	return ok && flags&syscall.FD_CLOEXEC == 0
}

// flagsOf is a descriptor's flags, and whether it is open.
func flagsOf(fd int) (uintptr, bool) {
	flags, _, errno := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
	return flags, errno == 0
}
