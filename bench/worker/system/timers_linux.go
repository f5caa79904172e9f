package system

import "syscall"

// usualSlack is how late the kernel lets timers be where nobody asked for more, in nanoseconds: PR_SET_TIMERSLACK(2const).
const usualSlack = 50_000

// WakeInTime makes the timers of this thread, and of those that it starts, as exact as in any program. A worker is
// started with late ones, for the monitor of its runtime; what its workload waits for isn't to be late for it.
func WakeInTime() { syscall.RawSyscall(syscall.SYS_PRCTL, prSetTimerslack, usualSlack, 0) }
