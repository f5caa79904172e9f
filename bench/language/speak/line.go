package speak

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"corerace/bench/child"
)

// A word at the start of a line says what a worker tells.
const (
	wordReady = "ready" // worker, pid, thread, setup ns
	wordAt    = "at"    // worker, shares so far: a sign of life
	wordRow   = "row"   // worker, pid, thread, shares, sum, user ns, sys ns, window ns, wait ns or -1
	wordFail  = "fail"  // worker, then a text
	wordDead  = "dead"  // worker, pid, exit code, negative for a signal
)

// A Row is what one worker did in a job.
type Row struct {
	Worker    int
	PID, TID  int // a TID of 0 is that of a worker that isn't bound to a thread
	Shares    int64
	Sum       uint64
	User, Sys time.Duration
	Window    time.Duration // from its go to the end of its last share
	Wait      time.Duration // ready to run, while others had the cores
	Known     bool          // whether Wait is
	Setup     time.Duration // loading the twin
	End       time.Time     // when its row was in
}

// A line is one line of a worker.
type line struct {
	word string
	Row
	code int64
	text string
}

// maxSpan is more time than any job takes: about three weeks.
const maxSpan = 1 << 51

// parseLine reads a line of one of workers workers, whose jobs have at most shares shares. It isn't trusted: a line has
// a known word, as many numbers as belong to it, each within its bounds, or is an error.
func parseLine(b []byte, workers int, shares uint64) (line, error) {
	word, rest, _ := strings.Cut(string(b), " ")
	l := line{word: word}
	n := fields{words: strings.Fields(rest)}
	l.Worker = int(n.within("worker", 0, int64(workers)-1))
	switch word {
	case wordReady:
		l.ids(&n)
		l.Setup = n.span("setup")
	case wordAt:
		l.Shares = n.within("shares", 0, most(shares))
	case wordRow:
		l.ids(&n)
		l.Shares = n.within("shares", 0, most(shares))
		l.Sum = n.sum()
		l.User, l.Sys, l.Window = n.span("user"), n.span("sys"), n.span("window")
		wait := n.within("wait", -1, maxSpan)
		l.Wait, l.Known = time.Duration(max(0, wait)), wait >= 0
	case wordFail:
		l.text = child.Plain(strings.Join(n.words, " "))
		return l, n.err
	case wordDead:
		l.PID = int(n.within("pid", 1, math.MaxInt32))
		l.code = n.within("code", -64, 255)
	default:
		return line{}, fmt.Errorf("it wrote %.40q", b)
	}
	return l, n.end()
}

func (l *line) ids(n *fields) {
	l.PID = int(n.within("pid", 1, math.MaxInt32))
	l.TID = int(n.within("thread", 0, math.MaxInt32))
}

func most(shares uint64) int64 { return int64(min(shares, math.MaxInt64)) }

// how says in words how a worker that is a process ended.
func (l *line) how() string {
	if l.code < 0 {
		return fmt.Sprintf("killed by signal %d", -l.code)
	}
	return fmt.Sprintf("exit status %d", l.code)
}

// fields are the numbers of a line. Once one is wrong, err says which, and all others are 0.
type fields struct {
	words []string
	err   error
}

func (f *fields) next(what string) string {
	if len(f.words) == 0 {
		if f.err == nil {
			f.err = fmt.Errorf("a line without %s", what)
		}
		return ""
	}
	w := f.words[0]
	f.words = f.words[1:]
	return w
}

func (f *fields) within(what string, lo, hi int64) int64 {
	w := f.next(what)
	n, err := strconv.ParseInt(w, 10, 64)
	if f.err == nil && (err != nil || n < lo || n > hi) {
		f.err = fmt.Errorf("%s is %.40q: %d to %d expected", what, w, lo, hi)
	}
	if f.err != nil {
		return 0
	}
	return n
}

func (f *fields) span(what string) time.Duration {
	return time.Duration(f.within(what, 0, maxSpan))
}

func (f *fields) sum() uint64 {
	w := f.next("sum")
	n, err := strconv.ParseUint(w, 10, 64)
	if f.err == nil && err != nil {
		f.err = fmt.Errorf("the sum is %.40q", w)
	}
	return n
}

func (f *fields) end() error {
	if f.err == nil && len(f.words) > 0 {
		f.err = fmt.Errorf("a line with %.40q left over", f.words[0])
	}
	return f.err
}
