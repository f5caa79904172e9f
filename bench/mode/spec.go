package mode

import (
	"cmp"
	"runtime"
	"strconv"
	"time"

	"corerace/workloads"
)

// A Spec is what a pool is opened for.
type Spec struct {
	Workload *workloads.Workload
	Workers  int
	Share    int // items in a share
	// ReadyWithin is how long a worker process may take to be ready; 0 is 10 s, and a quarter more for each worker of a
	// core.
	ReadyWithin time.Duration
	// Recover says that a worker process that dies is replaced and its unfinished share run again. Without it the job
	// fails with an error that names the worker.
	Recover bool
	// WorkerMemory is how many bytes of memory a worker process may use; 0 is no limit.
	WorkerMemory uint64

	mode   *Mode
	Opened time.Duration // by worker.Clock: when the pool began to be opened
	Blocks HandOver      // how the blocks of the workload reach worker processes
}

// DefaultReadyWithin is how long a worker may take to be ready where a spec doesn't say.
const DefaultReadyWithin = 10 * time.Second

// StartLimit is the deadline of a worker's start. The workers of a pool start side by side, so it grows with the crowd.
func (s Spec) StartLimit() time.Duration {
	crowd := time.Duration(s.Workers / runtime.NumCPU())
	return cmp.Or(s.ReadyWithin, DefaultReadyWithin+crowd*DefaultReadyWithin/4)
}

// Value returns the value of an option of the mode that is opened, "" where Open was called on a mode that [FindMode]
// didn't return.
func (s Spec) Value(option string) string {
	if s.mode == nil {
		return ""
	}
	return s.mode.Value(option)
}

// Duration returns the value of a duration option.
func (s Spec) Duration(option string) time.Duration {
	d, _ := time.ParseDuration(s.Value(option)) // checked when the mode was spelt
	return d
}

// Count returns the value of a count option.
func (s Spec) Count(option string) int {
	n, _ := strconv.Atoi(s.Value(option)) // checked when the mode was spelt
	return n
}
