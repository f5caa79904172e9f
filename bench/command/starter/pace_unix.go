//go:build unix

package starter

import "time"

// A pace is how often a command is looked at. A look takes a core, which a command that has a thread for each would use,
// so the first one comes anywhere in a run, as the request says, the next when it has run twice as long, and later ones
// at an even pace; and no more than a two-hundredth of the time is looked.
//
// A command that is examined isn't measured. It is looked at soon, ten times until it has run twice as long, and for a
// twentieth of the time at most: so often that the one run shows whether it has work for several threads.
type pace struct {
	first time.Duration // from the start to the first look
	parts time.Duration // looks until it has run twice as long
	share time.Duration // one part of the time in so many is looked
}

const (
	firstLook = 2 * time.Millisecond
	lastLook  = 50 * time.Millisecond
)

// paceOf is that of a request.
func paceOf(r Request) pace {
	if r.Examine {
		return pace{first: firstLook, parts: 10, share: 20}
	}
	return pace{first: max(r.Look, firstLook), parts: 1, share: 200}
}

// next is how long it is until the next look at a command that has run for so long, behind one that took so much CPU time.
func (p pace) next(ran, look time.Duration) time.Duration {
	return max(min(ran/p.parts, lastLook), firstLook, p.share*look)
}
