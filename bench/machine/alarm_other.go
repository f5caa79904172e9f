//go:build !linux

package machine

// newAlarm returns an alarm by the runtime.
func newAlarm() alarm { return newTimerAlarm() }
