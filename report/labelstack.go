package report

import (
	"sort"

	"gonum.org/v1/plot/vg"
)

// An endLabel names a line at its right end, instead of a legend that the eye must look up.
type endLabel struct {
	name, value string
	colour      token
	y           vg.Length // where the line ends
	place       vg.Length // where the label stands
}

const labelGap = 25 * vg.Length(1) // from label to label

// stack places the labels as near to their lines as they go without touching, between bottom and top.
func stack(labels []endLabel, bottom, top vg.Length) {
	sort.SliceStable(labels, func(i, j int) bool { return labels[i].y > labels[j].y })
	for i := range labels {
		labels[i].place = min(labels[i].y, top)
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
func spread(labels []endLabel, bottom, top vg.Length) {
	step := (top - bottom) / vg.Length(max(len(labels)-1, 1))
	for i := range labels {
		labels[i].place = top - vg.Length(i)*min(step, labelGap)
	}
}

// endLabels writes the labels at x, with a thin leader to a line that its label moved away from.
func (s *sheet) endLabels(labels []endLabel, x, bottom, top vg.Length) {
	stack(labels, bottom, top)
	room := figureWidth - x - 18
	for _, l := range labels {
		s.line(l.colour, 0.75, x+4, l.y, x+11, l.place)
		h, line := fit(hand{size: 11.5, weight: semibold, token: l.colour}, 8, room, l.name)
		s.write(h, x+14, l.place+1, line)
		h, line = fit(hand{size: 9, weight: regular, token: muted}, 7, room, l.value)
		s.write(h, x+14, l.place-10, line)
	}
}
