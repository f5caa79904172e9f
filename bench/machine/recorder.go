package machine

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"

	"corerace/results"
)

// Interval is the regular distance of two points. A point has steps of one tick in its length, so at 100 ms a core's
// busy share moves in steps of a tenth; much below that it is noise.
const Interval = 100 * time.Millisecond

// IntervalBesideOwn is the regular distance where own use is recorded as well, by [NewOwnRecorder]: that shows what
// this program did, and sooner, so that the machine's counters need only tell how much was used by others.
const IntervalBesideOwn = 250 * time.Millisecond

// tick is the unit that the kernel counts a core's time in.
const tick = 10 * time.Millisecond

// A Recorder writes down how much every core was used, as one stream of points for the whole run:
//
//	regular   |---------|---------|---------|---------|
//	Mark               x                x
//	points    |--------x|---------|-----x---|---------|
//
// A point is the used time of each core since the point before it, over the time since the point before it, both as
// they were read. So a point that comes late, as it does on a busy machine, is coarse but not wrong, and the sum of
// share × length over any run of points is the busy time that the kernel counted in it. (Taking the planned 100 ms as
// the length would show a busy core as one above 100 %.) Busy is all that isn't idle or waiting for a disk; time that
// a hypervisor stole is busy, for something here had wanted the core.
//
// There are two kinds, which differ only in the counters: [NewRecorder] reads the machine's, [NewOwnRecorder] those of
// this program. Nearly all that a point costs is the waking of a thread for it, so where both are taken one follows the
// other ([Recorder.Follow]).
type Recorder struct {
	interval time.Duration
	read     func(n int) ([]float64, error) // seconds by core id, at least n of them, NaN where a core isn't there
	emit     func(t time.Duration, shares []float64)

	alarm       func() alarm
	start, stop sync.Once
	wake        alarm // nil before the start, and in a follower
	done        chan struct{}
	follows     bool
	followers   []*Recorder

	mu    sync.Mutex // held while a point is read and emitted: points come out in the order of their time stamps
	live  bool
	began time.Time
	last  time.Time // when prev was read
	prev  []float64 // what was read last; nil until a reading succeeded
	err   error
	slots time.Duration // a follower's: intervals of its grid that have had their point

	spent atomic.Int64 // nanoseconds of CPU time that the regular points took, its followers' too
}

// NewRecorder returns a recorder that takes a point every interval (Interval, where it is 0 or less) and hands it to
// emit. Calls of emit never overlap, and each has a slice of its own to keep. They are made with the recorder's lock
// held, so emit must not call the recorder, and what it does slowly delays the next point.
func NewRecorder(interval time.Duration, emit func(results.Cores)) *Recorder {
	if interval <= 0 {
		interval = Interval
	}
	return newRecorder(interval, busyOf(coreTimes), func(t time.Duration, shares []float64) {
		c := results.Cores{T: t, Busy: shares}
		c.Absent = absent(shares)
		emit(c)
	})
}

func newRecorder(
	interval time.Duration, read func(n int) ([]float64, error), emit func(time.Duration, []float64),
) *Recorder {
	return &Recorder{
		interval: interval,
		read:     read,
		emit:     emit,
		alarm:    newAlarm,
		done:     make(chan struct{}),
	}
}

// busyOf turns a reader of counters into one of busy seconds.
func busyOf(read func() ([]cpu.TimesStat, error)) func(n int) ([]float64, error) {
	return func(n int) ([]float64, error) {
		times, err := read()
		if err != nil {
			return nil, err
		}
		return busyByCore(times, n), nil
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
		if r.follows {
			r.slots = time.Since(run) / r.interval
			close(r.done)
			return
		}
		r.wake = r.alarm()
		go r.loop()
	})
}

// Follow makes the regular points of r be taken in the loop of lead, which is the faster one: each at the first point
// of lead that isn't before its own place in the grid, so that the program isn't woken for it. It is called before
// either is started; both are started and stopped as ever.
func (r *Recorder) Follow(lead *Recorder) {
	r.follows = true
	lead.followers = append(lead.followers, r)
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
		if r.wake != nil {
			r.wake.stop()
		}
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
	defer r.wake.close()
	for r.wake.wait(r.untilNext()) {
		r.turn()
	}
}

// turn takes a regular point here and in the followers, and adds up what that takes.
func (r *Recorder) turn() {
	runtime.LockOSThread() // or the CPU time would be another thread's
	defer runtime.UnlockOSThread()
	before := threadCPU()
	r.regular()
	for _, f := range r.followers {
		f.follow()
	}
	r.spent.Add(int64(threadCPU() - before))
}

// Spent is the CPU time that the regular points have taken so far, those of its followers with them. What it takes to
// wake the program for them isn't in it, nor are marks. It is 0 where the system doesn't tell.
func (r *Recorder) Spent() time.Duration { return time.Duration(r.spent.Load()) }

// regular takes a point of the grid.
func (r *Recorder) regular() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.point(tick)
}

// follow takes a follower's point of the grid, where one is due.
func (r *Recorder) follow() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slots := time.Since(r.began) / r.interval; r.live && slots > r.slots {
		r.slots = slots
		r.point(tick)
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
	used, err := r.read(len(r.prev))
	if err != nil {
		if r.err == nil {
			r.err = err
		}
		return
	}
	prev := r.prev
	r.prev, r.last = used, now // also of a first reading, which has nothing to be measured against
	if prev == nil {
		return
	}
	r.emit(now.Sub(r.began), shares(prev, used, length))
}
