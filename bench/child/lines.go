package child

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// MaxLine bounds the lines that are read of a child.
const MaxLine = 64 << 10

// ErrLongLine reports a line that is longer than MaxLine.
var ErrLongLine = fmt.Errorf("a line of more than %d bytes", MaxLine)

// A LateError reports a child that was silent for too long. It was killed.
type LateError struct{ Limit time.Duration }

func (e LateError) Error() string {
	return fmt.Sprintf("silent for %v, past its deadline", e.Limit.Round(time.Millisecond))
}

// Lines are the lines that go to and fro over the pipes of a child. They are used by one goroutine at a time.
type Lines struct {
	Pipes
	read *bufio.Reader
	late atomic.Int64 // the limit that was passed, in ns; 0 is none
}

// NewLines returns the lines over pipes that are open.
func NewLines(p Pipes) *Lines { return &Lines{Pipes: p, read: bufio.NewReaderSize(p.Out, MaxLine)} }

// Send sends a line, which comes without its end.
func (l *Lines) Send(line string) error {
	_, err := l.In.WriteString(line + "\n")
	return err
}

// Waiting reports whether a line was read, or its beginning, that nobody has asked for.
func (l *Lines) Waiting() bool { return l.read.Buffered() > 0 }

// Next returns the next line, without its end. The bytes are good until the next call. A child that is silent for
// longer than limit is killed by kill, and the error is a LateError then. At the child's end it is io.EOF.
func (l *Lines) Next(limit time.Duration, kill func()) ([]byte, error) {
	timer := time.AfterFunc(limit, func() {
		l.late.Store(int64(limit))
		kill()
		l.Out.SetReadDeadline(time.Unix(1, 0)) // also where somebody whom kill didn't reach holds the other end
	})
	defer timer.Stop()
	line, err := l.read.ReadSlice('\n')
	switch {
	case err == nil:
		return bytes.TrimRight(line, "\r\n"), nil
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, ErrLongLine
	case l.late.Load() != 0:
		return nil, LateError{time.Duration(l.late.Load())}
	}
	return nil, err
}
