package race

import (
	"bufio"
	"io"
	"os"
	"strings"
	"unicode"
)

// maxSaid is how many lines of another program are shown, and maxPlain how many bytes of a line or a text.
const (
	maxSaid  = 50
	maxPlain = 300
)

// relay shows the lines of another program, tidied and each with a mark in front, and reads on to the end: a program
// that floods isn't shown to the end, and never waits for its reader. It closes the file.
func relay(from *os.File, to io.Writer, mark string) {
	defer from.Close()
	in := bufio.NewReaderSize(from, maxPlain)
	for n := 0; ; {
		line, rest, err := in.ReadLine()
		if err != nil {
			return
		}
		text := plain(string(line))
		for rest && err == nil {
			_, rest, err = in.ReadLine()
		}
		if text == "" || n > maxSaid {
			continue
		}
		if n++; n > maxSaid {
			text = "and more, which isn't shown"
		}
		io.WriteString(to, mark+text+"\n")
	}
}

// plain makes a text from elsewhere fit for a line: at most maxPlain bytes that can't steer a terminal.
func plain(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), maxPlain)], "?")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s))
}
