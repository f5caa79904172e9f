package chart

import (
	"strings"
	"unicode/utf8"

	"gonum.org/v1/plot/vg"
)

// WidestOf is how wide a line may come out. An SVG is set in a font of the reader's where Inter isn't installed, and
// the widest that is common, DejaVu Sans, takes 1.07 times as much for a line, and 1.18 times in bold.
func WidestOf(h Hand, line string) vg.Length {
	if h.Weight >= Semibold {
		return WidthOf(h, line) * 1.2
	}
	return WidthOf(h, line) * 1.1
}

// A text around the data area has at most mostLines lines, which are leading times their size apart.
const (
	mostLines = 3
	leading   = 1.2
)

// Frame writes the lines around the data area. None of them is cut: a text that is too long for its line is set
// smaller, and then on more lines, which find their room above.
func (s *Sheet) Frame(headline, subtitle, source string) {
	if s.Bare {
		return
	}
	top := s.Height - Margin
	h, lines := whole(Hand{Size: 11, Weight: Regular, Token: Muted}, 8.5, subtitle)
	above := s.stack(h, top-32, lines)
	h, lines = whole(Hand{Size: 17, Weight: Semibold, Token: Fg}, 12, headline)
	s.stack(h, top-14+above, lines)
	h, lines = whole(Hand{Size: 8.5, Weight: Regular, Token: Muted}, 7, source)
	s.stack(h, 14-h.Size*leading/2*vg.Length(len(lines)-1), lines)
}

// stack writes lines, the last one with its baseline at y, and returns how much higher the first one is.
func (s *Sheet) stack(h Hand, y vg.Length, lines []string) (above vg.Length) {
	above = h.Size * leading * vg.Length(len(lines)-1)
	for i, line := range lines {
		s.Write(h, Margin, y+above-h.Size*leading*vg.Length(i), line)
	}
	return above
}

// whole sets a text between the margins without losing any of it, in any font: on one line down to the size least, on
// two down to two thirds of that, and on three down to half of it. Nobody could read it smaller, and what is left then
// is cut.
func whole(h Hand, least vg.Length, text string) (Hand, []string) {
	var lines []string
	for i, smallest := range []vg.Length{least, least * 2 / 3, least / 2} {
		for ; h.Size >= smallest; h.Size -= 0.5 {
			if lines = wrap(h, FigureWidth-2*Margin, text); len(lines) <= i+1 {
				return h, lines
			}
		}
	}
	h.Size += 0.5
	lines = lines[:mostLines]
	lines[mostLines-1] += "…"
	return h, lines
}

// wrap breaks a text into lines that have room in any font, between words, and within a word where that alone is too
// long.
func wrap(h Hand, room vg.Length, text string) (lines []string) {
	fits := func(line string) bool { return WidestOf(h, line) <= room }
	line := ""
	for _, word := range strings.Fields(text) {
		if with := strings.TrimPrefix(line+" "+word, " "); fits(with) {
			line = with
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
		for !fits(line) {
			n := longest(line, fits)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	return append(lines, line)
}

// longest is how many bytes of a word fit on a line: one character at least.
func longest(word string, fits func(string) bool) (n int) {
	for i := range word {
		if i > 0 && !fits(word[:i]) {
			break
		}
		n = i
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(word)
	}
	return n
}
