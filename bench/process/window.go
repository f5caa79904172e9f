package process

import "time"

// A window is how many lots are sent to a worker before the first of them is answered. It follows how fast the answers
// come, so that about aheadFor of work is on the way.
type window struct {
	n    int
	last time.Time // when answers were taken last
}

const (
	leastAhead = 2
	// mostAhead is few enough for their frames, and those of the answers, to fit into a pipe: else both sides could
	// wait for the other to read.
	mostAhead = 512
	// aheadFor is several times as long as a message takes to wake a process that sleeps.
	aheadFor = 200 * time.Microsecond
)

// lots returns how many may be on the way.
func (w *window) lots() int { return max(w.n, leastAhead) }

// adapt takes in that some answers came, all that were there at now.
func (w *window) adapt(answers int, now time.Time) {
	each := now.Sub(w.last) / time.Duration(max(answers, 1))
	w.last = now
	fits := mostAhead
	if each > 0 {
		fits = int(min(aheadFor/each, mostAhead))
	}
	w.n = min(max(fits, leastAhead), 2*w.lots()) // it doubles at most: one quick answer says little
}
