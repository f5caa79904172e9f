package machine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Own counts the CPU time that this program uses on each core: all of its threads, and every process that it starts
// after OpenOwn, with their threads and children, as long as they run and after they have ended. Processes that run
// already aren't counted, so it is opened before the first is started.
//
// It is a counter of the kernel (a software event of perf_event_open) for every pair of a thread and a core, handed
// down to the threads and processes that come later:
//
//	          core 0   core 1
//	thread 1    fd       fd    ── its later threads and children are added to these
//	thread 2    fd       fd
//
// It needs no privilege while perf_event_paranoid is at most 2, and costs 1 to 2 µs a descriptor to read, 15 to 30 µs
// in a young program on two cores. What is read is exact to the microsecond, where the counters of /proc/stat move in
// ticks of 10 ms and count every program alike.
type Own struct {
	mu       sync.Mutex
	counters []ownCounter // nil after Close
	width    int          // the highest core's id + 1
}

// An ownCounter is the descriptor of a counter, and the core that it counts on.
type ownCounter struct{ fd, core int }

// mostCounters bounds the descriptors that an Own may hold.
const mostCounters = 4096

// OpenOwn begins to count on the cores that this process may run on. The error says why it can't be done here.
func OpenOwn() (*Own, error) {
	o, err := openOwn()
	if err != nil {
		return nil, fmt.Errorf("own time by core: %w", err)
	}
	return o, nil
}

// openOwn is OpenOwn without the words around its error.
func openOwn() (*Own, error) {
	cores := affinity()
	if len(cores) == 0 {
		return nil, errors.New("the cores that this process may run on aren't known")
	}
	threads, err := ownThreads()
	if err != nil {
		return nil, err
	}
	// A thread that comes while counters are being opened may have all of them, some or none, and opening it again
	// could count it twice. So all are opened anew until no thread has come meanwhile.
	const tries = 20
	for range tries {
		o, err := openCounters(threads, cores)
		if err != nil {
			return nil, err
		}
		now, err := ownThreads()
		if err == nil && !slices.ContainsFunc(now, func(tid int) bool { return !slices.Contains(threads, tid) }) {
			return o, nil
		}
		o.Close()
		if err != nil {
			return nil, err
		}
		threads = now
	}
	return nil, fmt.Errorf("new threads came in each of %d tries", tries)
}

// ownThreads lists the threads of this process.
func ownThreads() ([]int, error) {
	entries, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return nil, err
	}
	tids := make([]int, 0, len(entries))
	for _, e := range entries {
		if tid, err := strconv.Atoi(e.Name()); err == nil {
			tids = append(tids, tid)
		}
	}
	return tids, nil
}

// openCounters opens a counter for each of the threads on each of the cores, or none. Threads that
// have ended meanwhile are passed over.
func openCounters(threads, cores []int) (*Own, error) {
	if n, most := len(threads)*len(cores), descriptors(); n > most {
		return nil, fmt.Errorf("%d threads on %d cores need %d descriptors, at most %d may be used",
			len(threads), len(cores), n, most)
	}
	o := &Own{width: slices.Max(cores) + 1, counters: []ownCounter{}}
	for _, tid := range threads {
		for _, core := range cores {
			fd, err := openCounter(tid, core)
			// the thread has ended, or the core was switched off
			if err == unix.ESRCH || err == unix.ENODEV && len(o.counters) > 0 {
				continue
			}
			if err != nil {
				o.Close()
				return nil, fmt.Errorf("perf_event_open: %w%s", err, whyNot(err))
			}
			o.counters = append(o.counters, ownCounter{fd, core})
		}
	}
	return o, nil
}

// descriptors is how many descriptors counters may take: half of what the process may have, so that enough are left.
func descriptors() int {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(mostCounters, limit.Cur/2))
}

// openCounter opens the counter of a thread's time on a core. An ordinary user may ask for the time in user code only.
// For this event the kernel counts both all the same, so everybody asks for that.
func openCounter(tid, core int) (int, error) {
	attr := unix.PerfEventAttr{
		Type:   unix.PERF_TYPE_SOFTWARE,
		Size:   uint32(unsafe.Sizeof(unix.PerfEventAttr{})),
		Config: unix.PERF_COUNT_SW_TASK_CLOCK,
		Bits:   unix.PerfBitInherit | unix.PerfBitExcludeKernel | unix.PerfBitExcludeHv,
	}
	return unix.PerfEventOpen(&attr, tid, core, -1, unix.PERF_FLAG_FD_CLOEXEC)
}

// whyNot adds to a refusal what may have caused it.
func whyNot(err error) string {
	switch err {
	case unix.EACCES, unix.EPERM:
		level, _ := os.ReadFile("/proc/sys/kernel/perf_event_paranoid")
		return fmt.Sprintf(" (perf_event_paranoid is %s; a container's seccomp filter may forbid the call as well)",
			strings.TrimSpace(string(level)))
	case unix.ENOSYS:
		return " (this kernel or a sandbox doesn't have the call)"
	}
	return ""
}

// read is the CPU time that this program has used since OpenOwn, at the index of the core's id. Cores that the process
// may not run on are 0; those above the highest that it may run on aren't listed.
func (o *Own) read() ([]time.Duration, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.counters == nil {
		return nil, errOwnClosed
	}
	used := make([]time.Duration, o.width)
	for _, c := range o.counters {
		var b [8]byte
		if n, errno := rawRead(c.fd, b[:]); errno != 0 {
			return nil, fmt.Errorf("own time by core: read core %d: %w", c.core, errno)
		} else if n == len(b) {
			used[c.core] += time.Duration(binary.NativeEndian.Uint64(b[:]))
		}
	}
	return used, nil
}

// Close ends the counting and gives the descriptors back.
func (o *Own) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var errs []error
	for _, c := range o.counters {
		errs = append(errs, unix.Close(c.fd))
	}
	o.counters = nil
	return errors.Join(errs...)
}
