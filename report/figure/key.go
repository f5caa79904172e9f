package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"corerace/report/chart"
)

// A keyEntry says what a filling means.
type keyEntry struct {
	style fillStyle
	name  string
	glyph draw.GlyphDrawer // instead of a box; nil: none
}

var keyHand = chart.Hand{Size: 9.5, Weight: chart.Medium, Token: chart.Fg}

// keyLine is the height of a line of a key.
const keyLine = 16 * vg.Length(1)

// width is how much room an entry takes, with what parts it from the next.
func (k keyEntry) width() vg.Length { return 15 + chart.WidthOf(keyHand, k.name) + 14 }

// keyLines breaks a key into lines that fit a sheet.
func keyLines(all []keyEntry, width vg.Length) (lines [][]keyEntry) {
	x := width
	for _, k := range all {
		if x+k.width()-14 > width-chart.Margin {
			lines, x = append(lines, nil), chart.Margin
		}
		last := &lines[len(lines)-1]
		*last, x = append(*last, k), x+k.width()
	}
	return lines
}

// drawKey draws a key whose first line hangs from y, and returns where it ends.
func drawKey(s *chart.Sheet, all []keyEntry, y vg.Length) vg.Length {
	for _, line := range keyLines(all, s.Width) {
		x := vg.Length(chart.Margin)
		for _, k := range line {
			if k.glyph != nil {
				s.DrawGlyphNoClip(draw.GlyphStyle{Color: s.Inks.Of(k.style.fill), Radius: 3.4, Shape: k.glyph},
					vg.Point{X: x + 5, Y: y - 6.5})
			} else {
				pattern(s, k.style, x, x+10, y-11, y-1)
			}
			h, name := chart.Fit(keyHand, chart.LeastText, s.Width-chart.Margin-x-15, k.name)
			s.Write(h, x+15, y-10, name)
			x += k.width()
		}
		y -= keyLine
	}
	return y
}

// keyOf names the parts that the bars of a chart of time have. What computes has the colour of its mode, of which the
// key shows none.
func keyOf(modes []timeMode) (key []keyEntry) {
	for i, has := range partsOf(modes) {
		if has {
			key = append(key, keyEntry{style: styleOf(i, chart.BaselineLook), name: keyName(i)})
		}
	}
	return key
}

func keyName(part int) string {
	if part == onCore {
		return partNames[part] + ", in the mode's colour"
	}
	return partNames[part]
}
