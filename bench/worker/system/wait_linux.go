package system

import (
	"bytes"
	"strconv"
	"syscall"
	"time"
)

// A ThreadWait reads how long one thread has waited for a core: in the kernel's run queue, ready to run while others
// ran. The kernel shows it to the thread's own user.
type ThreadWait struct{ fd int }

// OpenThreadWait opens the calling thread's. The caller must be locked to it. Where the kernel doesn't keep the
// figures, it reads as not known.
func OpenThreadWait() ThreadWait {
	fd, err := syscall.Open("/proc/thread-self/schedstat", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		fd = -1
	}
	return ThreadWait{fd}
}

// Read returns the wait since the thread began, and whether it is known.
func (t ThreadWait) Read() (time.Duration, bool) {
	if t.fd < 0 {
		return 0, false
	}
	var buf [96]byte
	n, err := syscall.Pread(t.fd, buf[:], 0)
	if err != nil {
		return 0, false
	}
	return parseSchedstat(buf[:n])
}

// Close closes it.
func (t ThreadWait) Close() {
	if t.fd >= 0 {
		syscall.Close(t.fd)
	}
}

// ProcessWait returns how long the threads of this process have waited for a core, all together, and whether that
// is known. A thread that has ended takes its part with it.
func ProcessWait() (total time.Duration, known bool) {
	var buf [96]byte
	for _, task := range namesIn("/proc/self/task") {
		b, err := readProc("/proc/self/task/"+task+"/schedstat", buf[:])
		if err != nil {
			continue // the thread has ended meanwhile
		}
		if wait, ok := parseSchedstat(b); ok {
			total, known = total+wait, true
		}
	}
	return total, known
}

// parseSchedstat returns the second of schedstat's three numbers: nanoseconds on a core, nanoseconds in the run queue,
// and how often the thread was put on a core (Documentation/scheduler/sched-stats.rst of the kernel).
func parseSchedstat(b []byte) (wait time.Duration, ok bool) {
	f := bytes.Fields(b)
	if len(f) != 3 {
		return 0, false
	}
	ns, err := strconv.ParseInt(string(f[1]), 10, 64)
	return time.Duration(ns), err == nil && ns >= 0
}
