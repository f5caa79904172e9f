package machine

import (
	"testing"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
)

func TestUsageKeepsBusyAndStealApart(t *testing.T) {
	u := usage(time.Now(), cpu.TimesStat{User: 3, System: 1, Idle: 50, Iowait: 9, Steal: 2, Guest: 3})
	if u.Busy != 4*time.Second || u.Steal != 2*time.Second {
		t.Errorf("busy %v, steal %v, want 4s and 2s", u.Busy, u.Steal)
	}
}

func TestUsageSinceIsInCores(t *testing.T) {
	t0 := time.Now()
	at := func(after, busy, steal time.Duration) Usage {
		return Usage{T: t0.Add(after), Busy: time.Hour + busy, Steal: time.Minute + steal}
	}
	first := at(0, 0, 0)
	for _, c := range []struct {
		name        string
		now, prev   Usage
		busy, steal float64
	}{
		{"a core and a half", at(2*time.Second, 3*time.Second, time.Second), first, 1.5, 0.5},
		{"idle", at(time.Second, 0, 0), first, 0, 0},
		{"counters that go back", at(time.Second, -time.Second, -time.Second), first, 0, 0},
		{"no time passed", first, first, 0, 0},
		{"the wrong way round", first, at(time.Second, time.Second, time.Second), 0, 0},
		{"no earlier reading", first, Usage{}, 0, 0},
		{"no reading", Usage{}, first, 0, 0},
	} {
		if busy, steal := c.now.Since(c.prev); busy != c.busy || steal != c.steal {
			t.Errorf("%s: busy %v, steal %v, want %v and %v", c.name, busy, steal, c.busy, c.steal)
		}
	}
}

func TestRealUsageGoesForward(t *testing.T) {
	a, err := ReadUsage()
	if err != nil {
		t.Skip("no cpu times on this system: ", err)
	}
	b, err := ReadUsage()
	if err != nil {
		t.Fatal(err)
	}
	if !b.T.After(a.T) || b.Busy < a.Busy || a.Busy <= 0 {
		t.Errorf("read %+v, then %+v", a, b)
	}
	if l := Load1(); l < 0 {
		t.Errorf("load average %v", l)
	}
}
