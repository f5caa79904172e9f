//go:build !linux

package worker

import (
	"errors"
	"os"
)

// An Arena is memory that a pool's processes share. Here there is none.
type Arena struct{}

// NewArena reports that there is no shared memory here.
func NewArena(workers int) (*Arena, error) { return nil, errNoArena }

var errNoArena error = noArena{}

// noArena is an errors.ErrUnsupported that says what isn't supported.
type noArena struct{}

func (noArena) Error() string { return "shared memory: not supported on this operating system" }

func (noArena) Is(target error) bool { return target == errors.ErrUnsupported }

// File returns nil.
func (a *Arena) File() *os.File { return nil }

// Cursor returns nil.
func (a *Arena) Cursor() *Cursor { return nil }

// Slot returns nil.
func (a *Arena) Slot(i int) *Slot { return nil }

// Slots returns 0.
func (a *Arena) Slots() int { return 0 }

// Close does nothing.
func (a *Arena) Close() error { return nil }

func openArena() (*Arena, error) { return nil, errNoArena }
