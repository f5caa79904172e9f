package demo

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"corerace/report/chart"
)

// luminance is the relative luminance of a colour, as WCAG 2.2 defines it.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func TestColoursAreSeenOnBlackAndOnWhite(t *testing.T) {
	for _, token := range append([]chart.Token{chart.Muted}, chart.SeriesColours...) {
		l := luminance(chart.Themes[chart.Light][token])
		if onBlack, onWhite := (l+0.05)/0.05, 1.05/(l+0.05); onBlack < 3 || onWhite < 3 {
			t.Errorf("%s has a contrast of %.2f on black and %.2f on white", token, onBlack, onWhite)
		}
	}
}

func TestModesHaveTheColoursOfThePage(t *testing.T) {
	acts := []Act{{Mode: "serial"}, {Mode: "goroutines", Base: "serial"}, {Mode: "gil", Base: "serial"},
		{Mode: "python-serial"}, {Mode: "python-threads", Base: "python-serial"}}
	all := coloursOf(acts)
	for mode, want := range map[string]chart.Token{"goroutines": "s1", "gil": "s2", "python-threads": "s5", "serial": "",
		"python-serial": ""} {
		if all[mode] != want {
			t.Errorf("%s is %q, want %q", mode, all[mode], want)
		}
	}
	for p, want := range map[palette]string{trueColour: "\x1b[38;2;0;114;178mx\x1b[39m",
		cube: "\x1b[38;5;25mx\x1b[39m", noColour: "x"} {
		if got := p.paint("s1", "x"); got != want {
			t.Errorf("%d paints %q, want %q", p, got, want)
		}
	}
	if got := trueColour.paint("", "x"); strings.Contains(got, "\x1b") {
		t.Errorf("a baseline is painted %q", got)
	}
}
