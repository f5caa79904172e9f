package machine

import (
	"sync"
	"time"
)

// TimerStep is the step of [Now], as [StepOf] has it, measured once.
var TimerStep = sync.OnceValue(func() time.Duration { return StepOf(Now) })

// StepOf is the smallest step that a clock was seen to make, between readings that follow each other at once. Where it
// is fine that is the time that a reading takes. It is 0 if the clock didn't move in a million readings.
func StepOf(clock func() time.Time) time.Duration {
	const readings, longest, most = 10_000, 50 * time.Millisecond, 1_000_000
	began := clock()
	var last, least time.Duration
	for n := 0; n < most && (n < readings || least == 0) && last < longest; n++ {
		now := clock().Sub(began)
		if step := now - last; step > 0 && (least == 0 || step < least) {
			least = step
		}
		last = now
	}
	return least
}
