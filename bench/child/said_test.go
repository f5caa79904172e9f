package child

import (
	"strings"
	"testing"
)

func TestATailIsBounded(t *testing.T) {
	var log Tail
	for range 10_000 {
		log.Write([]byte("a line of a traceback\n"))
	}
	log.Write([]byte("ValueError: the last \x1b[2J one\n\n"))
	if n := len(log.Bytes()); n > tailBytes {
		t.Errorf("%d bytes are kept, at most %d expected", n, tailBytes)
	}
	if last := log.LastLine(); last != "ValueError: the last  [2J one" {
		t.Errorf("the last line is %q", last)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("\x1b]0;title\a\xff two\nlines")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Plain(s); strings.ContainsAny(got, "\x1b\a\r\n") || len(got) > MaxPlain {
			t.Errorf("%q is shown as %q", s, got)
		}
	})
}
