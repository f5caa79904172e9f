package page

import (
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results/conditions"
)

// A badge is the conditions in a few words, beside the answer: whether it can be trusted. The zero value is none.
type badge struct {
	Class string // how its edge looks
	Sign  string // nothing is said by colour alone
	Text  string
}

// badgeOf is the badge of a document, nil where its record has no conditions.
func badgeOf(d *content.Document) *badge {
	c := d.Summary.Conditions
	share := ""
	if c.Contention != nil && legible.Finite(*c.Contention) && *c.Contention >= 0 {
		share = ": others had " + unbroken(legible.Percent(*c.Contention))
	}
	switch {
	case c.Verdict == conditions.Quiet:
		return &badge{"quiet", "✓", "Quiet machine"}
	case c.Verdict == conditions.Noisy:
		return &badge{"noisy", "~", "Noisy machine" + share}
	case c.HostTookMost():
		return &badge{"busy", "!", "Inconclusive: the host took the cores"}
	case c.Verdict == conditions.Inconclusive:
		return &badge{"busy", "!", "Busy machine" + share}
	case c.Verdict == conditions.Unknown:
		return &badge{"unknown", "?", "Conditions unknown"}
	}
	return nil
}
