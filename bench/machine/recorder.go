package machine

import (
	"sync"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"

	"corerace/results"
)

// Interval is the regular distance of two points. A point has steps of one tick in its length, so at 100 ms a core's
// busy share moves in steps of a tenth; much below that it is noise.
const Interval = 100 * time.Millisecond

// tick is the unit that the kernel counts a core's time in.
const tick = 10 * time.Millisecond

// A Recorder writes down how busy every core was, as one stream of points for the whole run:
//
//	regular   |---------|---------|---------|---------|
//	Mark               x                x
//	points    |--------x|---------|-----x---|---------|
//
// A point is the busy time of each core since the point before it, over the time since the point before it, both as
// they were read. So a point that comes late, as it does on a busy machine, is coarse but not wrong, and the sum of
// share × length over any run of points is the busy time that the kernel counted in it. (Taking the planned 100 ms as
// the length would show a busy core as one above 100 %.) Busy is all that isn't idle or waiting for a disk; time that
// a hypervisor stole is busy, for something here had wanted the core.
//
// It costs less than half a percent of one core at the regular interval.
type Recorder struct {
	interval time.Duration
	emit     func(results.Cores)
	read     func() ([]cpu.TimesStat, error)

	start, stop sync.Once
	quit, done  chan struct{}

	mu    sync.Mutex // held while a point is read and emitted: points come out in the order of their time stamps
	live  bool
	began time.Time
	last  time.Time // when prev was read
	prev  []float64 // busy seconds by core id, see busyByCore; nil until a reading succeeded
	err   error
}

// NewRecorder returns a recorder that takes a point every interval (Interval, where it is 0 or less) and hands it to
// emit. Calls of emit never overlap, and each has a slice of its own to keep. They are made with the recorder's lock
// held, so emit must not call the recorder, and what it does slowly delays the next point.
func NewRecorder(interval time.Duration, emit func(results.Cores)) *Recorder {
	if interval <= 0 {
		interval = Interval
	}
	return &Recorder{
		interval: interval,
		emit:     emit,
		read:     coreTimes,
		quit:     make(chan struct{}),
		done:     make(chan struct{}),
	}
}

// Start begins the stream with time stamps that count from now.
func (r *Recorder) Start() {
	r.StartAt(time.Now())
}

// StartAt begins the stream with time stamps that count from the start of the run, a time that carries a monotonic
// clock reading. Starting it a second time, or after Stop, does nothing.
func (r *Recorder) StartAt(run time.Time) {
	r.start.Do(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.began, r.live = run, true
		r.point(0) // the reading that the first point is measured against
		go r.loop()
	})
}

// Mark takes a point at once, so that what happened before it isn't blurred with what happens next. The regular points
// keep to their grid, but one that is due less than a tick (10 ms) after a mark is left out. Before Start and after
// Stop it does nothing.
func (r *Recorder) Mark() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.point(0)
}

// Stop ends the stream with a last point and returns when emit won't be called any more.
func (r *Recorder) Stop() {
	r.start.Do(func() { close(r.done) }) // never started: there is no loop to wait for
	r.stop.Do(func() {
		close(r.quit)
		<-r.done
		r.mu.Lock()
		defer r.mu.Unlock()
		r.point(0)
		r.live = false
	})
}

// Err is the first error met in reading the counters, nil if there was none. A reading that fails yields no point; the
// next one covers its time.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

func (r *Recorder) loop() {
	defer close(r.done)
	timer := time.NewTimer(r.untilNext())
	defer timer.Stop()
	for {
		select {
		case <-r.quit:
			return
		case <-timer.C:
		}
		r.mu.Lock()
		r.point(tick)
		r.mu.Unlock()
		timer.Reset(r.untilNext())
	}
}

// untilNext is the time to the next point of the grid. Points that were slept through are not made up for: they would
// all be read at the same moment.
func (r *Recorder) untilNext() time.Duration {
	return r.interval - time.Since(r.began)%r.interval
}

// point reads the counters and emits what was done since the previous point, if that was at least the shortest time
// ago and not this very moment. The caller holds r.mu.
func (r *Recorder) point(shortest time.Duration) {
	now := time.Now()
	length := now.Sub(r.last)
	if !r.live || length < shortest || length <= 0 {
		return
	}
	times, err := r.read()
	if err != nil {
		if r.err == nil {
			r.err = err
		}
		return
	}
	busy := busyByCore(times, len(r.prev))
	prev := r.prev
	r.prev, r.last = busy, now
	if prev == nil {
		return
	}
	r.emit(results.Cores{T: now.Sub(r.began), Busy: shares(prev, busy, length)})
}
