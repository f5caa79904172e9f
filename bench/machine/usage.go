package machine

import (
	"fmt"
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

// load1 is the load average over the last minute: how many threads ran, waited for a core or, on Linux, waited for a
// disk. It is 0 where the system doesn't have one.
func load1() float64 {
	avg, err := load.Avg()
	if err != nil {
		return 0
	}
	return avg.Load1
}
