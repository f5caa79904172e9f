package child

import (
	"bytes"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"
)

// MaxPlain is how many bytes are shown of a text from another program.
const MaxPlain = 300

// Plain makes a text from another program fit for an error or a line: one line of at most MaxPlain bytes that can't
// steer a terminal.
func Plain(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), MaxPlain)], "?")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s))
}

// tailBytes is how much a Tail keeps.
const tailBytes = 4096

// A Tail keeps the last bytes that were written to it, so that a child may say as much as it likes. Its zero value is
// ready, and its methods may be called from several goroutines.
type Tail struct {
	mu sync.Mutex
	b  []byte
}

// Write implements io.Writer. It never fails.
func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p[max(0, len(p)-tailBytes):]...)
	if over := len(t.b) - tailBytes; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

// Take reads a file to its end, and closes it.
func (t *Tail) Take(f *os.File) {
	defer f.Close()
	io.Copy(t, f)
}

// Bytes returns what is kept.
func (t *Tail) Bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.b)
}

// LastLine returns the last line that isn't blank, plain: of a traceback it is the one that says what happened.
func (t *Tail) LastLine() string {
	text := strings.TrimSpace(string(t.Bytes()))
	return Plain(text[strings.LastIndexByte(text, '\n')+1:])
}
