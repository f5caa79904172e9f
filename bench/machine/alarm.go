package machine

import "time"

// An alarm wakes the loop of a recorder.
type alarm interface {
	// wait returns after d, true, or soon after stop was called, false.
	wait(d time.Duration) bool
	// stop ends wait, the one under way and all later ones. It may be called from another goroutine.
	stop()
	// close gives back what the alarm holds. It is called by who waited, after the last wait.
	close()
}

// A timerAlarm is an alarm by a timer of the runtime.
type timerAlarm struct{ quit chan struct{} }

// newTimerAlarm returns one, which is good on every system.
func newTimerAlarm() alarm { return timerAlarm{make(chan struct{})} }

func (a timerAlarm) wait(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-a.quit:
		return false
	case <-timer.C:
		return true
	}
}

func (a timerAlarm) stop() { close(a.quit) }

func (a timerAlarm) close() {}
