package chart

import (
	"maps"
)

// doubtful is how much is left of the colour of what is drawn in doubt.
const doubtful = 0.35

// InDoubt is the sheet itself, or where what is drawn on it may not be believed, one on which the modes fade.
func (s *Sheet) InDoubt(doubt bool) *Sheet {
	if !doubt {
		return s
	}
	faded := *s
	faded.Inks = maps.Clone(s.Inks)
	for _, t := range SeriesColours {
		faded.Inks[t] = s.Inks.Faint(t, doubtful).NRGBA
	}
	return &faded
}
