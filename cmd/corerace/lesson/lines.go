package lesson

import (
	"bufio"
	"context"
	"io"
	"strings"
	"unicode/utf8"
)

// maxTyped is how much of a line counts, in bytes.
const maxTyped = 1024

// Lines reads lines one by one, so that waiting for one can be interrupted.
type Lines struct {
	lines chan string // closed at the end of the input
}

// NewLines reads from r, until its end.
func NewLines(r io.Reader) *Lines {
	l := &Lines{lines: make(chan string)}
	go func() {
		defer close(l.lines)
		b := bufio.NewReaderSize(r, maxTyped)
		for {
			part, more, err := b.ReadLine()
			if err != nil {
				return
			}
			line := string(part)
			for more && err == nil {
				_, more, err = b.ReadLine()
			}
			l.lines <- strings.ToValidUTF8(line, "�")
		}
	}()
	return l
}

// Next is the next line. At the end of the input it is io.EOF, and an interrupt ends the waiting.
func (l *Lines) Next(ctx context.Context) (string, error) {
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case s, ok := <-l.lines:
		if !ok {
			return "", io.EOF
		}
		return s, nil
	}
}

// Wrap is a text in lines of at most width characters, of which all but the first are indented like it.
func Wrap(text string, indent, width int) string {
	in := strings.Repeat(" ", indent)
	return wrap(text, in, in, width)
}

// wrap breaks paragraphs into lines of at most width characters, between words. A word that is longer has a line of its
// own. The first line begins with first, the others with rest.
func wrap(text, first, rest string, width int) string {
	var b strings.Builder
	for i, para := range strings.Split(text, "\n\n") {
		if i > 0 {
			b.WriteString("\n")
			first = rest
		}
		line, empty := first, true
		for _, word := range wordsOf(para) {
			if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
				b.WriteString(strings.TrimRight(line, " ") + "\n")
				line, empty = rest, true
			}
			if !empty {
				line += " "
			}
			line, empty = line+word, false
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// wordsOf are the words of a paragraph. A figure stays with its percent sign.
func wordsOf(para string) (words []string) {
	for _, w := range strings.Fields(para) {
		if n := len(words); n > 0 && strings.HasPrefix(w, "%") {
			words[n-1] += " " + w
			continue
		}
		words = append(words, w)
	}
	return words
}
