package machine

import (
	"testing"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
)

func TestUsageKeepsBusyAndStealApart(t *testing.T) {
	u := usageOf(time.Now(), cpu.TimesStat{User: 3, System: 1, Idle: 50, Iowait: 9, Steal: 2, Guest: 3})
	if u.Busy != 4*time.Second || u.Steal != 2*time.Second {
		t.Errorf("busy %v, steal %v, want 4s and 2s", u.Busy, u.Steal)
	}
}

func TestUsageIsAddedUpOverTheCoresThatAreInBothReadings(t *testing.T) {
	prev := map[int]usage{0: {Busy: 1, Steal: 1, Total: 10}, 1: {Busy: 5, Total: 9}, 3: {Busy: 7}}
	now := map[int]usage{0: {Busy: 4, Steal: 2, Total: 20}, 1: {Busy: 3, Total: 12}, 2: {Busy: 100, Total: 100}}
	all, n := sinceAll(prev, now, func(int) bool { return true })
	if want := (usage{Busy: 3, Steal: 1, Total: 13}); all != want || n != 2 {
		t.Errorf("%d cores with %+v, want 2 with %+v: one goes back, one came and one went", n, all, want)
	}
	if one, n := sinceAll(prev, now, func(id int) bool { return id == 0 }); one.Total != 10 || n != 1 {
		t.Errorf("%d cores with %+v", n, one)
	}
}

func TestRealUsageGoesForward(t *testing.T) {
	a, err := readUsages()
	if err != nil {
		t.Skip("no cpu times on this system: ", err)
	}
	b, err := readUsages()
	if err != nil {
		t.Fatal(err)
	}
	for id, now := range b {
		if prev := a[id]; now.Busy < prev.Busy || now.Total < prev.Total || now.Total <= 0 {
			t.Errorf("core %d: read %+v, then %+v", id, prev, now)
		}
	}
	if l := load1(); l < 0 {
		t.Errorf("load average %v", l)
	}
}
