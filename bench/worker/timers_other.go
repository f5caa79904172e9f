//go:build !linux

package worker

// wakeInTime does nothing: timers are as exact as ever.
func wakeInTime() {}
