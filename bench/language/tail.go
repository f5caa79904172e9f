package language

import (
	"io"
	"os"
	"strings"
	"sync"
)

// tailBytes is how much is kept of what an interpreter writes to standard error.
const tailBytes = 4096

// A tail keeps the end of what is written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

// take reads a file to its end, and closes it.
func (t *tail) take(f *os.File) {
	defer f.Close()
	io.Copy(t, f)
}

// Write implements io.Writer. It never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - tailBytes; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

// lastLine is the last line that isn't blank, in brackets: of a traceback it is the one that says what happened.
func (t *tail) lastLine() string {
	t.mu.Lock()
	text := strings.TrimSpace(string(t.b))
	t.mu.Unlock()
	if line := plain(text[strings.LastIndexByte(text, '\n')+1:]); line != "" {
		return " (" + line + ")"
	}
	return ""
}
