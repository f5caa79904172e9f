package chart

import (
	"sort"

	"gonum.org/v1/plot/vg"
)

// An EndLabel names a line at its right end, instead of a legend that the eye must look up.
type EndLabel struct {
	Name, Value string
	Colour      Token
	Y           vg.Length // where the line ends
	place       vg.Length // where the label stands
}

const (
	labelGap    = 25 * vg.Length(1) // from label to label
	labelIndent = 14 * vg.Length(1) // from the end of the lines
)

var valueHand = Hand{Size: 9, Weight: Regular, Token: Muted}

func nameHand(colour Token) Hand { return Hand{Size: 11.5, Weight: Semibold, Token: colour} }

// LabelRoom is how much room labels take right of the lines, up to most.
func LabelRoom(labels []EndLabel, most vg.Length) (room vg.Length) {
	for _, l := range labels {
		room = max(room, WidestOf(nameHand(l.Colour), l.Name), WidestOf(valueHand, l.Value))
	}
	return min(room, most) + labelIndent
}

// stack places the labels as near to their lines as they go without touching, between bottom and top.
func stack(labels []EndLabel, bottom, top vg.Length) {
	sort.SliceStable(labels, func(i, j int) bool { return labels[i].Y > labels[j].Y })
	for i := range labels {
		labels[i].place = min(labels[i].Y, top)
	}
	for range 200 {
		moved := false
		for i := 1; i < len(labels); i++ {
			overlap := labels[i].place + labelGap - labels[i-1].place
			if overlap > 0.01 {
				labels[i-1].place += overlap / 2
				labels[i].place -= overlap / 2
				moved = true
			}
		}
		for i := range labels {
			labels[i].place = min(max(labels[i].place, bottom), top)
		}
		if !moved {
			return
		}
	}
	spread(labels, bottom, top)
}

// spread is for labels that don't fit side by side: it sets them evenly.
func spread(labels []EndLabel, bottom, top vg.Length) {
	step := (top - bottom) / vg.Length(max(len(labels)-1, 1))
	for i := range labels {
		labels[i].place = top - vg.Length(i)*min(step, labelGap)
	}
}

// EndLabels writes the labels at x, with a thin leader to a line that its label moved away from.
func (s *Sheet) EndLabels(labels []EndLabel, x, bottom, top vg.Length) {
	stack(labels, bottom, top)
	room := s.Width - Margin - x - labelIndent
	for _, l := range labels {
		s.Line(l.Colour, 0.75, x+4, l.Y, x+11, l.place)
		h, line := Fit(nameHand(l.Colour), LeastText, room, l.Name)
		s.Write(h, x+labelIndent, l.place+1, line)
		h, line = Fit(valueHand, LeastText, room, l.Value)
		s.Write(h, x+labelIndent, l.place-10, line)
	}
}
