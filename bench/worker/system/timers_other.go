//go:build !linux

package system

// WakeInTime does nothing: timers are as exact as ever.
func WakeInTime() {}
