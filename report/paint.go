package report

import (
	"fmt"
	"image/color"

	"corerace/report/chart"
)

// Colours is how many colours a terminal has.
type Colours int

// What terminals have: none that are known to be ours, the 256 of xterm, or all.
const (
	NoColours Colours = iota
	FewColours
	AllColours
)

// Paint colours the marks of a picture in a terminal as a page does: each mode in its own colour, and in grey what isn't
// to be believed. It is nil where there are no colours. The colours are those of the light theme, which can be seen on
// a dark background, too: a terminal doesn't say which it has.
func Paint(c Colours) func(slot int, faded bool, marks string) string {
	if c == NoColours {
		return nil
	}
	return func(slot int, faded bool, marks string) string {
		token := chart.Muted
		switch {
		case faded:
		case slot < 0:
			return marks // a baseline has the colour of the text
		default:
			token = chart.LookOf(slot).Colour
		}
		return sgr(chart.Themes[chart.Light][token], c) + marks + "\x1b[39m"
	}
}

// sgr is the sequence of ECMA-48 that sets the colour of what follows.
func sgr(c color.NRGBA, colours Colours) string {
	if colours == AllColours {
		return fmt.Sprintf("\x1b[38;2;%d;%d;%dm", c.R, c.G, c.B)
	}
	return fmt.Sprintf("\x1b[38;5;%dm", xterm(c))
}

// xterm is the nearest colour in the cube of xterm's 256, whose steps are 0, 95, 135 and so on up to 255.
func xterm(c color.NRGBA) int {
	step := func(x uint8) int {
		if x < 48 {
			return 0
		}
		return max(1, (int(x)-36)/40)
	}
	return 16 + 36*step(c.R) + 6*step(c.G) + step(c.B)
}
