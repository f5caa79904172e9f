//go:build unix

package command

import (
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A watcher looks at a command while it runs, and ends it where its time is over, where its race is, or where nobody
// is there any more who would want to know.
type watcher struct {
	late, asked bool
	looks       looks
	done        chan struct{}
	ended       sync.WaitGroup
}

// Looks come soon after the start, for short commands, and then ever less often. They never take more than a fiftieth of
// the time.
const (
	firstLook = time.Millisecond
	lastLook  = 50 * time.Millisecond
	lookShare = 50
)

// watch watches a command from a moment on.
func watch(f *family, s *server, r request, began time.Time) *watcher {
	w := &watcher{done: make(chan struct{}), looks: looks{at: began, examine: r.Examine}}
	w.ended.Go(func() { w.watch(f, s, r.Timeout-time.Since(began)) })
	return w
}

// stop ends the watch: the command has ended.
func (w *watcher) stop() {
	close(w.done)
	w.ended.Wait()
}

func (w *watcher) watch(f *family, s *server, limit time.Duration) {
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
			before := time.Now()
			w.looks.look()
			gap = max(min(2*gap, lastLook), lookShare*time.Since(before))
			look.Reset(gap)
		case <-over.C:
			w.late = true
			w.end(f, patience)
			return
		case <-s.end:
			w.asked = true
			w.end(f, shortPatience)
			return
		case <-s.gone:
			w.asked = true
			w.end(f, shortPatience)
			return
		}
	}
}

// end asks the family to end, and then makes it.
func (w *watcher) end(f *family, wait time.Duration) {
	f.signal(unix.SIGTERM)
	for {
		select {
		case <-w.done:
			return
		case <-time.After(wait):
			f.signal(unix.SIGKILL)
			wait = killAgain
		}
	}
}
