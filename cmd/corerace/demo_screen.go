package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"corerace/results"
)

// screenInterval is how often the bars move.
const screenInterval = 250 * time.Millisecond

// mostBars is how many bars fit on a wall; more cores share bars.
const mostBars = 16

// A screen shows what the cores do. On a terminal it draws bars and redraws them in place, with plain ANSI and no
// alternate screen, so that the last picture of every mode stays for the discussion. Elsewhere it writes a line a
// second.
type screen struct {
	w    io.Writer
	live bool

	lines  int           // of the picture that is redrawn
	began  time.Duration // when the last plain line was written, in the stream's time
	last   results.Cores
	busy   []float64 // busy seconds of each core
	length float64   // seconds of the stream
}

func newScreen(w io.Writer, plain bool) *screen {
	_, _, ok := terminalSize(w)
	return &screen{w: w, live: ok && !plain}
}

// say writes a line, cut to the width of a terminal: a line that wraps looks broken on a wall.
func (s *screen) say(line string) {
	columns, _, ok := terminalSize(s.w)
	if runes := []rune(line); s.live && ok && len(runes) > columns {
		line = string(runes[:columns-1]) + "…"
	}
	fmt.Fprintln(s.w, line)
}

// begin starts the picture of a mode.
func (s *screen) begin(title, doc string) {
	*s = screen{w: s.w, live: s.live}
	s.say(title + "   " + doc)
	if s.live {
		fmt.Fprint(s.w, "\x1b[?25l") // hides the cursor
	}
}

// add takes a point of the stream into the averages.
func (s *screen) add(c results.Cores) {
	dt := (c.T - s.last.T).Seconds()
	s.last = c
	for len(s.busy) < len(c.Busy) {
		s.busy = append(s.busy, 0)
	}
	for i, b := range c.Busy {
		s.busy[i] += b * dt
	}
	s.length += dt
}

// show shows a point of the stream.
func (s *screen) show(c results.Cores) {
	s.add(c)
	if s.live {
		s.draw(c.Busy, fmt.Sprintf("%4.1f s", c.T.Seconds()))
		return
	}
	if c.T-s.began < time.Second {
		return
	}
	s.began = c.T.Truncate(time.Second)
	fmt.Fprintf(s.w, "  %2.0f s  %s\n", c.T.Seconds(), shares(c.Busy))
}

// finish leaves the averages of the mode on the screen, and returns how many cores were busy.
func (s *screen) finish(wall time.Duration) (busy float64) {
	for i := range s.busy {
		s.busy[i] /= max(s.length, 1e-9)
		busy += s.busy[i]
	}
	took := fmt.Sprintf("took %.2f s", wall.Seconds())
	if s.live {
		s.draw(s.busy, took)
		fmt.Fprintln(s.w)
		s.lines = 0
		return busy
	}
	fmt.Fprintf(s.w, "  %s, on average %s\n", took, shares(s.busy))
	return busy
}

// restore gives the cursor back.
func (s *screen) restore() {
	if s.live {
		fmt.Fprint(s.w, "\x1b[?25h")
	}
}

// draw draws the bars over the ones before, in one write.
func (s *screen) draw(busy []float64, when string) {
	columns, _, _ := terminalSize(s.w)
	var b bytes.Buffer
	b.WriteString("\x1b[?2026h") // one picture, not its lines one by one
	if s.lines > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", s.lines)
	}
	labels, bars := grouped(busy)
	total := 0.0
	for _, x := range busy {
		total += x
	}
	for i, x := range bars {
		fmt.Fprintf(&b, "\r  %-12s %s %3.0f %%\x1b[K\n", labels[i], bar(x, max(10, min(60, columns-24))), 100*min(x, 1))
	}
	fmt.Fprintf(&b, "\r  %-12s %.1f of %d cores busy\x1b[K\n", when, total, len(busy))
	b.WriteString("\x1b[?2026l")
	s.lines = len(bars) + 1
	s.w.Write(b.Bytes())
}

// grouped averages neighbouring cores where there are too many for a bar each.
func grouped(busy []float64) (labels []string, bars []float64) {
	per := (len(busy) + mostBars - 1) / mostBars
	for lo := 0; lo < len(busy); lo += max(per, 1) {
		hi := min(lo+per, len(busy))
		sum := 0.0
		for _, x := range busy[lo:hi] {
			sum += x
		}
		label := fmt.Sprintf("core %d", lo)
		if per > 1 {
			label = fmt.Sprintf("cores %d–%d", lo, hi-1)
		}
		labels, bars = append(labels, label), append(bars, sum/float64(hi-lo))
	}
	return labels, bars
}

// shares says in a line how busy the cores are.
func shares(busy []float64) string {
	labels, bars := grouped(busy)
	var parts []string
	total := 0.0
	for _, x := range busy {
		total += x
	}
	for i, x := range bars {
		parts = append(parts, fmt.Sprintf("%s %3.0f %%", labels[i], 100*min(x, 1)))
	}
	return fmt.Sprintf("%s, %.1f of %d cores busy", strings.Join(parts, ", "), total, len(busy))
}
