//go:build !linux

package disturb

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// executable is the path of this program.
func executable() (string, error) { return os.Executable() }

// dieWithParent asks for nothing: the disturber ends with its pipe.
func dieWithParent() *syscall.SysProcAttr { return nil }

// lockThread keeps the calling goroutine on its thread until the undo.
func lockThread() (undo func()) {
	runtime.LockOSThread()
	return runtime.UnlockOSThread
}

var began = time.Now()

// threadCPU is the time since the start: a disturber here spins by the wall clock.
func threadCPU() time.Duration { return time.Since(began) }
