package machine

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
)

var errNoCores = errors.New("the system lists no cores")

// coreTimes reads the counters of every core. Their unit is the second, in steps of one tick.
func coreTimes() ([]cpu.TimesStat, error) {
	times, err := cpu.Times(true)
	if err == nil && len(times) == 0 { // how gopsutil reports a /proc/stat that can't be read
		err = errNoCores
	}
	if err != nil {
		return nil, fmt.Errorf("read core times: %w", err)
	}
	return times, nil
}

// busySeconds is the time that a core wasn't idle: its total without Idle and Iowait, with Steal. Guest and GuestNice
// stay out, although gopsutil's Total adds them: the kernel has them in User and Nice already.
func busySeconds(t cpu.TimesStat) float64 {
	return t.User + t.Nice + t.System + t.Irq + t.Softirq + t.Steal
}

// busyByCore is the busy time of each core in seconds, at the index of the core's id, NaN where the core isn't listed
// (it is switched off). It has at least n entries, so that a stream doesn't get narrower when the last core goes.
func busyByCore(times []cpu.TimesStat, n int) []float64 {
	busy := make([]float64, 0, max(n, len(times)))
	for i, t := range times {
		id := coreID(t.CPU, i)
		busy = absentUpTo(busy, id+1)
		busy[id] = busySeconds(t)
	}
	return absentUpTo(busy, n)
}

// absentUpTo makes a list n long, with NaN for the cores that aren't there.
func absentUpTo(busy []float64, n int) []float64 {
	for len(busy) < n {
		busy = append(busy, math.NaN())
	}
	return busy
}

// coreID takes a core's id from its name in the counters, such as cpu3. Names follow ids where places in the list
// don't: a core that is switched off leaves the list, and all after it move up.
func coreID(name string, place int) int {
	id, err := strconv.ParseUint(strings.TrimPrefix(name, "cpu"), 10, 16)
	if err != nil {
		return place
	}
	return int(id)
}

// shares is the busy share of each core between two readings that are length apart. It isn't cut off at 1: a tick
// belongs to the interval that it was counted in, and cutting would lose what the neighbour lacks. A core that wasn't
// there at the end is NaN. One without two readings is 0, and so is one whose counter went backwards, as steal and the
// counters of a core that comes back do.
func shares(prev, now []float64, length time.Duration) []float64 {
	out := make([]float64, len(now))
	for i := range now {
		if math.IsNaN(now[i]) {
			out[i] = now[i]
		}
	}
	for i := range min(len(prev), len(now)) {
		if d := now[i] - prev[i]; d > 0 { // false for NaN
			out[i] = d / length.Seconds()
		}
	}
	return out
}

// absent lists the cores whose share is NaN, and sets it to 0.
func absent(shares []float64) (ids []int) {
	for id, x := range shares {
		if math.IsNaN(x) {
			shares[id], ids = 0, append(ids, id)
		}
	}
	return ids
}
