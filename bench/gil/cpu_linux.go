package gil

import (
	"math/bits"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A cpuClock measures the CPU time of the thread that it is used on. Reading it takes about 1 µs.
type cpuClock struct{ from int64 }

func (c *cpuClock) start() { c.from = clock(unix.CLOCK_THREAD_CPUTIME_ID) }

func (c *cpuClock) stop() time.Duration {
	return time.Duration(clock(unix.CLOCK_THREAD_CPUTIME_ID) - c.from)
}

// severalCores reports whether the calling thread may run on more than one core; of 8192 cores and more it takes that
// for granted.
func severalCores() bool {
	var set [1024 / 8]uint64
	size, _, err := unix.RawSyscall(unix.SYS_SCHED_GETAFFINITY, 0, unsafe.Sizeof(set), uintptr(unsafe.Pointer(&set)))
	if err != 0 {
		return true
	}
	n := 0
	for _, word := range set[:size/8] {
		n += bits.OnesCount64(word)
	}
	return n > 1
}
