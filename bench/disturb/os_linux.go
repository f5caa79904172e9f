package disturb

import (
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// executable is the path of this program as the kernel has it: it is found even when the file was replaced since.
func executable() (string, error) { return "/proc/self/exe", nil }

// dieWithParent has the kernel kill the process when the thread that forked it ends. It is the second line, behind the
// pipe: it also holds for a disturber that was stopped by a signal.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// lockThread keeps the calling goroutine on its thread until the undo.
func lockThread() (undo func()) {
	runtime.LockOSThread()
	return runtime.UnlockOSThread
}

// threadCPU is the CPU time of the calling thread.
func threadCPU() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
