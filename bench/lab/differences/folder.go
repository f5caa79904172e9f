package differences

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// prefix is how the names of folders and of semaphores begin.
const prefix = "corerace-difference-"

// folder makes the folder of an experiment, in the name of this process.
func folder() (dir string, err error) {
	return os.MkdirTemp("", fmt.Sprintf("%s%d-", prefix, os.Getpid()))
}

// old is the age of what nobody can be at any more.
const old = time.Hour

// RemoveOld removes what experiments have left whose program was killed by SIGKILL: nothing can be put away then. What
// can't be removed is somebody else's.
func RemoveOld() {
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*")) // only a bad pattern fails
	for _, path := range append(folders, semaphores(prefix)...) {
		if info, err := os.Lstat(path); err == nil && time.Since(info.ModTime()) > old {
			os.RemoveAll(path)
		}
	}
}

// removeSemaphores removes the named semaphores of a program of Python that was ended: its start methods spawn and
// forkserver leave it to a process of its own to remove them, which was ended with it.
func removeSemaphores(names string) {
	for _, path := range semaphores(names) {
		os.Remove(path)
	}
}
