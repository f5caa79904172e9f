package differences

import (
	"os"
	"path/filepath"
)

// removeSemaphores removes the named semaphores of a program of Python that was ended: its start methods spawn and
// forkserver leave it to a process of its own to remove them, which was ended with it.
func removeSemaphores(names string) {
	left, _ := filepath.Glob("/dev/shm/sem." + names + "*") // only a bad pattern fails
	for _, path := range left {
		os.Remove(path)
	}
}
