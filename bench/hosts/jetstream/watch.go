package jetstream

import (
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

// A watch records what the cores of a host do during a job: all of it, by the machine's counters, and where the kernel
// allows it the part of this program and of the workers that it starts from then on. It belongs to the program that
// starts them, so that a host is watched once, however many workers it has:
//
//	coordinator ──job──> worker ──"job 7"────> watch begins
//	            ─tally─>        ──"track 7 …"> watch ends ──track──> worker ──> coordinator
//
// Times are since the host was told of the job, by its own clock.
type watch struct {
	host string
	perf *machine.Own // nil: own use isn't told
	why  error        // why it isn't

	mu    sync.Mutex
	job   uint64 // 0: none is watched
	cores *machine.Recorder
	own   *machine.Recorder // nil: own use isn't told
	track results.Track
}

// newWatch makes ready to watch. Processes that were started before aren't counted as ours.
func newWatch(host string) *watch {
	w := &watch{host: host}
	w.perf, w.why = machine.OpenOwn()
	return w
}

// begin begins with a job. Another one that is watched is given up.
func (w *watch) begin(job uint64) {
	w.stop()
	interval := machine.Interval
	if w.perf != nil {
		interval = machine.IntervalBesideOwn
	}
	cores := machine.NewRecorder(interval, w.addCores)
	var own *machine.Recorder
	if w.perf != nil {
		own = machine.NewOwnRecorder(w.perf, machine.OwnInterval, w.addOwn)
		cores.Follow(own)
	}
	w.mu.Lock()
	w.job, w.cores, w.own, w.track = job, cores, own, results.Track{Host: w.host}
	w.mu.Unlock()
	now := time.Now()
	cores.StartAt(now)
	if own != nil {
		own.StartAt(now)
	}
}

// end is what the cores did since begin, in points that weigh so much at most; nil where that isn't known.
func (w *watch) end(job uint64, most int) *results.Track {
	w.mu.Lock()
	watched := w.job
	w.mu.Unlock()
	if watched == 0 || watched != job {
		return nil
	}
	w.stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	t := lighter(w.track, most)
	if results.CheckTrack(t) != nil { // there are no counters, or they can't be true
		return nil
	}
	return &t
}

// stop ends the recorders, which call back until they have ended.
func (w *watch) stop() {
	w.mu.Lock()
	cores, own := w.cores, w.own
	w.job, w.cores, w.own = 0, nil, nil
	w.mu.Unlock()
	if own != nil {
		own.Stop()
	}
	if cores != nil {
		cores.Stop()
	}
}

// close ends it.
func (w *watch) close() {
	w.stop()
	if w.perf != nil {
		w.perf.Close()
	}
}

// mostPoints is how many points are kept of a job, however long it is.
const mostPoints = 1024

func (w *watch) addCores(c results.Cores) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.track.Cores = append(w.track.Cores, c); len(w.track.Cores) > mostPoints {
		w.track.Cores = halvedCores(w.track.Cores)
	}
}

func (w *watch) addOwn(o results.Own) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.track.Own = append(w.track.Own, o); len(w.track.Own) > mostPoints {
		w.track.Own = halvedOwn(w.track.Own)
	}
}
