package lesson

import (
	"math"

	"corerace/results"
)

// A Quantity is a figure that an experiment found.
type Quantity struct {
	Name string `json:"name"` // as lessons spell it: "gil*2"
	Unit string `json:"unit"`
	results.Range
	// Known says that there is a figure, and Doubt why nothing may be claimed of it: a key of the catalogue below
	// "doubt.", with Share its figure in percent. "" is no doubt.
	Known bool    `json:"known"`
	Doubt string  `json:"doubt,omitempty"`
	Share float64 `json:"share,omitempty"`
	// Projected is what it would have been without other programs, as computed from where the time went; 0 is unknown.
	Projected float64 `json:"projected,omitempty"`
	// Busy is how many cores the program kept busy meanwhile; 0 is unknown.
	Busy float64 `json:"busy,omitempty"`
	// Missing is why it wasn't measured here, a key below "missing."; "" where it was.
	Missing string `json:"missing,omitempty"`
}

// Claimable is whether something may be said of the quantity.
func (q Quantity) Claimable() bool { return q.Known && q.Doubt == "" && q.Missing == "" }

// A Reply is an answer as it was understood.
type Reply struct {
	Choice string  // its id; "" where a number was asked for
	Number float64 // where Choice is ""
}

// Judge holds a reply against a measurement, and returns the outcome as records have it.
//
// A choice is right where the whole interval lies in its range, and above or below where no part of it does. A number
// stands for a range too, as far around it as the question tolerates; and where the interval is no wider than that
// range, a number within the interval is right. What is neither is unclear: the interval holds both answers.
func Judge(q *Question, r Reply, m Quantity) string {
	if !m.Claimable() {
		return results.OutcomeUnclear
	}
	lo, hi := 0.0, 0.0
	if c := q.Choice(r.Choice); c != nil {
		lo, hi = c.Lo, c.Hi
	} else {
		lo, hi = around(r.Number, q.Tolerance)
	}
	switch {
	case m.Lo >= hi && !(m.Lo == hi && r.Choice == "" && m.Lo == r.Number):
		return results.OutcomeLow
	case m.Hi < lo:
		return results.OutcomeHigh
	case m.Lo >= lo && m.Hi < hi, m.Lo >= lo && m.Hi <= hi && r.Choice == "":
		return results.OutcomeRight
	case r.Choice == "" && m.Lo <= r.Number && r.Number <= m.Hi && m.Hi-m.Lo <= hi-lo:
		return results.OutcomeRight
	}
	return results.OutcomeUnclear
}

// judgeCheck says whether the choice of a check is right.
func judgeCheck(q *Question, r Reply) string {
	if c := q.Choice(r.Choice); c != nil && c.Right {
		return results.OutcomeRight
	}
	return results.OutcomeOther
}

// around is the range that a number stands for.
func around(x, tolerance float64) (lo, hi float64) {
	lo, hi = x/(1+tolerance), x*(1+tolerance)
	return math.Min(lo, hi), math.Max(lo, hi)
}
