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

// Looks come soon after the start, for short commands, and then ever less often. They never take more than a fiftieth
// of the time.
const (
	firstLook = 2 * time.Millisecond
	lastLook  = 50 * time.Millisecond
	lookShare = 50
)

// watch begins to watch what is about to be started. It is there before the command is: to start it takes a core.
func watch(io *files, s *server, r Request) *watcher {
	w := &watcher{done: make(chan struct{}), looks: looks{examine: r.Examine}}
	w.ended.Go(func() { w.watch(io, s, r.Timeout) })
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

func (w *watcher) watch(io *files, s *server, limit time.Duration) {
	over := time.NewTimer(limit)
	look := time.NewTimer(firstLook)
	defer over.Stop()
	defer look.Stop()
	gap := firstLook
	for {
		select {
		case <-w.done:
			return
		case <-look.C:
			if f := w.family.Load(); f == nil || gap == firstLook && time.Since(w.looks.at) < firstLook {
				look.Reset(firstLook)
				continue
			}
			io.begin()
			before := time.Now()
			w.looks.look()
			gap = max(min(2*gap, lastLook), lookShare*time.Since(before))
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
