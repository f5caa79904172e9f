//go:build !race

package worker

import "syscall"

// exit ends the process without what the program does at its end: a binary that counts coverage would complain, on
// standard error, that it doesn't know where to put a worker's.
func exit(code int) { syscall.Exit(code) }
