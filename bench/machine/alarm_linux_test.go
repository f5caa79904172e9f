package machine

import (
	"testing"
	"testing/synctest"
)

func TestAlarmIsTheKernelsButOnAFakeClock(t *testing.T) {
	kernels := func() bool {
		a := newAlarm()
		defer a.close()
		_, ok := a.(*fdAlarm)
		return ok
	}
	if !kernels() {
		t.Error("an alarm by the runtime")
	}
	synctest.Test(t, func(t *testing.T) {
		if kernels() {
			t.Error("an alarm by the kernel on a fake clock")
		}
	})
}
