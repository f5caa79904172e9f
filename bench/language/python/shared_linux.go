package python

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// sharedFolder is where the kernel shows named memory and semaphores.
const sharedFolder = "/dev/shm"

// sharedPrefix begins the names of the memory of a program of ours, before its pid, and behind semPrefix those of its
// semaphores: see race.py.
const (
	sharedPrefix = "corerace-"
	semPrefix    = "sem."
)

// Forget removes what an interpreter that has ended has left in /dev/shm. Python removes what its pools have there at
// its own end, and not where it is killed.
func Forget(pid int) { forget(func(of int) bool { return of == pid }) }

// forgetDead removes what is left of interpreters whose parent was killed before it could.
func forgetDead() { forget(func(of int) bool { return syscall.Kill(of, 0) == syscall.ESRCH }) }

func forget(gone func(pid int) bool) {
	entries, err := os.ReadDir(sharedFolder)
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(strings.TrimPrefix(e.Name(), semPrefix), sharedPrefix)
		number, _, _ := strings.Cut(rest, "-")
		if pid, err := strconv.Atoi(number); ours && err == nil && pid > 0 && gone(pid) {
			os.Remove(filepath.Join(sharedFolder, e.Name()))
		}
	}
}
