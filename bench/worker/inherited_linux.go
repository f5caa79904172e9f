package worker

import (
	"strconv"

	"golang.org/x/sys/unix"
)

// closeInherited closes what this process inherited and isn't meant to have: what the parent itself had inherited. It was
// handed so many files behind the standard three. Whatever Go opens is closed on exec, so a descriptor that isn't marked for that came with the exec.
func closeInherited(files int) {
	for _, name := range openDescriptors() {
		fd, err := strconv.Atoi(name)
		if err != nil || fd < lifelineFD+files {
			continue
		}
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			unix.Close(fd)
		}
	}
}

// openDescriptors are the names of the descriptors of this process, as far as they can be read. It takes three system
// calls, where os.ReadDir takes ten: every worker pays for it before it is ready.
func openDescriptors() (names []string) {
	dir, err := unix.Open("/proc/self/fd", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(dir)
	buf := make([]byte, 4096)
	for {
		n, err := unix.ReadDirent(dir, buf)
		if n <= 0 || err != nil {
			return names
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
}
