package machine

import (
	"fmt"
	"slices"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/load"
)

// usage is a reading of the CPU counters of some cores, all programs together.
type usage struct {
	T     time.Time     // when it was read
	Busy  time.Duration // time that cores ran something, since the machine started, without Steal
	Steal time.Duration // time that cores had something to run and the hypervisor ran something else, since then
	// Total is all time that is counted, the idle one too. It goes on whatever the cores do: where it stands still, the
	// counters tell nothing.
	Total time.Duration
}

// readUsages reads the counters of every core, by its id. Where the system tells of all cores together alone, they are
// under allCores.
func readUsages() (map[int]usage, error) {
	now := time.Now()
	times, err := coreTimes()
	if err != nil {
		if times, err = cpu.Times(false); err == nil && len(times) != 1 {
			err = errNoCores
		}
		if err != nil {
			return nil, fmt.Errorf("read cpu times: %w", err)
		}
		return map[int]usage{allCores: usageOf(now, times[0])}, nil
	}
	usages := make(map[int]usage, len(times))
	for i, t := range times {
		usages[coreID(t.CPU, i)] = usageOf(now, t)
	}
	return usages, nil
}

// allCores stands for the id of a core where all are counted together.
const allCores = -1

// usageOf is what the counters of a core, or of all, read.
func usageOf(now time.Time, t cpu.TimesStat) usage {
	return usage{
		T:     now,
		Busy:  seconds(busySeconds(t) - t.Steal),
		Steal: seconds(t.Steal),
		Total: seconds(busySeconds(t) + t.Idle + t.Iowait),
	}
}

// seconds turns gopsutil's unit into a duration.
func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second))
}

// sinceAll adds up what every core that a function picks was used between two readings, and how many those were. A core
// that isn't in both was switched off or on meanwhile, and is left out.
func sinceAll(prev, now map[int]usage, picks func(id int) bool) (sum usage, n int) {
	for id, u := range now {
		if p, ok := prev[id]; ok && picks(id) {
			sum.Busy += max(0, u.Busy-p.Busy)
			sum.Steal += max(0, u.Steal-p.Steal)
			sum.Total += max(0, u.Total-p.Total)
			n++
		}
	}
	return sum, n
}

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

// union is what is in either of two lists, in order. A core that was allowed at one end of the time counts.
func union(a, b []int) []int {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

// load1 is the load average over the last minute: how many threads ran, waited for a core or, on Linux, waited for a
// disk. It is 0 where the system doesn't have one.
func load1() float64 {
	avg, err := load.Avg()
	if err != nil {
		return 0
	}
	return avg.Load1
}
