package process

import (
	"time"

	"corerace/bench/worker/system"
	"corerace/results"
)

// A startClock reads when the stages of a worker's start ended, on the clock that it shares with the worker.
type startClock struct {
	opened time.Duration // the pool
	execed time.Duration // fork and exec were done
	began  time.Duration // the worker's first instruction, as it says itself
}

// hello takes the worker's own time, which isn't trusted: it lies between the start of the pool and now.
func (c *startClock) hello(began uint64) {
	if now := system.Clock(); began <= uint64(now) {
		c.began = max(c.opened, time.Duration(began))
	}
}

// ready returns the stages of a worker that has just said that it is ready, the zero value where there is no clock. The
// worker runs from exec on, so it may have begun before its parent was on a core again.
func (c *startClock) ready(setup time.Duration) results.Stages {
	if c.opened == 0 || c.began == 0 {
		return results.Stages{}
	}
	execed := min(c.execed, c.began)
	return results.Stages{
		Exec:    max(0, execed-c.opened),
		Runtime: c.began - max(execed, c.opened),
		Ready:   max(0, system.Clock()-c.began-setup),
	}
}
