package chart

import "image/color"

// A Theme is a colour scheme.
type Theme int

// The themes. Auto follows the reader's colour scheme on a page, and is Light in a file of its own: programs that show
// one don't agree on which scheme is their reader's.
const (
	Auto Theme = iota
	Light
	Dark
)

// A Token is a colour by name. Figures are drawn with tokens, never with values.
type Token string

// The tokens. Series colours are SeriesColours.
const (
	Bg    Token = "bg"
	Fg    Token = "ink"
	Muted Token = "muted"
	Grid  Token = "grid"
	Rule  Token = "rule"
)

// SeriesColours are given to modes in order. The first three stay apart for every common kind of colour blindness;
// after that, and always on paper, the marker and the direct label carry the difference.
var SeriesColours = []Token{"s1", "s2", "s3", "s4", "s5", "s6"}

// TokenOrder is the order in which style sheets list the tokens.
var TokenOrder = append([]Token{Bg, Fg, Muted, Grid, Rule}, SeriesColours...)

// Themes are the values of the tokens. A test holds every text and series colour to a contrast of 4.5 on its
// background (WCAG 2.2, 1.4.3), for series names are set in their colour.
var Themes = map[Theme]map[Token]color.NRGBA{
	Light: {
		Bg: hex(0xffffff), Fg: hex(0x1b1f24), Muted: hex(0x5c6670), Grid: hex(0xe1e4e8), Rule: hex(0x8b949e),
		"s1": hex(0x0072b2), "s2": hex(0xc65300), "s3": hex(0x008762), "s4": hex(0xb0578d), "s5": hex(0x9a6a00),
		"s6": hex(0x2a6f9b),
	},
	Dark: {
		Bg: hex(0x0d1117), Fg: hex(0xf0f3f6), Muted: hex(0xa3adb8), Grid: hex(0x2b323b), Rule: hex(0x6e7681),
		"s1": hex(0x56b4e9), "s2": hex(0xff8a3c), "s3": hex(0x2bc596), "s4": hex(0xe29bc4), "s5": hex(0xf0b73f),
		"s6": hex(0x9ad1f5),
	},
}

// MostFilled is the opacity up to which the colour of a mode may lie under ink that is to be read.
const MostFilled = 0.48

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}

// An ink is a token's value in a theme, with the token: a raster takes the value, SVG takes the name.
type ink struct {
	color.NRGBA
	token Token
}

// Inks gives the tokens of a theme as colours to draw with.
type Inks map[Token]color.NRGBA

// InksOf is the set of a theme.
func InksOf(t Theme) Inks {
	if t == Dark {
		return Themes[Dark]
	}
	return Themes[Light]
}

// Of is a token as an opaque colour.
func (s Inks) Of(t Token) ink { return ink{s[t], t} }

// Faint is a token with an opacity from 0 to 1 of that which it has.
func (s Inks) Faint(t Token, opacity float64) ink {
	c := s[t]
	c.A = uint8(opacity*float64(c.A) + 0.5)
	return ink{c, t}
}
