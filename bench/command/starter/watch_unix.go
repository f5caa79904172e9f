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
	late, asked bool   // why it was ended: see Reply
	stopped     string // the same
	looks       looks
	family      atomic.Pointer[family] // nil until the command was started
	done        chan struct{}
	ended       sync.WaitGroup
}

// watch begins to watch what is about to be started. It is there before the command is: to start it takes a core.
func watch(s *server, r Request) *watcher {
	w := &watcher{done: make(chan struct{}), looks: looks{examine: r.Examine}}
	w.ended.Go(func() { w.watch(s, r) })
	return w
}

// started says that the command was started, and when.
func (w *watcher) started(f *family, began time.Time) {
	w.looks.began, w.looks.at = began, began
	w.family.Store(f)
}

// stop ends the watch: the command has ended.
func (w *watcher) stop() {
	close(w.done)
	w.ended.Wait()
}

func (w *watcher) watch(s *server, r Request) {
	p := paceOf(r)
	over, look := time.NewTimer(r.Timeout), time.NewTimer(p.first)
	defer over.Stop()
	defer look.Stop()
	for {
		select {
		case <-w.done:
			return
		case <-look.C:
			look.Reset(w.look(p))
			if w.looks.stopped < longStopped {
				continue
			}
			w.stopped = stoppedBy(w.family.Load().main)
			w.end(patience)
		case <-over.C:
			w.late = true
			w.end(patience)
		case <-s.end:
			w.asked = true
			w.end(shortPatience)
		case <-s.gone:
			w.asked = true
			w.end(shortPatience)
		}
		return
	}
}

// longStopped is how long all of a command's processes are stopped that aren't waited for any longer.
const longStopped = 3 * time.Second

// look looks at the command, where the time for that has come, and says how long it is until the next look.
func (w *watcher) look(p pace) time.Duration {
	if w.family.Load() == nil {
		return p.first
	}
	ran := time.Since(w.looks.began)
	if ran < p.first {
		return p.first - ran
	}
	return p.next(ran, w.looks.look())
}

// end asks the family to end, and then makes it. What is stopped goes on, or it couldn't end when it is asked.
func (w *watcher) end(wait time.Duration) {
	signal, next := unix.SIGTERM, wait
	for {
		f := w.family.Load()
		if f != nil {
			f.signal(signal)
			f.signal(unix.SIGCONT)
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
