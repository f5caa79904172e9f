package demo

import (
	"fmt"
	"strings"

	"corerace/report/legible"
)

// frame is the picture of a point, line by line. No line is wider than the terminal:
//
//	core 0 ████████████████████▒▒▒····· 82 %        ████  ████
//	core 1 ██████████████████████████▒▒ 99 %           █  █  █
//	1.2 s: 1.6 of 2 cores busy with this            …
//	█ this program  ▒ others  · idle                seconds so far
func (p *picture) frame(at Point, when string, beside sided) []string {
	_, rows, _ := p.Size()
	columns := p.columns()
	left := columns
	if columns >= wideFrom {
		left = barsTo
	}
	var side []string
	if room := columns - left - gutter; room > 0 {
		side = p.side(beside, room)
	}
	lines, widths := p.bars(at, left, max(1, min(mostBars, rows-6)))
	_, _, known := sums(at)
	for _, text := range []string{p.status(at, when), p.legend(known)} {
		for line := range strings.Lines(legible.Wrap(text, left, "")) {
			line = strings.TrimSuffix(line, "\n")
			lines, widths = append(lines, line), append(widths, len([]rune(line)))
		}
	}
	for len(lines) < len(side) {
		lines, widths = append(lines, ""), append(widths, 0)
	}
	for i, s := range side {
		lines[i] += strings.Repeat(" ", left+gutter-widths[i]) + s
	}
	return lines
}

// side is the right half of a wide terminal: a figure, and what it is.
func (p *picture) side(beside sided, width int) (lines []string) {
	for _, row := range big(beside.figure, width, beside.sign) {
		lines = append(lines, p.palette.paint(p.colours[p.act.Mode], row))
	}
	lines = append(lines, "")
	for line := range strings.Lines(legible.Wrap(beside.caption, width, "")) {
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	return lines
}

// thickTo is how many bars are drawn two lines high.
const thickTo = 4

// bars are the bars of a point, each with its name and its share.
func (p *picture) bars(at Point, width, most int) (lines []string, widths []int) {
	all := barsOf(at, most)
	name := 0
	for _, b := range all {
		name = max(name, len([]rune(b.label(p.Texts))))
	}
	cells := max(8, width-name-1-6)
	for _, b := range all {
		drawn := b.draw(cells, p.palette, p.colours[p.act.Mode])
		label := b.label(p.Texts)
		lines = append(lines, fmt.Sprintf("%s%s %s %3.0f %%", label, strings.Repeat(" ", name-len([]rune(label))), drawn,
			100*min(b.own+b.others, 1)))
		widths = append(widths, name+1+cells+6)
		if len(all) <= thickTo {
			lines, widths = append(lines, strings.Repeat(" ", name+1)+drawn), append(widths, name+1+cells)
		}
	}
	return lines, widths
}

// legend says what the signs of a bar are.
func (p *picture) legend(known bool) string {
	key := "legend"
	if !known {
		key = "legend-of-all"
	}
	return p.Texts.say(key, "own", string(ownSign), "others", string(othersSign), "idle", string(idleSign))
}
