package machine

import (
	"testing"
	"time"
)

func TestAlarmWaitsUntilItIsStopped(t *testing.T) {
	for name, a := range map[string]alarm{"of the system": newAlarm(), "of the runtime": newTimerAlarm()} {
		began := time.Now()
		for range 3 {
			if !a.wait(5*time.Millisecond) || !a.wait(0) || !a.wait(-time.Second) {
				t.Errorf("%s: stopped by itself", name)
			}
		}
		if took := time.Since(began); took < 15*time.Millisecond {
			t.Errorf("%s: 3 × 5 ms took %v", name, took)
		}
		done := make(chan bool)
		go func() { done <- a.wait(time.Hour) }()
		a.stop()
		if <-done || a.wait(time.Hour) {
			t.Errorf("%s: not stopped", name)
		}
		a.close()
	}
}
