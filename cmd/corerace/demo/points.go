package demo

import (
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

// interval is how often the bars move.
const interval = 250 * time.Millisecond

// A watch joins the two streams of the cores, of the machine and of this program, to points.
type watch struct {
	cores, own *machine.Recorder // own is nil where it isn't told
	points     chan Point

	mu       sync.Mutex
	lastBusy time.Duration
	lastOwn  time.Duration
	seconds  []float64 // of this program, by core, since lastBusy
}

// watchCores watches from start until stop. A wall that is slow loses points, the work loses nothing.
func watchCores(perf *machine.Own) *watch {
	w := &watch{points: make(chan Point, 64)}
	w.cores = machine.NewRecorder(interval, w.takeCores)
	if perf != nil {
		w.own = machine.NewOwnRecorder(perf, interval, w.takeOwn)
		w.cores.Follow(w.own)
	}
	return w
}

// start begins the streams.
func (w *watch) start() {
	now := time.Now()
	if w.own != nil {
		w.own.StartAt(now)
	}
	w.cores.StartAt(now)
}

// stop ends the streams, each with a last point; that of the cores takes the other one in.
func (w *watch) stop() {
	if w.own != nil {
		w.own.Stop()
	}
	w.cores.Stop()
}

func (w *watch) takeCores(c results.Cores) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := Point{T: c.T, Busy: c.Busy}
	if length := (c.T - w.lastBusy).Seconds(); w.own != nil && length > 0 {
		p.Own = make([]float64, len(w.seconds))
		for i, s := range w.seconds {
			p.Own[i] = s / length
		}
	}
	w.lastBusy = c.T
	clear(w.seconds)
	select {
	case w.points <- p:
	default:
	}
}

func (w *watch) takeOwn(o results.Own) {
	w.mu.Lock()
	defer w.mu.Unlock()
	length := (o.T - w.lastOwn).Seconds()
	w.lastOwn = o.T
	for len(w.seconds) < len(o.Own) {
		w.seconds = append(w.seconds, 0)
	}
	for i := range o.Own {
		w.seconds[i] += share(o.Own, i) * length
	}
}
