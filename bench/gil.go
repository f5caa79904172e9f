package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"corerace/bench/worker"
	"corerace/results"
)

// GIL is n goroutines behind one lock that is passed on every few milliseconds, on one core: threads under a global
// interpreter lock, on any operating system.
func GIL() *Mode {
	return &Mode{
		Name: "gil", OneCore: true,
		Doc: "Goroutines behind one lock that its holder passes on every 5 ms: threads under a global interpreter lock.",
		Options: []Option{DurationOption("interval", 5*time.Millisecond, 100*time.Microsecond, 10*time.Second,
			"how long a worker may hold the lock while another one waits")},
		Open:  openGIL,
		Enter: oneProc,
	}
}

// A gil is a lock with the holder's rule: waiters are parked, and the holder looks at the clock at its checkpoints,
// only while someone waits, and hands the lock over interval after the later of its acquire and the first wait.
//
// CPython has its waiters look at the clock. That can't work on one P, since a waiter would need the very P that
// the holder runs on: slices of 27 to 41 ms were seen for 5.
type gil struct {
	interval time.Duration
	waiting  atomic.Int32 // length of queue, for a checkpoint to see without the mutex

	mu       sync.Mutex
	held     bool
	since    time.Time // the later of the holder's acquire and the first wait: when its slice began
	acquired time.Time
	queue    []chan struct{} // parked waiters, first come first served
	stats    results.Lock
}

// acquire waits for the lock.
func (g *gil) acquire() {
	g.mu.Lock()
	if !g.held {
		g.held = true
		g.begin()
		g.mu.Unlock()
		return
	}
	turn := g.enqueue()
	g.mu.Unlock()
	<-turn
}

// begin starts the slice of a new holder.
func (g *gil) begin() {
	g.since = time.Now()
	g.acquired = g.since
}

// enqueue adds the caller to the queue. The first to wait starts the holder's slice.
func (g *gil) enqueue() (turn chan struct{}) {
	if len(g.queue) == 0 {
		g.since = time.Now()
	}
	turn = make(chan struct{}, 1)
	g.queue = append(g.queue, turn)
	g.waiting.Store(int32(len(g.queue)))
	return turn
}

// checkpoint is called by the holder between two stretches of work, while someone waits: it hands the lock over if
// the holder's slice is up, and returns when it holds it again.
func (g *gil) checkpoint(now time.Time) {
	g.mu.Lock()
	if now.Sub(g.since) < g.interval {
		g.mu.Unlock()
		return
	}
	turn := g.enqueue()
	g.pass()
	g.mu.Unlock()
	<-turn
}

// release gives the lock up for good.
func (g *gil) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) > 0 {
		g.pass()
		return
	}
	g.stats.Held += time.Since(g.acquired)
	g.held = false
}

// pass hands the lock to the first in the queue.
func (g *gil) pass() {
	g.stats.Held += time.Since(g.acquired)
	g.stats.HandOffs++
	next := g.queue[0]
	g.queue = g.queue[1:]
	g.waiting.Store(int32(len(g.queue)))
	g.begin()
	next <- struct{}{}
}

// A gilWorker is a goroutine that works under the lock.
type gilWorker struct {
	goroutine
	lock  *gil
	grain int // items in a stretch between two checkpoints
}

// stretch is how long the work between two checkpoints should take. It may take as long as one item does.
const stretch = 20 * time.Microsecond

func startGILWorker(ctx context.Context, i int, s Spec, lock *gil) (Worker, error) {
	w, err := startGoroutine(ctx, i, s)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if _, err := warmUp(s); err != nil {
		return nil, err
	}
	perItem := time.Since(start) / time.Duration(min(s.Share, s.Workload.Size))
	return &gilWorker{w.(goroutine), lock, max(1, int(stretch/max(perItem, 1)))}, nil
}

// Work implements Worker. The lock is passed on between short stretches of a share, with no call in the workload.
func (w *gilWorker) Work(j *Job) (Tally, error) {
	w.lock.acquire()
	defer w.lock.release()
	run := w.w.Run
	t, err := j.Loop(func(lo, hi int) (sum uint64) {
		var last time.Time // when this stretch began, where that was looked at
		for lo < hi {
			end := min(lo+w.grain, hi)
			sum += run(lo, end)
			if w.lock.waiting.Load() == 0 {
				last, lo = time.Time{}, end
				continue
			}
			now := time.Now()
			if !last.IsZero() && end-lo == w.grain {
				w.adapt(now.Sub(last))
			}
			w.lock.checkpoint(now)
			last, lo = now, end
		}
		return sum
	})
	t.Setup = w.setup
	return t, err
}

// adapt keeps the stretches short where items cost different amounts.
func (w *gilWorker) adapt(took time.Duration) {
	if took > 2*stretch {
		w.grain = max(1, w.grain/2)
	} else if took < stretch/2 {
		w.grain *= 2
	}
}

// A gilPool is a crew that shares a lock.
type gilPool struct {
	*crew
	lock *gil
}

func openGIL(ctx context.Context, s Spec) (Pool, error) {
	lock := &gil{interval: s.Duration("interval")}
	c, err := openCrew(ctx, s, new(worker.Cursor), func(ctx context.Context, i int, s Spec) (Worker, error) {
		return startGILWorker(ctx, i, s, lock)
	})
	if err != nil {
		return nil, err
	}
	return gilPool{c, lock}, nil
}

// Run implements Pool.
func (p gilPool) Run(ctx context.Context, j Job) (Outcome, error) {
	p.lock.stats = results.Lock{}
	o, err := p.crew.Run(ctx, j)
	if err == nil {
		stats := p.lock.stats
		o.Lock = &stats
	}
	return o, err
}
