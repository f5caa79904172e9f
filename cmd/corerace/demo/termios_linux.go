package demo

import "golang.org/x/sys/unix"

// The requests that read and write how a terminal behaves.
const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
)
