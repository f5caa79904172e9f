//go:build unix

package starter

import (
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// A watcher looks at a command while it runs, and ends it where its time is over, where its race is, or where nobody
// is there any more who would want to know.
type watcher struct {
	late, asked bool
	looks       looks
	family      atomic.Pointer[family] // nil until the command was started
	done        chan struct{}
	ended       sync.WaitGroup
}

// Looks at a command that is examined come soon after the start, and then ever less often. They never take more than a
// fiftieth of the time; of a command that is measured, a two-hundredth: a look takes a core, which one that has a thread
// for each would use.
const (
	firstLook     = 2 * time.Millisecond
	lastLook      = 50 * time.Millisecond
	examineShare  = 50
	measuredShare = 200
)

// watch begins to watch what is about to be started. It is there before the command is: to start it takes a core.
func watch(io *files, s *server, r Request) *watcher {
	w := &watcher{done: make(chan struct{}), looks: looks{examine: r.Examine}}
	w.ended.Go(func() { w.watch(io, s, r) })
	return w
}

// started says that the command was started, and when.
func (w *watcher) started(f *family, began time.Time) {
	w.looks.at = began
	w.family.Store(f)
}

// stop ends the watch: the command has ended.
func (w *watcher) stop() {
	close(w.done)
	w.ended.Wait()
}

func (w *watcher) watch(io *files, s *server, r Request) {
	over, read, look := time.NewTimer(r.Timeout), time.NewTimer(firstLook), time.NewTimer(firstLook)
	defer over.Stop()
	defer read.Stop()
	defer look.Stop()
	first, gap, late, share := max(r.Look, firstLook), firstLook, firstLook, time.Duration(measuredShare)
	if r.Examine {
		first, share = firstLook, examineShare
	}
	for {
		select {
		case <-w.done:
			return
		case <-read.C:
			if !io.wanted() {
				late = min(2*late, lastLook)
				read.Reset(late)
				continue
			}
			io.begin()
		case <-look.C:
			if gap == firstLook && w.soon(first) > 0 {
				look.Reset(w.soon(first))
				continue
			}
			before := time.Now()
			w.looks.look()
			gap = max(min(2*gap, lastLook), share*time.Since(before))
			look.Reset(gap)
		case <-over.C:
			w.late = true
			w.end(patience)
			return
		case <-s.end:
			w.asked = true
			w.end(shortPatience)
			return
		case <-s.gone:
			w.asked = true
			w.end(shortPatience)
			return
		}
	}
}

// soon is how long it is until the command has run for a while, and that while where it hasn't begun.
func (w *watcher) soon(after time.Duration) time.Duration {
	if w.family.Load() == nil {
		return after
	}
	return after - time.Since(w.looks.at)
}

// end asks the family to end, and then makes it.
func (w *watcher) end(wait time.Duration) {
	signal, next := unix.SIGTERM, wait
	for {
		f := w.family.Load()
		if f != nil {
			f.signal(signal)
			signal = unix.SIGKILL
		} else {
			next = killAgain // it is about to be started
		}
		select {
		case <-w.done:
			return
		case <-time.After(next):
			next = killAgain
			if f == nil {
				next = wait
			}
		}
	}
}
