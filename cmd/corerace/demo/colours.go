package demo

import (
	"fmt"
	"image/color"
	"os"
	"strings"

	"corerace/report/chart"
	"corerace/report/figure"
)

// A palette is how a terminal shows colours.
type palette int

const (
	noColour palette = iota
	cube             // the 6 × 6 × 6 colours that terminals have as 16 to 231
	trueColour
)

// paletteHere is what the environment says of the terminal. NO_COLOR is that of no-color.org.
func paletteHere() palette {
	switch c := os.Getenv("COLORTERM"); {
	case os.Getenv("NO_COLOR") != "":
		return noColour
	case c == "truecolor" || c == "24bit":
		return trueColour
	}
	return cube
}

// coloursOf are the colours that the page gives to the modes of some acts. A baseline has none: it is written in the
// terminal's own colour, as it is black on the page.
func coloursOf(acts []Act) map[string]chart.Token {
	var modes []string
	bases := map[string]bool{}
	for _, a := range acts {
		bases[a.Base] = true
	}
	for _, a := range acts {
		if !bases[a.Mode] {
			modes = append(modes, a.Mode)
		}
	}
	all := map[string]chart.Token{}
	for mode, look := range figure.LooksOf(modes) {
		all[mode] = look.Colour
	}
	return all
}

// paint sets a text in a colour. The colours are those of the light page, whose contrast on black is above 3 as well,
// as WCAG 2.2 asks of graphics (1.4.11): nobody knows the background of a terminal.
func (p palette) paint(token chart.Token, text string) string {
	c, ok := chart.Themes[chart.Light][token]
	if p == noColour || !ok || strings.TrimSpace(text) == "" {
		return text
	}
	return p.start(c) + text + "\x1b[39m"
}

// start begins a colour.
func (p palette) start(c color.NRGBA) string {
	if p == trueColour {
		return fmt.Sprintf("\x1b[38;2;%d;%d;%dm", c.R, c.G, c.B)
	}
	return fmt.Sprintf("\x1b[38;5;%dm", 16+36*step(c.R)+6*step(c.G)+step(c.B))
}

// step is the nearest of the six steps of the cube: 0, 95, 135, 175, 215, 255.
func step(v uint8) int {
	if v < 48 {
		return 0
	}
	return max(1, (int(v)-35)/40)
}
