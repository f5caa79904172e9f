package report

import (
	"maps"

	"corerace/results/verdict"
)

// doubtful is how much is left of the colour of what is drawn in doubt.
const doubtful = 0.35

// inDoubt is the sheet itself, or where what is drawn on it may not be believed, one on which the modes fade.
func (s *sheet) inDoubt(doubt bool) *sheet {
	if !doubt {
		return s
	}
	faded := *s
	faded.inks = maps.Clone(s.inks)
	for _, t := range seriesColours {
		faded.inks[t] = s.inks.faint(t, doubtful).NRGBA
	}
	return &faded
}

// openTitle is a title, with why it is left open where it is.
func openTitle(title string, c verdict.Conditions, rounds int) string {
	if why := c.Why(rounds); why != "" {
		return title + ": inconclusive, " + why
	}
	return title
}
