package class

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// What one visitor may ask for: a page and its parts at once, and then a few things a second. Limits are those of a
// token, since a whole school is one address; who has none shares what an address may.
const (
	tokenRate    = 10 // a second
	tokenBurst   = 40
	addressRate  = 1000
	addressBurst = 4000
	tokenStreams = 4
	wallStreams  = 1000   // of the teacher, whose link a whole school may look by
	joinRate     = 5      // new students of an address
	joinBurst    = 2500   // a large school at once, and places are left for others
	mostVisitors = 20_000 // that are remembered; those beyond are one
	mostWaiting  = 64     // of one visitor, of requests that are over the limit
	overLimit    = time.Second
)

// A visitor is who asks, as far as limits go.
type visitor struct {
	left    float64
	at      time.Time
	waiting int
	streams int
	hands   bool // in the middle of a record
}

// limits are those of all visitors.
type limits struct {
	mu       sync.Mutex
	visitors map[string]*visitor
	looked   time.Time // when some were last forgotten
	now      func() time.Time
}

func newLimits() *limits { return &limits{visitors: map[string]*visitor{}, now: time.Now} }

// of returns a visitor by name, with the lock held.
func (l *limits) of(name string, burst float64) *visitor {
	v := l.visitors[name]
	if v == nil && len(l.visitors) >= mostVisitors {
		l.forget()
		if len(l.visitors) >= mostVisitors {
			name = "all others"
			v = l.visitors[name]
		}
	}
	if v == nil {
		v = &visitor{left: burst, at: l.now()}
		l.visitors[name] = v
	}
	return v
}

// forgetEvery is how often visitors are looked through at most.
const forgetEvery = time.Second

// forget drops visitors who do nothing at the moment.
func (l *limits) forget() {
	if l.now().Sub(l.looked) < forgetEvery {
		return
	}
	l.looked = l.now()
	for name, v := range l.visitors {
		if v.waiting == 0 && v.streams == 0 && !v.hands && l.now().Sub(v.at) > time.Minute {
			delete(l.visitors, name)
		}
	}
}

// take reports whether a visitor may ask now.
func (l *limits) take(name string, rate, burst float64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	v, now := l.of(name, burst), l.now()
	v.left = min(burst, v.left+rate*now.Sub(v.at).Seconds())
	v.at = now
	if v.left < 1 {
		return false
	}
	v.left--
	return true
}

// left reports whether a visitor may ask now, and takes nothing.
func (l *limits) left(name string, rate, burst float64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.of(name, burst)
	return v.left+rate*l.now().Sub(v.at).Seconds() >= 1
}

// allow reports whether a request is within its visitor's limit. One that isn't waits before it is refused, so that who
// floods is held up and nobody else; of those that wait there are few.
func (l *limits) allow(w http.ResponseWriter, r *http.Request, name string, rate, burst float64) bool {
	if l.take(name, rate, burst) {
		return true
	}
	l.mu.Lock()
	v := l.of(name, burst)
	wait := v.waiting < mostWaiting
	if wait {
		v.waiting++
	}
	l.mu.Unlock()
	if wait {
		select {
		case <-time.After(overLimit):
		case <-r.Context().Done():
		}
		l.mu.Lock()
		v.waiting--
		l.mu.Unlock()
	}
	w.Header().Set("Connection", "close")
	w.Header().Set("Retry-After", "1")
	return false
}

// stream takes one of a visitor's streams; done gives it back. It is nil where there are too many.
func (l *limits) stream(name string, most int) (done func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.of(name, tokenBurst)
	if v.streams >= most {
		return nil
	}
	v.streams++
	return func() { l.mu.Lock(); v.streams--; l.mu.Unlock() }
}

// hand begins a record of a visitor, who hands in one at a time; done ends it.
func (l *limits) hand(name string) (done func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.of(name, tokenBurst)
	if v.hands {
		return nil
	}
	v.hands = true
	return func() { l.mu.Lock(); v.hands = false; l.mu.Unlock() }
}

// recordsInMemory are the bytes that records may have in memory at once.
const recordsInMemory = 32 << 20

// roomFor is memory for records, which those who wait get in the order in which they came, each all of it at once: who
// had a part of it and waited for the rest would keep others from theirs.
type roomFor struct{ *semaphore.Weighted }

func newRoomFor(bytes int64) roomFor { return roomFor{semaphore.NewWeighted(bytes)} }

// memoryWait is how long a record waits for memory. (By HTTP/1.1 nobody hears that its sender has gone before.)
const memoryWait = 10 * time.Second

// take waits for room for so many bytes, and returns what gives it back; nil where there was none in time.
func (m roomFor) take(ctx context.Context, bytes int64) (done func()) {
	ctx, cancel := context.WithTimeout(ctx, memoryWait)
	defer cancel()
	if m.Acquire(ctx, bytes) != nil {
		return nil
	}
	return func() { m.Release(bytes) }
}
