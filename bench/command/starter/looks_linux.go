package starter

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"corerace/results"
)

// looks is what was seen of a family while it ran.
type looks struct {
	began, at time.Time // the start of the command, and the last look
	seen      results.Tree
	span      time.Duration // that the looks cover
	wanted    float64       // threads × seconds that ran or waited for a core
	stopped   time.Duration // of its last time, in which all of it was stopped by a signal
	waits     map[int]wait  // by thread
	examine   bool
	openMP    bool
}

// A wait is how long a thread was seen waiting for a core.
type wait struct {
	pid  int
	time time.Duration
}

// look looks at all processes and their threads once, and says how much CPU time that took: how long it took isn't what
// the command had less, where others have the cores.
func (l *looks) look() time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := threadCPU()
	l.see()
	return threadCPU() - before
}

// threadCPU is the CPU time of this thread.
func threadCPU() time.Duration {
	var ts unix.Timespec
	unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts) // can't fail: the clock is that of whoever asks
	return time.Duration(ts.Nano())
}

// see takes in all processes and their threads as they are now.
func (l *looks) see() {
	now := time.Now()
	gap := now.Sub(l.at)
	l.at, l.span = now, l.span+gap
	if l.waits == nil {
		l.waits = map[int]wait{}
	}
	l.seen.Looks++
	var threads, ready, stopped, ended int
	var rss int64
	pids := descendants()
	for _, pid := range pids {
		dir := fmt.Sprintf("/proc/%d", pid)
		for _, tid := range numbers(dir + "/task") {
			threads++
			task := fmt.Sprintf("%s/task/%d", dir, tid)
			switch state(task + "/stat") {
			case 'R':
				ready++
			case 'T':
				stopped++
			case 'Z', 'X':
				ended++
			}
			if _, t, ok := schedstat(task + "/schedstat"); ok {
				l.waits[tid] = wait{pid, t}
			}
		}
		rss += resident(dir + "/statm")
		if l.examine && !l.openMP {
			l.openMP = hasOpenMP(dir + "/maps")
		}
	}
	if stopped > 0 && stopped+ended == threads {
		l.stopped += min(gap, longestGap)
	} else {
		l.stopped = 0
	}
	l.wanted += float64(ready) * gap.Seconds()
	l.seen.Processes = max(l.seen.Processes, len(pids))
	l.seen.Threads = max(l.seen.Threads, threads)
	l.seen.RSS = max(l.seen.RSS, rss)
}

// longestGap is how much of the time between two looks is known to be alike. Where whoever looks was stopped, too, it
// says nothing of the command that it was.
const longestGap = 500 * time.Millisecond

// state is what a thread does, as a letter: R where it runs or waits for a core. 0: it isn't known.
func state(stat string) byte {
	b, err := os.ReadFile(stat)
	if i := bytes.LastIndexByte(b, ')'); err == nil && i >= 0 && i+2 < len(b) {
		return b[i+2]
	}
	return 0
}

// resident is what a process has in memory.
func resident(statm string) int64 {
	b, err := os.ReadFile(statm)
	f := strings.Fields(string(b))
	if err != nil || len(f) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(f[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// hasOpenMP is whether a process has a library of OpenMP in its memory, by the names that GNU, LLVM and Intel give it.
func hasOpenMP(maps string) bool {
	b, err := os.ReadFile(maps)
	if err != nil {
		return false
	}
	for _, name := range []string{"/libgomp", "/libomp", "/libiomp"} {
		if bytes.Contains(b, []byte(name)) {
			return true
		}
	}
	return false
}

// into says in a reply what was seen, beside what the family knows of those that it has waited for.
func (l *looks) into(rep *Reply) {
	t := &rep.Tree
	t.Looks, t.Processes, t.Threads, t.RSS = l.seen.Looks, l.seen.Processes, l.seen.Threads, l.seen.RSS
	if l.span > 0 {
		t.Wanted = l.wanted / l.span.Seconds()
	}
	rep.OpenMP = l.openMP
}

// waitInto says how long threads waited for a core, where any could be asked.
func (l *looks) waitInto(rep *Reply, f *family) {
	sum, known := f.waits, len(f.waited) > 0
	for tid, w := range l.waits {
		if tid == w.pid && f.waited[tid] {
			continue // it was asked at its end
		}
		sum, known = sum+w.time, true
	}
	if known {
		rep.Tree.Wait = &sum
	}
}
