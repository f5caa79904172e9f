//go:build !race

package system

import "syscall"

// Exit ends the process without what the program does at its end: a binary that counts coverage would complain, on
// standard error, that it doesn't know where to put a worker's.
func Exit(code int) { syscall.Exit(code) }
