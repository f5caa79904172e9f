package gil

import (
	"time"

	"corerace/bench/machine"
)

// Bounds of what is kept of a lock's past. What comes later is counted only.
const (
	mostSlices = 1 << 16
	mostHolds  = 1 << 10
)

// A Count is what one thread counted.
type Count struct {
	Checks  int64         // times that it let go because of a request, or of its ticks
	Wakes   int64         // system calls that wake
	WakeUps int64         // times that it woke up while it waited for the lock
	Lost    int64         // of them those that found it taken, but for its own timeouts
	Held    time.Duration // with the lock taken
	Waited  time.Duration // for the lock
	CPU     time.Duration // under the lock, where it is measured: a TickLock's threads would pay more than the work is
}

// A Hold is a stretch of time for which a thread had the lock and no other one had it.
type Hold struct {
	Thread    int
	From, For time.Duration // From is since the lock was made, or since Reset
}

// Stats is what a lock counted.
type Stats struct {
	Switches int64 // changes of holder
	Threads  []Count
	// Slices are how long the lock stayed with one thread until it was another one's, the last one left out. A
	// TickLock's slices hold the hand-over, as its threads don't look at the clock when they let go.
	Slices  []time.Duration
	Gaps    []time.Duration // from letting go to the next thread's having it; none for a TickLock
	Holds   []Hold          // the first of them
	Started time.Time       // when From is 0
}

// A book is what the holder of a lock writes down.
type book struct {
	counts   []*Count
	holder   int // who has or had the lock; -1: nobody yet
	switches int64
	started  time.Time
	got      time.Time // when the holder became it
	since    time.Time // when the lock was last taken; zero: it is free
	let      time.Time // when the lock was last let go; zero: the holder doesn't look
	slices   []time.Duration
	gaps     []time.Duration
	holds    []Hold
}

// A page is what a thread has of the book. Only the thread writes in it.
type page struct {
	id    int
	count *Count
	cpu   cpuClock
}

// page returns the page of one more thread.
func (b *book) page() page {
	if len(b.counts) == 0 {
		b.reset()
	}
	c := new(Count)
	b.counts = append(b.counts, c)
	return page{id: len(b.counts) - 1, count: c}
}

// reset forgets what was counted. The room for slices and gaps is made here, so that writing one down allocates
// nothing while the lock is measured.
func (b *book) reset() {
	for _, c := range b.counts {
		*c = Count{}
	}
	*b = book{counts: b.counts, holder: -1, started: machine.Now(), slices: make([]time.Duration, 0, mostSlices),
		gaps: make([]time.Duration, 0, mostSlices), holds: make([]Hold, 0, mostHolds)}
}

// enter writes down that a thread has the lock.
func (b *book) enter(id int, now time.Time) {
	if id != b.holder {
		b.change(id, now)
	}
	b.since, b.let = now, time.Time{}
}

// change makes another thread the holder.
func (b *book) change(id int, now time.Time) {
	if b.holder >= 0 {
		b.switches++
		b.close(now)
	}
	b.holder, b.got = id, now
}

// close ends the slice of the one that had the lock before.
func (b *book) close(now time.Time) {
	end := b.let
	if end.IsZero() {
		end = now
		b.counts[b.holder].Held += now.Sub(b.since)
	} else if len(b.gaps) < mostSlices {
		b.gaps = append(b.gaps, now.Sub(b.let))
	}
	if len(b.slices) < mostSlices {
		b.slices = append(b.slices, end.Sub(b.got))
	}
	b.hold(end)
}

// hold keeps the stretch of the holder that ends, for a drawing.
func (b *book) hold(end time.Time) {
	if len(b.holds) < mostHolds {
		b.holds = append(b.holds, Hold{b.holder, b.got.Sub(b.started), end.Sub(b.got)})
	}
}

// leave writes down that the holder lets go, while it still has the lock.
func (b *book) leave(now time.Time) {
	b.let = now
	b.counts[b.holder].Held += now.Sub(b.since)
}

// stats is what was counted. Of the last holder the hold is added where it has let go; its slice isn't, since nobody
// had the lock after it.
func (b *book) stats() Stats {
	s := Stats{Switches: b.switches, Slices: b.slices, Gaps: b.gaps, Holds: b.holds, Started: b.started}
	if b.holder >= 0 && !b.let.IsZero() && len(s.Holds) < mostHolds {
		s.Holds = append(s.Holds[:len(s.Holds):len(s.Holds)], Hold{b.holder, b.got.Sub(b.started), b.let.Sub(b.got)})
	}
	for _, c := range b.counts {
		s.Threads = append(s.Threads, *c)
	}
	return s
}

// Sum adds up what the threads counted.
func (s Stats) Sum() (all Count) {
	for _, c := range s.Threads {
		all.Checks += c.Checks
		all.Wakes += c.Wakes
		all.WakeUps += c.WakeUps
		all.Lost += c.Lost
		all.Held += c.Held
		all.Waited += c.Waited
		all.CPU += c.CPU
	}
	return all
}
