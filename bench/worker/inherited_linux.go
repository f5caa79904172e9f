package worker

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// closeInherited closes what this process inherited and isn't meant to have: what the parent itself had inherited. It
// was handed so many files behind the standard three. Whatever Go opens is closed on exec, so a descriptor that isn't
// marked for that came with the exec.
func closeInherited(files int) {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return
	}
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil || fd < lifelineFD+files {
			continue
		}
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			unix.Close(fd)
		}
	}
}
