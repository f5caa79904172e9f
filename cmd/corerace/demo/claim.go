package demo

import (
	"corerace/report/legible"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A claim is how much may be said of a speedup.
type claim int

const (
	nothing   claim = iota // there is no base, or the conditions bear nothing
	measured               // it was measured under conditions that bear a comparison
	projected              // they bear none, and what the workers tell of their time says what it would be
)

// What workers can gain at most: those that take turns as much as one, and a little for chance; others as many as there
// are cores for them. What is above was disturbed.
const (
	mostOfTurns = 1.15
	mostOfCores = 1.10
)

// sameFrom and sameTo are the speedups of one run that aren't told from 1.
const (
	sameFrom = 0.95
	sameTo   = 1.05
)

// claim is the speedup that may be shown, and what it is.
func (r Result) claim() (stats.Estimate, claim) {
	switch {
	case r.Base == "":
		return stats.Estimate{}, nothing
	case r.Conditions.Claimable() && legible.Positive(r.Measured.Center) && !r.impossible():
		return r.Measured, measured
	case r.Conditions.Reason() == conditions.ReasonBusy && legible.Positive(r.Projected.Center):
		return r.Projected, projected
	}
	return stats.Estimate{}, nothing
}

// impossible is whether a speedup is more than its workers can have gained.
func (r Result) impossible() bool {
	most := mostOfCores * float64(min(r.Workers, max(r.All, 1)))
	if r.Turns {
		most = mostOfTurns
	}
	return r.Measured.Center > most && !(legible.HasInterval(r.Measured) && r.Measured.Lo <= most)
}

// same is whether a speedup isn't told from 1.
func same(e stats.Estimate) bool {
	if legible.HasInterval(e) {
		return e.Lo <= 1 && e.Hi >= 1
	}
	return e.Center >= sameFrom && e.Center <= sameTo
}
