package starter

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// adopt makes orphans below this process its children, so that they can be waited for and ended.
func adopt() { unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// attributes lets a command start in a process group of its own, for "kill 0" is common in scripts, and end with this
// process.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// wait waits until the command has ended, and leaves it there to be read.
func (f *family) wait() {
	for unix.Waitid(unix.P_PID, f.main, nil, unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
	}
}

// stoppedBy says by what a child was stopped.
func stoppedBy(pid int) string {
	var info struct { // siginfo_t of a child: see sigaction(2)
		signo, errno, code int32
		_                  [0]uintptr // what follows is aligned as an address is
		pid, uid, status   int32
		_                  [104]byte
	}
	err := unix.Waitid(unix.P_PID, pid, (*unix.Siginfo)(unsafe.Pointer(&info)), unix.WSTOPPED|unix.WNOHANG|unix.WNOWAIT, nil)
	switch by := unix.Signal(info.status); {
	case err != nil || info.pid != int32(pid):
		return "a signal"
	case by == unix.SIGTTIN || by == unix.SIGTTOU:
		return fmt.Sprintf("the system, because it wanted the terminal, which a command that is measured can't have (%s)",
			unix.SignalName(by))
	default:
		return unix.SignalName(by)
	}
}

// bytesOf turns the unit of ru_maxrss into bytes.
func bytesOf(maxrss int64) int64 { return maxrss << 10 }

// ownRSS is the most memory that this process had so far: no child's maximum reads as less.
func ownRSS() int64 {
	var ru unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &ru) != nil {
		return 0
	}
	return bytesOf(int64(ru.Maxrss))
}

// seenWaits is how long those that were waited for here had waited for a core themselves.
type seenWaits struct {
	waits  time.Duration
	waited map[int]bool // whose wait is in it
}

// waitedFor takes in how long the first thread of a process that has ended waited for a core.
func (f *family) waitedFor(pid int) {
	if _, wait, ok := schedstat(fmt.Sprintf("/proc/%d/schedstat", pid)); ok {
		f.waits += wait
		if f.waited == nil {
			f.waited = map[int]bool{}
		}
		f.waited[pid] = true
	}
}

// schedstat reads how long a thread ran and how long it waited for a core.
func schedstat(path string) (ran, waited time.Duration, ok bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, false
	}
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0, 0, false
	}
	r, err1 := strconv.ParseInt(f[0], 10, 64)
	w, err2 := strconv.ParseInt(f[1], 10, 64)
	return time.Duration(r), time.Duration(w), err1 == nil && err2 == nil
}

// cpuOf is what a process that lives has used so far, and its children that it has waited for: the latter in ticks.
func cpuOf(pid int) time.Duration {
	const schedClock = 2 // CPUCLOCK_SCHED: the kernel's number for the CPU time of a whole process
	var ts unix.Timespec
	if unix.ClockGettime(int32(^pid<<3|schedClock), &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano()) + childrenCPU(pid)
}

// childrenCPU reads fields 16 and 17 of /proc/PID/stat, which count in ticks of 10 ms.
func childrenCPU(pid int) (sum time.Duration) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	s := string(b)
	f := strings.Fields(s[strings.LastIndexByte(s, ')')+1:])
	for i := 13; i < 15 && i < len(f); i++ {
		n, err := strconv.ParseInt(f[i], 10, 64)
		if err != nil {
			return 0
		}
		sum += time.Duration(n) * 10 * time.Millisecond
	}
	return sum
}

// descendants are the processes below this one that haven't been waited for, those first that were started first.
func descendants() (all []int) {
	next := []int{os.Getpid()}
	for len(next) > 0 && len(all) < mostDescendants {
		children := childrenOf(next[0])
		next = append(next[1:], children...)
		all = append(all, children...)
	}
	return all
}

// mostDescendants bounds what is walked, should processes come faster than they are listed.
const mostDescendants = 100_000

// childrenOf are the children of all threads of a process.
func childrenOf(pid int) (all []int) {
	for _, tid := range numbers(fmt.Sprintf("/proc/%d/task", pid)) {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, tid))
		if err != nil {
			continue
		}
		for _, word := range strings.Fields(string(b)) {
			if n, err := strconv.Atoi(word); err == nil {
				all = append(all, n)
			}
		}
	}
	return all
}

// numbers are the names in a folder that are numbers.
func numbers(dir string) (all []int) {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close()
	names, _ := f.Readdirnames(-1)
	for _, name := range names {
		if n, err := strconv.Atoi(name); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// enlarge gives a pipe more room.
func enlarge(fd, bytes int) { unix.FcntlInt(uintptr(fd), unix.F_SETPIPE_SZ, bytes) }
