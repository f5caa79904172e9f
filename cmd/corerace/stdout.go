package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// A sureWriter is standard output as the commands have it. A write that fails, since a disk is full or a reader has
// gone, keeps no command from its work: what was measured still gets its page. The first failure is the command's in
// the end.
type sureWriter struct {
	w io.Writer

	mu  sync.Mutex
	err error
}

// Write implements io.Writer. It never fails.
func (s *sureWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		_, s.err = s.w.Write(p)
	}
	return len(p), nil
}

// failed returns why something wasn't written, or nil.
func (s *sureWriter) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		return nil
	}
	return fmt.Errorf("standard output can't be written: %w", s.err)
}

// fileOf is the file that a writer writes to.
func fileOf(w io.Writer) (*os.File, bool) {
	if s, ok := w.(*sureWriter); ok {
		w = s.w
	}
	f, ok := w.(*os.File)
	return f, ok
}

// outlivePipes lets a write to a pipe that nobody reads fail, which otherwise ends the program. What it starts isn't
// concerned: a signal that is asked for is no signal that is ignored.
func outlivePipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
