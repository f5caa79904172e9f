package machine

import (
	"fmt"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/load"
)

// Usage is a reading of the machine's CPU counters, all cores and all programs together.
type Usage struct {
	T     time.Time     // when it was read
	Busy  time.Duration // time that cores ran something, since the machine started, without Steal
	Steal time.Duration // time that cores had something to run and the hypervisor ran something else, since then
}

// ReadUsage reads the counters.
func ReadUsage() (Usage, error) {
	now := time.Now()
	times, err := cpu.Times(false)
	if err == nil && len(times) == 0 {
		err = errNoCores
	}
	if err != nil {
		return Usage{}, fmt.Errorf("read cpu times: %w", err)
	}
	return usage(now, times[0]), nil
}

func usage(now time.Time, t cpu.TimesStat) Usage {
	return Usage{
		T:     now,
		Busy:  seconds(busySeconds(t) - t.Steal),
		Steal: seconds(t.Steal),
	}
}

func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second))
}

// Since is what was used between an earlier reading and this one, in cores' worth of time: 1.5 is a core and a half
// busy throughout. Both are 0 if no time has passed or a reading is missing (the zero Usage), and neither is below 0.
// The counters move in ticks of 10 ms a core, so it says little about less than some hundred milliseconds.
func (u Usage) Since(prev Usage) (busyCores, stealCores float64) {
	length := u.T.Sub(prev.T)
	if length <= 0 || prev.T.IsZero() {
		return 0, 0
	}
	return max(0, float64(u.Busy-prev.Busy)/float64(length)), max(0, float64(u.Steal-prev.Steal)/float64(length))
}

// Load1 is the load average over the last minute: how many threads ran, waited for a core or, on Linux, waited for a
// disk. It is 0 where the system doesn't have one.
func Load1() float64 {
	avg, err := load.Avg()
	if err != nil {
		return 0
	}
	return avg.Load1
}
