package machine

import (
	"slices"
	"time"
)

// others is what other programs and the hypervisor used between two readings of the counters of the cores, in cores'
// worth of time. It is nil where the counters tell nothing.
type others struct {
	machine, steal float64 // of the whole machine
	// onAllowed and stealOn are of the cores that this program may use; the same where it may use all, or where that
	// isn't known.
	onAllowed, stealOn float64
	part               bool // whether it may use a part of them

	all   time.Duration // what the counters counted of everybody
	own   time.Duration // and what of that was ours
	cores int           // that were counted
}

// ticksLate is by how many ticks the counters of a core may be late.
const ticksLate = 2

// longestStill is how long the counters may stand still: they move in ticks of 10 ms.
const longestStill = 50 * time.Millisecond

// othersSince takes our own CPU time off what the cores were used. Counters that never move, or that say that all
// programs together used less than half of what this one did, tell nothing: they are those of a sandbox, of another
// machine or of none. (Half, because a kernel that counts by ticks can miss much of what runs between them.)
func othersSince(prev, now Reading, own, length time.Duration) *others {
	all, n := sinceAll(prev.cores, now.cores, func(int) bool { return true })
	if n == 0 || all.Total <= 0 && length >= longestStill || tooLittle(all.Busy+all.Steal, own, n) {
		return nil
	}
	of := func(d time.Duration) float64 { return float64(d) / float64(length) }
	o := &others{machine: max(0, of(all.Busy-own)), steal: of(all.Steal), all: all.Busy + all.Steal, own: own, cores: n}
	o.onAllowed, o.stealOn = o.machine, o.steal
	mine := union(prev.Allowed, now.Allowed)
	if some, k := sinceAll(prev.cores, now.cores, func(id int) bool { return slices.Contains(mine, id) }); k > 0 {
		o.part = k < n
		o.onAllowed = min(max(0, of(some.Busy-own)), float64(k))
		o.stealOn = min(of(some.Steal), float64(k))
	}
	return o
}

// tooLittle is whether counters of n cores say less than they must, where this program alone used so much.
func tooLittle(counted, own time.Duration, n int) bool {
	return counted < own/2-time.Duration(n)*ticksLate*tick
}

func union(a, b []int) []int {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
