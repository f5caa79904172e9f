package gil

import (
	"math"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Operations of futex(2), which x/sys has no names for.
const (
	futexWake       = 1 | futexPrivate
	futexWaitBitset = 9 | futexPrivate
	futexPrivate    = 128
	matchAny        = 0xffffffff
)

// A word is a number that threads can wait on.
type word struct{ atomic.Uint32 }

// A deadline is when a wait ends, on the clock of the kernel; nil is never.
type deadline = *unix.Timespec

// An origin is one moment on the clock of Go, which needs no system call, and on that of the kernel. They run alike.
type origin struct {
	at     time.Time
	kernel int64 // ns
}

// newOrigin is now, by both clocks. Their readings are some ns apart, which every deadline is off by.
func newOrigin() origin { return origin{time.Now(), clock(unix.CLOCK_MONOTONIC)} }

// after is so long from now.
func (o origin) after(d time.Duration) deadline {
	ts := unix.NsecToTimespec(o.kernel + int64(time.Since(o.at)+d))
	return &ts
}

// clock reads a clock of the kernel, in nanoseconds, as the waits do: without telling the runtime.
func clock(id uintptr) int64 {
	var t unix.Timespec
	unix.RawSyscall(unix.SYS_CLOCK_GETTIME, id, uintptr(unsafe.Pointer(&t)), 0)
	return t.Nano()
}

// wait waits until the word is woken, as long as it has a value. It returns early at a signal. The thread itself is
// blocked, and keeps its P: a wait that the runtime knew of would cost 20 µs of its monitor each time.
//
// The runtime stops a thread, for a collection say, by a signal. So a wait always has an end, or the kernel would go on
// with it after the signal; and it isn't inlined, so that a loop around it looks whether it should stop each time that
// it enters it.
//
//go:noinline
func (w *word) wait(value uint32, until deadline) (timedOut bool) {
	far := unix.Timespec{Sec: math.MaxInt32}
	if until == nil {
		until = &far
	}
	_, _, err := unix.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(w)), futexWaitBitset, uintptr(value),
		uintptr(unsafe.Pointer(until)), 0, matchAny)
	return err == unix.ETIMEDOUT
}

// wake wakes one thread.
func (w *word) wake() {
	unix.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(w)), futexWake, 1, 0, 0, 0)
}
