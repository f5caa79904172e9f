package race

import (
	"time"

	"corerace/bench/process"
)

// What starting and ending costs, for the plan only. Measured were 64 to 1800 workers on two cores: goroutines and
// threads took 0.3 to 1 ms each, with the share that each runs before it is ready. Processes took 3 ms each of 64, with
// their end, 4.6 of 1024 and 6 of 1800: the more there are, the longer a start takes.
const (
	startCell    = 3 * time.Millisecond
	startWorker  = 500 * time.Microsecond
	startProcess = 3 * time.Millisecond
	startBeside  = 2 * time.Microsecond  // of a process, for each one that is started with it
	startOther   = 60 * time.Millisecond // of a mode with another baseline than serial: an interpreter
)

// starts is how long it takes to start the workers of a cell for a sample, and to end them. seen is what that took a
// worker of the cell's baseline when it was calibrated, with the time until it was warm; 0 where it wasn't.
func starts(c cell, seen time.Duration) time.Duration {
	n := time.Duration(c.workers)
	d := startCell
	switch {
	case process.Keeps(c.m):
	case c.m.Value("start") != "": // the option of modes whose workers are processes
		d += n * (startProcess + n*startBeside)
	default:
		d += n * startWorker
	}
	if c.m.Against() != "serial" {
		d += max(c.m.Warm+max(startOther, c.m.Starts), seen)
	}
	return d
}
