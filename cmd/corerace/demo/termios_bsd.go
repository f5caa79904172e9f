//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package demo

import "golang.org/x/sys/unix"

// The requests that read and write how a terminal behaves.
const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
)
