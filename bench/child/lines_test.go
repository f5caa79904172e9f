package child

import (
	"errors"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// spoken are the lines of a child that says something and doesn't end.
func spoken(t *testing.T, says string) *Lines {
	t.Helper()
	p, err := OpenPipes()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.LetGo(); p.Close() })
	go p.Stdout.WriteString(says)
	return NewLines(p)
}

func TestLinesAreBounded(t *testing.T) {
	l := spoken(t, "short\r\n"+strings.Repeat("x", 2*MaxLine))
	kill := func() { t.Error("it is killed") }
	if b, err := l.Next(time.Hour, kill); string(b) != "short" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := l.Next(time.Hour, kill); err != ErrLongLine {
		t.Errorf("error is %v", err)
	}
}

// The child's end stays open, as where somebody outside of its group holds it.
func TestASilentChildIsKilledAndNotWaitedFor(t *testing.T) {
	l := spoken(t, "half a line")
	var killed atomic.Bool
	_, err := l.Next(time.Millisecond, func() { killed.Store(true) })
	if late, ok := errors.AsType[LateError](err); !ok || late.Limit != time.Millisecond || !killed.Load() {
		t.Errorf("error is %v, killed %v", err, killed.Load())
	}
}

func TestAChildThatHasEndedSaysNoMore(t *testing.T) {
	l := spoken(t, "")
	for _, f := range []*os.File{l.Stdout, l.Stdin} {
		f.Close()
	}
	if _, err := l.Next(time.Hour, func() {}); err != io.EOF {
		t.Errorf("error is %v", err)
	}
	if err := l.Send("more"); err == nil {
		t.Error("it is sent a line")
	}
}
