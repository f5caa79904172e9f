package gate

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// heartbeat is how often a stream says that it is there, so that a proxy doesn't close it.
const heartbeat = 15 * time.Second

// A feed is what changes on a page, for all who look at it. Each sees the newest of every kind of event; who is slow
// misses those between.
type Feed struct {
	mu       sync.Mutex
	events   map[string][]byte // the newest of each kind, as it is sent
	n        map[string]int    // counts them
	next     chan struct{}     // closed when there is another
	seen     int               // who look
	ended    bool
	patience time.Duration // with one who doesn't read
}

// NewFeed returns one that nobody looks at yet.
func NewFeed() *Feed {
	return &Feed{patience: heartbeat, events: map[string][]byte{}, n: map[string]int{}, next: make(chan struct{})}
}

// Send gives an event to all who look. Text of several lines stays so.
func (f *Feed) Send(kind, text string) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "event: %s\n", kind)
	for line := range strings.Lines(text) {
		fmt.Fprintf(&b, "data: %s\n", strings.TrimRight(line, "\r\n"))
	}
	b.WriteByte('\n')
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return
	}
	f.events[kind] = b.Bytes()
	f.n[kind]++
	f.wake()
}

func (f *Feed) wake() {
	close(f.next)
	f.next = make(chan struct{})
}

// End ends all streams. Browsers ask again by themselves.
func (f *Feed) End() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	f.wake()
}

// Viewers are how many look.
func (f *Feed) Viewers() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen
}

// newer returns what is newer than what somebody has, which it notes, and when to look again.
func (f *Feed) newer(has map[string]int) (text []byte, next <-chan struct{}, ended bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for kind, n := range f.n {
		if has[kind] < n {
			has[kind] = n
			text = append(text, f.events[kind]...)
		}
	}
	return text, f.next, f.ended
}

// ServeHTTP implements http.Handler: it sends what there is, and what comes, until the browser goes.
func (f *Feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.seen++
	f.mu.Unlock()
	defer func() { f.mu.Lock(); f.seen--; f.mu.Unlock() }()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	out.SetReadDeadline(time.Time{}) // the server's is for requests that end
	out.SetWriteDeadline(time.Time{})
	if _, err := w.Write([]byte("retry: 1000\n\n")); err != nil {
		return
	}
	has := map[string]int{}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		text, next, ended := f.newer(has)
		if len(text) > 0 {
			out.SetWriteDeadline(time.Now().Add(f.patience)) // one who doesn't read isn't waited for
			if _, err := w.Write(text); err != nil {
				return
			}
		}
		if out.Flush() != nil || ended {
			return
		}
		out.SetWriteDeadline(time.Time{}) // by HTTP/2 one that fires ends the stream, also while nothing is written
		select {
		case <-next:
		case <-beat.C:
			out.SetWriteDeadline(time.Now().Add(f.patience))
			if _, err := w.Write([]byte(":\n\n")); err != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}
