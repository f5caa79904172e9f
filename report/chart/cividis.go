package chart

import "image/color"

// cividisStops are ten even steps of cividis, a colour map that is read alike with and without colour blindness
// (Nuñez, Anderton and Renslow, PLoS ONE 13(7), 2018).
var cividisStops = [...]color.NRGBA{
	hex(0x00224e), hex(0x123570), hex(0x3b496c), hex(0x575d6d), hex(0x707173),
	hex(0x8a8678), hex(0xa59c74), hex(0xc3b369), hex(0xe1cc55), hex(0xfee838),
}

// HeatSteps is how many shades a heat map has: neighbours of one shade become one shape.
const HeatSteps = 33

// Shade is the step of a busy share: 0 for idle, heatSteps-1 for a whole core.
func Shade(busy float64) int {
	if !(busy > 0) { // also what isn't a number
		return 0
	}
	return int(min(busy, 1)*(HeatSteps-1) + 0.5)
}

// Cividis is the colour of a step.
func Cividis(step int) color.NRGBA {
	x := float64(step) / (HeatSteps - 1) * float64(len(cividisStops)-1)
	i := min(int(x), len(cividisStops)-2)
	f := x - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-f) + float64(b)*f + 0.5) }
	a, b := cividisStops[i], cividisStops[i+1]
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xff}
}

// HeatPalette is the steps for an image, after a transparent colour for what wasn't recorded.
var HeatPalette = func() color.Palette {
	p := color.Palette{color.NRGBA{}}
	for step := range HeatSteps {
		p = append(p, Cividis(step))
	}
	return p
}()
