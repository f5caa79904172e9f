package chart

import (
	"image/color"
	"math"
	"testing"
)

// Text and the colours that names are set in are readable on their background: 4.5 is WCAG's AA for text of any
// size.
func TestColoursHaveContrast(t *testing.T) {
	for theme, set := range Themes {
		for _, tok := range append([]Token{Fg, Muted}, SeriesColours...) {
			if c := contrast(set[tok], set[Bg]); c < 4.5 {
				t.Errorf("theme %d: %s on its background has a contrast of %.2f, want 4.5", theme, tok, c)
			}
		}
		if c := contrast(set[Rule], set[Bg]); c < 3 {
			t.Errorf("theme %d: rule has a contrast of %.2f, want 3", theme, c)
		}
		if len(set) != len(TokenOrder) {
			t.Errorf("theme %d has %d tokens, want %d", theme, len(set), len(TokenOrder))
		}
	}
}

// Waiting and what others used are grey: they are told from the colours of the modes that most people race by every eye,
// and from an idle core, which is the background. What is written on a filling is readable on it.
func TestNeutralsStayApartFromModes(t *testing.T) {
	const apart = 15 // of ΔE*ab; about six times what can just be told apart
	for theme, set := range Themes {
		for _, grey := range []Token{Rule, Muted} {
			for kind, m := range machado {
				for _, mode := range append([]Token{Fg, Bg}, SeriesColours[:3]...) {
					if d := deltaE(simulate(m, set[grey]), simulate(m, set[mode])); d < apart {
						t.Errorf("theme %d, %s: %s and %s are %.1f apart, want %d", theme, kind, grey, mode, d, apart)
					}
				}
			}
		}
		for _, on := range append([]Token{Muted}, SeriesColours...) {
			if c := contrast(set[Bg], set[on]); c < 4.5 {
				t.Errorf("theme %d: the background's colour on %s has a contrast of %.2f, want 4.5", theme, on, c)
			}
		}
		if c := contrast(set[Fg], set[Grid]); c < 4.5 {
			t.Errorf("theme %d: ink on grid has a contrast of %.2f, want 4.5", theme, c)
		}
	}
}

// MostFilled is the opacity up to which a mode's colour may lie under ink.
func TestInkIsReadableOnAFilling(t *testing.T) {
	for theme, set := range Themes {
		for _, mode := range SeriesColours {
			under := mix(set[mode], set[Bg], MostFilled)
			if c := contrast(set[Fg], under); c < 4.5 {
				t.Errorf("theme %d: ink on %s has a contrast of %.2f, want 4.5", theme, mode, c)
			}
		}
	}
}

// mix is a colour over another one.
func mix(over, under color.NRGBA, opacity float64) color.NRGBA {
	m := func(a, b uint8) uint8 { return uint8(opacity*float64(a) + (1-opacity)*float64(b)) }
	return color.NRGBA{R: m(over.R, under.R), G: m(over.G, under.G), B: m(over.B, under.B), A: 0xff}
}

// What is drawn in doubt is faint and can be seen: a mark, and a dot among many, which is fainter than its mark.
func TestWhatIsInDoubtCanBeSeen(t *testing.T) {
	for theme := range Themes {
		firm := &Sheet{Inks: InksOf(theme)}
		doubt := firm.InDoubt(true)
		on := Themes[theme][Bg]
		of := func(c color.Color) float64 {
			i := c.(ink)
			return contrast(mix(i.NRGBA, on, float64(i.A)/0xff), on)
		}
		for _, mode := range append([]Token{BaselineLook.Colour}, SeriesColours...) {
			mark, dot := of(doubt.Marked(mode)), of(doubt.Dotted(mode))
			if full := of(firm.Marked(mode)); mark < 1.7 || mark > 0.6*full {
				t.Errorf("theme %d: %s in doubt has a contrast of %.2f, and of %.2f else", theme, mode, mark, full)
			}
			if dot < 1.45 || dot >= mark {
				t.Errorf("theme %d: a dot of %s in doubt has a contrast of %.2f, its mark %.2f", theme, mode, dot, mark)
			}
			if sure := of(firm.Dotted(mode)); sure < 1.7 || sure <= dot {
				t.Errorf("theme %d: a dot of %s has a contrast of %.2f, and of %.2f in doubt", theme, mode, sure, dot)
			}
		}
	}
}

// The first three series stay apart for the two common kinds of colour blindness. Beyond three, and for the rare
// third kind, the marker and the label carry the difference.
func TestFirstSeriesColoursStayApart(t *testing.T) {
	const apart = 25 // of ΔE*ab; about ten times what can just be told apart
	for theme, set := range Themes {
		for kind, m := range machado {
			for i, a := range SeriesColours[:3] {
				for _, b := range SeriesColours[:i] {
					if d := deltaE(simulate(m, set[a]), simulate(m, set[b])); d < apart {
						t.Errorf("theme %d, %s: %s and %s are %.1f apart, want %d", theme, kind, a, b, d, apart)
					}
				}
			}
		}
	}
}

func TestEveryModeHasItsOwnLook(t *testing.T) {
	seen := map[Look]int{}
	for slot := range len(SeriesColours) * len(glyphs) {
		if other, ok := seen[LookOf(slot)]; ok {
			t.Errorf("modes %d and %d look alike", other, slot)
		}
		seen[LookOf(slot)] = slot
	}
}

// machado are the matrices for a full deficiency of Machado, Oliveira and Fernandes, IEEE TVCG 15(6), 2009, table 1,
// on linear RGB.
var machado = map[string][3][3]float64{
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

func linear(c color.NRGBA) [3]float64 {
	var out [3]float64
	for i, v := range []uint8{c.R, c.G, c.B} {
		x := float64(v) / 255
		if x <= 0.04045 {
			out[i] = x / 12.92
		} else {
			out[i] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	return out
}

func simulate(m [3][3]float64, c color.NRGBA) [3]float64 {
	in, out := linear(c), [3]float64{}
	for i := range out {
		for j := range in {
			out[i] += m[i][j] * in[j]
		}
		out[i] = min(max(out[i], 0), 1)
	}
	return out
}

func luminance(c color.NRGBA) float64 {
	l := linear(c)
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

// contrast is the ratio of WCAG 2.2.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// deltaE is the distance in CIELAB (1976) under D65.
func deltaE(a, b [3]float64) float64 {
	p, q := lab(a), lab(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

func lab(c [3]float64) [3]float64 {
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124564*c[0] + 0.3575761*c[1] + 0.1804375*c[2]) / 0.95047)
	y := f(0.2126729*c[0] + 0.7151522*c[1] + 0.0721750*c[2])
	z := f((0.0193339*c[0] + 0.1191920*c[1] + 0.9503041*c[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}
