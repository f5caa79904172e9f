//go:build !linux

package worker

// Granted is nil: here nobody knows before memory is taken.
func Granted(int) error { return nil }
