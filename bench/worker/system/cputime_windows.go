package system

import (
	"time"

	"golang.org/x/sys/windows"
)

// ProcessCPU is the CPU time that all threads of this process have used since it started, those that have ended
// included. The system counts it in ticks of its timer, 15.6 ms as a rule.
func ProcessCPU() (user, sys time.Duration) {
	var created, ended, kernel, used windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &used); err != nil {
		return 0, 0
	}
	return ticks(used), ticks(kernel)
}

// ChildrenCPU is not available on this system: both are 0.
func ChildrenCPU() (user, sys time.Duration) {
	return 0, 0
}

// ticks is a time that the system gives in steps of 100 ns. It is a length, and not the date that Filetime.Nanoseconds
// takes it for.
func ticks(t windows.Filetime) time.Duration {
	return 100 * time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime))
}
