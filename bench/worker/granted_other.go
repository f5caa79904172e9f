//go:build !linux

package worker

// granted is nil: here nobody knows before memory is taken.
func granted(int) error { return nil }
