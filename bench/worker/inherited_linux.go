package worker

import (
	"strconv"

	"golang.org/x/sys/unix"
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
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			unix.Close(fd)
		}
	}
}
