package chart

import (
	"image/color"
	"maps"
	"slices"
)

// How much is left of the colour of a mark that is drawn in doubt, of a dot among many, and of such a dot in doubt. A
// test holds each to a contrast with the background, in both themes.
const (
	doubtful       = 0.42
	dotted         = 0.42
	dottedDoubtful = 0.3
)

// InDoubt is the sheet itself, or where what is drawn on it may not be believed, one on which the modes fade. What is
// written in the colour of a mode is grey there: letters that faded would be hard to read.
func (s *Sheet) InDoubt(doubt bool) *Sheet {
	if !doubt {
		return s
	}
	faded := *s
	faded.doubt = true
	faded.Inks = maps.Clone(s.Inks)
	for _, t := range SeriesColours {
		faded.Inks[t] = s.Inks.Faint(t, doubtful).NRGBA
	}
	return &faded
}

// Marked is the colour of a mark. The baseline's, which letters have too, fades for marks alone.
func (s *Sheet) Marked(t Token) color.Color {
	if s.doubt && t == BaselineLook.Colour {
		return s.Inks.Faint(t, doubtful)
	}
	return s.Inks.Of(t)
}

// Dotted is the colour of a dot among many, which may lie on each other.
func (s *Sheet) Dotted(t Token) color.Color {
	opacity := dotted
	if s.doubt {
		opacity = dottedDoubtful
	}
	c := s.Inks[t]
	c.A = uint8(opacity*0xff + 0.5)
	return ink{c, t}
}

// Told is the token of a figure that is written in the colour of a mode: grey in doubt, that of the baseline, too.
func (s *Sheet) Told(t Token) Token {
	if s.doubt && t == BaselineLook.Colour {
		return Muted
	}
	return t
}

// written is the token that text is written in. The background's, for what stands on a mark, wants one that is dark.
func (s *Sheet) written(t Token) Token {
	switch {
	case s.doubt && slices.Contains(SeriesColours, t):
		return Muted
	case s.doubt && t == Bg:
		return Fg
	}
	return t
}
