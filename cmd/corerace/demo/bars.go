package demo

import (
	"math"
	"strings"

	"corerace/report/chart"
)

// The signs of a bar. They differ without any colour.
const (
	ownSign    = '█'
	othersSign = '▒'
	idleSign   = '·'
)

// mostBars is how many bars fit on a wall; more cores share bars.
const mostBars = 16

// eighths fill a cell from the left.
var eighths = []rune("▏▎▍▌▋▊▉")

// A bar is one core, or several side by side, averaged.
type bar struct {
	from, to int     // ids of the cores
	own      float64 // share that this program has; that of all programs where whose it is isn't known
	others   float64
	known    bool // whose it is
}

// barsOf are the bars of a point, at most so many.
func barsOf(p Point, most int) (bars []bar) {
	n := max(len(p.Busy), len(p.Own))
	per := max(1, (n+most-1)/most)
	for lo := 0; lo < n; lo += per {
		b := bar{from: lo, to: min(lo+per, n) - 1, known: p.Own != nil}
		for i := lo; i <= b.to; i++ {
			busy, own := share(p.Busy, i), share(p.Own, i)
			if !b.known {
				own = busy
			}
			b.own += own
			b.others += max(0, min(busy, 1)-own) // the machine's counters move in ticks, ours don't
		}
		cores := float64(b.to - b.from + 1)
		b.own, b.others = min(b.own/cores, 1), min(b.others/cores, 1)
		bars = append(bars, b)
	}
	return bars
}

// share is the share of a core, 0 where it isn't there.
func share(all []float64, core int) float64 {
	if core >= len(all) || math.IsNaN(all[core]) {
		return 0
	}
	return max(0, all[core])
}

// label names the cores of a bar.
func (b bar) label(t *Texts) string {
	if b.from == b.to {
		return t.say("core", "id", t.number(float64(b.from), 0))
	}
	return t.say("cores", "from", t.number(float64(b.from), 0), "to", t.number(float64(b.to), 0))
}

// draw draws the bar in width cells: ours in the mode's colour to the eighth of a cell, then what others have, then
// what nobody has.
func (b bar) draw(width int, p palette, token chart.Token) string {
	own := Cells(b.own, width)
	others := max(0, min(int(math.Round((b.own+b.others)*float64(width))), width)-len([]rune(own)))
	idle := width - len([]rune(own)) - others
	return p.paint(token, own) + p.paint(chart.Muted, strings.Repeat(string(othersSign), others)) +
		p.paint(chart.Rule, strings.Repeat(string(idleSign), idle))
}

// Cells is a share of width cells of a terminal, filled to the eighth of a cell.
func Cells(share float64, width int) string {
	n := int(min(max(share, 0), 1)*float64(8*width) + 0.5)
	s := strings.Repeat(string(ownSign), n/8)
	if n%8 > 0 {
		s += string(eighths[n%8-1])
	}
	return s
}

// sums are the cores' worth of time of a point: of this program, or of all where that isn't known, and of others.
func sums(p Point) (own, others float64, known bool) {
	for _, b := range barsOf(p, max(len(p.Busy), len(p.Own), 1)) {
		own, others, known = own+b.own, others+b.others, b.known
	}
	return own, others, known
}
