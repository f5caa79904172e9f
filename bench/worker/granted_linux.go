package worker

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Granted returns why the system doesn't give this process so many bytes more, or nil. It asks for them and gives them
// back untouched: where the runtime of Go is refused memory in the midst of work, it ends the program with a traceback.
// Where the system promises more than it has, nothing is refused.
func Granted(bytes int) error {
	mem, err := unix.Mmap(-1, 0, bytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return fmt.Errorf("%d bytes of memory are wanted, and the system refuses them: %w", bytes, err)
	}
	return unix.Munmap(mem)
}
