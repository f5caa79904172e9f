package system

import "syscall"

// GiveWay lets another process have this core, where one waits for it, which takes a µs where none does. Go's scheduler
// isn't told: it would have nothing else to run, and no core to give away.
func GiveWay() { syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0) }
