//go:build !linux

package system

// Granted is nil: here nobody knows before memory is taken.
func Granted(int) error { return nil }

// Startable is nil, like Granted.
func Startable(int) error { return nil }

// CanThread is nil, like Granted.
func CanThread() error { return nil }
