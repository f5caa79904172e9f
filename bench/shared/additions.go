package shared

import (
	"sync/atomic"

	"corerace/workloads"
)

// additions is how many additions a pass has: some milliseconds of them.
const additions = 1 << 20

// Additions adds 1 to a counter, once for every item. By itself it adds to a counter of its own, as the worker of
// [OwnCounters] does, so that it is the baseline of what counters that are shared cost.
func Additions() *workloads.Workload {
	return &workloads.Workload{
		Name: "additions",
		Doc:  "Adds 1 to a counter again and again, and shows what it costs to share one.",
		Size: additions,
		Sum:  additions,
		Run: func(lo, hi int) uint64 {
			var c line
			return addTo(&c.n[0], lo, hi)
		},
	}
}

// lineBytes is two lines of the cache, which processors fetch in pairs.
const lineBytes = 128

// A line is counters that have a line of the cache, and its neighbour, for themselves.
type line struct {
	_ [lineBytes]byte
	n [lineBytes / 8]atomic.Uint64
	_ [lineBytes]byte
}

// addTo adds 1 for every item, and returns how much was added.
func addTo(c *atomic.Uint64, lo, hi int) uint64 {
	for i := lo; i < hi; i++ {
		c.Add(1)
	}
	return uint64(hi - lo)
}
