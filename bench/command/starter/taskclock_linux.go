package starter

import (
	"encoding/binary"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A taskClock is the counter that "perf stat" shows as task-clock, of the next command that this thread starts and of all
// that it starts, whoever waits for it. It begins when the command is executed. Since 2025 kernels end it before a
// process gives back its memory, where they ended it behind that before: perf must not sample from memory that is gone.
// So it is less than what the scheduler counts, by 0.1 ms for a process that does nothing, and by more for one that has
// much memory. It is read beside that, and never takes its place.
//
// It is for one command: where the kernel goes from this thread right to the command, it swaps their counters instead of
// stopping one and starting the other, and what was to begin at an execution has begun for good.
type taskClock struct{ fd int }

// openTaskClock opens the counter, which needs no privilege while perf_event_paranoid is at most 2. Nil: there is none.
func openTaskClock() *taskClock {
	attr := unix.PerfEventAttr{
		Type:   unix.PERF_TYPE_SOFTWARE,
		Size:   uint32(unsafe.Sizeof(unix.PerfEventAttr{})),
		Config: unix.PERF_COUNT_SW_TASK_CLOCK,
		Bits: unix.PerfBitDisabled | unix.PerfBitEnableOnExec | unix.PerfBitInherit | unix.PerfBitExcludeKernel |
			unix.PerfBitExcludeHv,
	}
	fd, err := unix.PerfEventOpen(&attr, 0, -1, -1, unix.PERF_FLAG_FD_CLOEXEC)
	if err != nil {
		return nil
	}
	return &taskClock{fd}
}

// read is the time so far, nil where it isn't known.
func (c *taskClock) read() *time.Duration {
	var b [8]byte
	if c == nil {
		return nil
	}
	if n, err := unix.Read(c.fd, b[:]); err != nil || n != len(b) {
		return nil
	}
	if ns := binary.NativeEndian.Uint64(b[:]); ns > 0 {
		return new(time.Duration(ns))
	}
	return nil // it never began
}

// close ends the counting.
func (c *taskClock) close() {
	if c != nil {
		unix.Close(c.fd)
	}
}
