package machine

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
)

func TestBusyLeavesOutIdleWaitsAndGuests(t *testing.T) {
	got := busySeconds(cpu.TimesStat{
		User: 1, Nice: 2, System: 4, Irq: 8, Softirq: 16, Steal: 32, // busy
		Idle: 1000, Iowait: 1000, // not
		Guest: 1000, GuestNice: 1000, // in User and Nice already
	})
	if got != 63 {
		t.Errorf("busy for %v s, want 63", got)
	}
}

func TestCoreIDComesFromTheName(t *testing.T) {
	for name, want := range map[string]int{
		"cpu0": 0, "cpu12": 12, "7": 7, "": 5, "cpu": 5, "cpu-1": 5, "cpux": 5, "cpu99999999999": 5,
	} {
		if got := coreID(name, 5); got != want {
			t.Errorf("coreID(%q) = %d, want %d", name, got, want)
		}
	}
}

func TestSharesAreNeverNegativeAndNotCutOffAtOne(t *testing.T) {
	off := math.NaN()
	got := shares(
		[]float64{10, 10, 10, off, 10},
		[]float64{10.5, 9, 10.25, 10, off, 10}, 250*time.Millisecond)
	gone := absent(got)
	if want := []float64{2, 0, 1, 0, 0, 0}; !slices.Equal(got, want) || !slices.Equal(gone, []int{4}) {
		t.Errorf("shares %v, want %v; absent %v, want core 4", got, want, gone)
	}
}

func TestRealCountersHaveACore(t *testing.T) {
	times, err := coreTimes()
	if err != nil {
		t.Skip("no core times on this system: ", err)
	}
	for i, b := range busyByCore(times, 0) {
		if b < 0 {
			t.Errorf("core %d busy for %v s", i, b)
		}
	}
}
