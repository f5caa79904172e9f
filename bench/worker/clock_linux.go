package worker

import (
	"time"

	"golang.org/x/sys/unix"
)

// Clock is a time that a parent and its workers read alike: CLOCK_MONOTONIC, which is one for the whole machine. It is
// 0 where there is no such clock.
func Clock() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}
