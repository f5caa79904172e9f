package gil

import (
	"time"

	"golang.org/x/sys/unix"
)

// A cpuClock measures the CPU time of the thread that it is used on. Reading it takes about 1 µs.
type cpuClock struct{ from int64 }

func (c *cpuClock) start() { c.from = clock(unix.CLOCK_THREAD_CPUTIME_ID) }

func (c *cpuClock) stop() time.Duration {
	return time.Duration(clock(unix.CLOCK_THREAD_CPUTIME_ID) - c.from)
}
