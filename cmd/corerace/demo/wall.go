package demo

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"corerace/report/chart"
	"corerace/report/legible"
)

// A Wall is what is written to. On a terminal it draws bars and redraws them in place, with plain ANSI and no alternate
// screen, so that the last picture of every mode stays for the discussion. Elsewhere it writes a line a second.
type Wall struct {
	W io.Writer
	// Size is that of the terminal; columns are 0 where lines may be of any length. Live is whether it understands ANSI.
	Size  func() (columns, rows int, live bool)
	Texts *Texts
	ASCII bool // texts are spelt in it: that may take more letters

	palette palette
	colours map[string]chart.Token // of the modes
}

// wideFrom is the width from which big figures have room beside the bars, which then end at barsTo.
const (
	wideFrom = 100
	barsTo   = 60
	gutter   = 4
)

// paragraph writes a text, broken between words where the terminal has an end.
func (w *Wall) paragraph(text string) { fmt.Fprintln(w.W, w.broken(text)) }

// broken is a text in lines that the terminal has room for.
func (w *Wall) broken(text string) string {
	if w.ASCII {
		text = legible.ToASCII(text)
	}
	columns := w.columns()
	if columns == 0 {
		return text
	}
	return legible.Wrap(text, columns, "")
}

// columns is how wide a line may be; 0: any. The last column stays free: what is written there and then cleared up to
// the end of the line would be cleared as well.
func (w *Wall) columns() int {
	columns, _, _ := w.Size()
	return max(0, columns-1)
}

// blank writes an empty line.
func (w *Wall) blank() { fmt.Fprintln(w.W) }

// heading writes a line that is seen first.
func (w *Wall) heading(text string, token chart.Token) {
	_, _, live := w.Size()
	text = w.broken(text)
	if live {
		text = "\x1b[1m" + w.palette.paint(token, text) + "\x1b[22m"
	}
	fmt.Fprintln(w.W, text)
}

// A picture is what is redrawn while an act goes on.
type picture struct {
	*Wall
	act     Act
	lines   int           // of the picture that is on the wall
	told    time.Duration // when the last plain line was written
	last    time.Duration
	average Point // of the act so far, each point by its length
}

// show shows a point.
func (p *picture) show(at Point) {
	p.add(at)
	_, _, live := p.Size()
	if live {
		when := p.Texts.number(at.T.Seconds(), 1) + " s"
		p.draw(at, when, sided{when, p.Texts.say("seconds-so-far"), ownSign})
		return
	}
	if at.T-p.told < time.Second {
		return
	}
	p.told = at.T.Truncate(time.Second)
	p.paragraph("  " + p.line(at, p.Texts.number(at.T.Seconds(), 0)+" s"))
}

// line tells a point in words.
func (p *picture) line(at Point, when string) string {
	var parts []string
	for _, b := range barsOf(at, mostBars) {
		parts = append(parts, fmt.Sprintf("%s %.0f %%", b.label(p.Texts), 100*min(b.own+b.others, 1)))
	}
	return p.status(at, when) + "; " + strings.Join(parts, ", ")
}

// status says how many cores are busy.
func (p *picture) status(at Point, when string) string {
	own, others, known := sums(at)
	key := "status"
	if !known {
		key = "status-of-all"
	}
	return p.Texts.say(key, "when", when, "own", p.Texts.number(own, 1), "others", p.Texts.number(others, 1),
		"all", p.Texts.number(float64(max(len(at.Busy), len(at.Own))), 0))
}

// add takes a point into the average.
func (p *picture) add(at Point) {
	before, length := p.last.Seconds(), (at.T - p.last).Seconds()
	if length <= 0 {
		return
	}
	p.average.Busy = weighted(p.average.Busy, before, at.Busy, length)
	if at.Own != nil {
		p.average.Own = weighted(p.average.Own, before, at.Own, length)
	}
	p.last, p.average.T = at.T, at.T
}

// weighted is the mean of two lists of shares, each by its length.
func weighted(a []float64, la float64, b []float64, lb float64) []float64 {
	out := make([]float64, max(len(a), len(b)))
	for i := range out {
		out[i] = (share(a, i)*la + share(b, i)*lb) / (la + lb)
	}
	return out
}

// finish leaves the averages of an act on the wall, with the figure that counts.
func (p *picture) finish(r Result) {
	took := p.Texts.say("took", "seconds", p.Texts.number(r.Wall.Seconds(), 1))
	_, _, live := p.Size()
	switch {
	case p.average.Busy == nil && p.average.Own == nil:
		p.paragraph(p.Texts.say("no-cores"))
	case live:
		p.draw(p.average, took, p.sidedBy(r))
	default:
		p.paragraph("  " + p.line(p.average, took))
	}
}

// A sided is a figure beside the bars, with what it says. It is drawn in full signs where it was measured, and in
// fainter ones where it is a projection.
type sided struct {
	figure, caption string
	sign            rune
}

// sidedBy is the figure of a result.
func (p *picture) sidedBy(r Result) sided {
	e, kind := r.claim()
	switch kind {
	case measured:
		return sided{p.Texts.number(e.Center, 2) + "×", r.filled(p.Texts, "caption.measured", e), ownSign}
	case projected:
		return sided{p.Texts.number(e.Center, 2) + "×", r.filled(p.Texts, "caption.projected", e), othersSign}
	}
	return sided{p.Texts.number(r.Wall.Seconds(), 1) + " s", p.Texts.say("seconds-taken"), ownSign}
}

// draw draws the picture over the one before, in one write.
func (p *picture) draw(at Point, when string, beside sided) {
	var b bytes.Buffer
	b.WriteString("\x1b[?2026h") // one picture, not its lines one by one
	if p.lines > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", p.lines)
	}
	lines := p.frame(at, when, beside)
	for _, line := range lines {
		b.WriteString("\r" + line + "\x1b[K\n")
	}
	b.WriteString("\x1b[J\x1b[?2026l")
	p.lines = len(lines)
	p.W.Write(b.Bytes())
}
