package starter

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"corerace/results"
)

// looks is what was seen of a family while it ran.
type looks struct {
	at      time.Time // of the last look
	seen    results.Tree
	span    time.Duration // that the looks cover
	wanted  float64       // threads × seconds that ran or waited for a core
	waits   map[int]wait  // by thread
	examine bool
	openMP  bool
}

// A wait is how long a thread was seen waiting for a core.
type wait struct {
	pid  int
	time time.Duration
}

// look looks at all processes and their threads once.
func (l *looks) look() {
	now := time.Now()
	gap := now.Sub(l.at)
	l.at, l.span = now, l.span+gap
	if l.waits == nil {
		l.waits = map[int]wait{}
	}
	l.seen.Looks++
	var threads, ready int
	var rss int64
	pids := descendants()
	for _, pid := range pids {
		dir := fmt.Sprintf("/proc/%d", pid)
		for _, tid := range numbers(dir + "/task") {
			threads++
			task := fmt.Sprintf("%s/task/%d", dir, tid)
			if running(task + "/stat") {
				ready++
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
	l.wanted += float64(ready) * gap.Seconds()
	l.seen.Processes = max(l.seen.Processes, len(pids))
	l.seen.Threads = max(l.seen.Threads, threads)
	l.seen.RSS = max(l.seen.RSS, rss)
}

// running is whether a thread runs or waits for a core.
func running(stat string) bool {
	b, err := os.ReadFile(stat)
	i := bytes.LastIndexByte(b, ')')
	return err == nil && i >= 0 && i+2 < len(b) && b[i+2] == 'R'
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
