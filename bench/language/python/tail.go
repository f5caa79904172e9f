package python

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
)

// A tail keeps the last bytes that were written to it, so that an interpreter may say as much as it likes.
type tail struct {
	mu sync.Mutex
	b  []byte
}

// Write implements io.Writer. It never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p[max(0, len(p)-probeBytes):]...)
	if over := len(t.b) - probeBytes; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

func (t *tail) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.b)
}

// lastLine returns the last line that isn't blank, cut and without control characters: of a traceback it is the one
// that says what happened.
func (t *tail) lastLine() string {
	text := strings.TrimSpace(string(t.bytes()))
	line := text[strings.LastIndexByte(text, '\n')+1:]
	return plain(line)
}

// plain makes a text from an interpreter fit for an error: one line of at most 200 bytes that can't steer a terminal.
func plain(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), 200)], "?")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s))
}
