package machine

import (
	"math"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"corerace/results"
)

func files(m map[string]string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, s := range m {
		root[name] = &fstest.MapFile{Data: []byte(s)}
	}
	return root
}

func TestConditionsFromFiles(t *testing.T) {
	const cpu = "sys/devices/system/cpu/"
	const pressure = "some avg10=0.00 avg60=1.00 avg300=2.00 total=7000\nfull avg10=0.00 total=9\n"
	got := readFiles(files(map[string]string{
		"proc/pressure/cpu":                       pressure,
		"proc/self/cgroup":                        "0::/a\n",
		"proc/self/mountinfo":                     mountV2,
		"sys/fs/cgroup/cpu.stat":                  "usage_usec 5\nnr_throttled 1\nthrottled_usec 10\n",
		"sys/fs/cgroup/a/cpu.stat":                "usage_usec 5\nnr_periods 9\nnr_throttled 2\nthrottled_usec 3000\n",
		cpu + "cpu0/cpufreq/scaling_cur_freq":     "1000000\n",
		cpu + "cpu1/cpufreq/scaling_cur_freq":     "3000000\n",
		cpu + "cpu0/cpufreq/cpuinfo_max_freq":     "4000000\n",
		cpu + "cpu1/cpufreq/cpuinfo_max_freq":     "<unknown>\n",
		cpu + "cpufreq/scaling_cur_freq":          "77\n",
		"sys/class/thermal/thermal_zone0/temp":    "47000\n",
		"sys/class/thermal/thermal_zone1/temp":    "61500\n",
		"sys/class/thermal/thermal_zone2/temp":    "-274000\n",
		"sys/class/thermal/cooling_device0/temp":  "99000\n",
		"sys/class/thermal/thermal_zonex/temp":    "99000\n",
		"sys/class/thermal/thermal_zone3/nothing": "1\n",
	}))
	want := Reading{pressure: new(7 * time.Millisecond), throttles: new(int64(3)),
		throttled: new(3010 * time.Microsecond),
		mhz:       new(2000.0), maxMHz: new(4000.0), celsius: new(61.5)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, want %+v", got, want)
	}
}

func TestConditionsThatAreNotThereAreMissing(t *testing.T) {
	if got := readFiles(files(nil)); !reflect.DeepEqual(got, Reading{}) {
		t.Errorf("without files: %+v", got)
	}
	if got := (Reading{}).Since(Reading{}); !reflect.DeepEqual(got, Conditions{}) {
		t.Errorf("between no readings: %+v", got)
	}
	var r results.Round
	if (Conditions{}).Into(&r); !reflect.DeepEqual(r, results.Round{}) {
		t.Errorf("a round with nothing known: %+v", r)
	}
}

func TestThrottlingOfCgroupV1IsInNanoseconds(t *testing.T) {
	n, d := throttling(files(map[string]string{
		"proc/self/cgroup":                   "1:cpu,cpuacct:/\n0::/\n",
		"proc/self/mountinfo":                mountV1,
		"sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_periods 4\nnr_throttled 3\nthrottled_time 4500\n",
	}))
	if n == nil || d == nil || *n != 3 || *d != 4500 {
		t.Errorf("throttled %v times, %v", n, d)
	}
}

// counted is a reading of the counters of cores that have been busy and idle for so many seconds.
func counted(at time.Time, own time.Duration, busyIdle ...float64) Reading {
	r := Reading{T: at, Own: &own, cores: map[int]usage{}}
	for i := 0; i < len(busyIdle); i += 2 {
		r.cores[i/2] = usage{T: at, Busy: seconds(busyIdle[i]), Total: seconds(busyIdle[i] + busyIdle[i+1])}
	}
	return r
}

func TestConditionsSinceAnEarlierReading(t *testing.T) {
	t0 := time.Now()
	t1 := t0.Add(2 * time.Second)
	prev, now := counted(t0, time.Second, 10, 10, 20, 0), counted(t1, 2*time.Second, 11, 11, 22, 0)
	now.cores[1] = usage{T: t1, Busy: 22 * time.Second, Steal: time.Second, Total: 23 * time.Second}
	prev.pressure, prev.involuntary, prev.voluntary, prev.throttles = new(time.Second), new(int64(10)), new(int64(5)),
		new(int64(9))
	now.Load1, now.pressure, now.involuntary = new(1.5), new(1500*time.Millisecond), new(int64(17))
	now.voluntary, now.throttled, now.celsius = new(int64(4)), new(time.Second), new(50.0)
	got := now.since(prev, 4)
	got.counted = nil
	want := Conditions{Others: new(1.0), Steal: new(0.5), Contention: new(0.375), PSISome: new(0.25),
		Involuntary: new(int64(7)), Voluntary: new(int64(0)), Load1: new(1.5), Celsius: new(50.0)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	var r results.Round
	got.Into(&r)
	if *r.Others != 1 || *r.Steal != 0.5 || *r.Load1 != 1.5 || *r.Contention != 0.375 || *r.PSISome != 0.25 ||
		*r.InvolSwitches != 7 || *r.Celsius != 50 || r.MHz != nil || r.Throttled != nil || r.OthersAllowed != nil {
		t.Errorf("round %+v", r)
	}
}

func TestCountersThatTellNothingAreUnknown(t *testing.T) {
	t0 := time.Now()
	t1 := t0.Add(2 * time.Second)
	first := counted(t0, 0, 10, 10, 20, 0)
	for _, c := range []struct {
		name  string
		now   Reading
		known bool
	}{
		{"quiet", counted(t1, 0, 10, 12, 20, 2), true},
		{"ours alone", counted(t1, 4*time.Second, 12, 10, 22, 0), true},
		{"ours, a tick of which was missed", counted(t1, 20*time.Millisecond, 10, 12, 20, 2), true},
		{"none", Reading{T: t1, Own: new(time.Second)}, false},
		{"our own use isn't known", Reading{T: t1, cores: counted(t1, 0, 11, 11, 20, 2).cores}, false},
		{"they never move", counted(t1, 0, 10, 10, 20, 0), false},
		{"they say less than we used", counted(t1, 4*time.Second, 10.5, 11.5, 20.5, 1.5), false},
		{"they are of other cores", Reading{T: t1, Own: new(time.Second),
			cores: map[int]usage{7: {Busy: time.Hour, Total: time.Hour}}}, false},
	} {
		got := c.now.since(first, 2)
		if known := got.Others != nil; known != c.known || known != (got.Contention != nil) ||
			known != (got.Steal != nil) {
			t.Errorf("%s: known %v, want %v: %+v", c.name, known, c.known, got)
		}
	}
}

// What descendants used that nobody has waited for yet is ours too, and counters may not say less than that.
func TestCountersBelowWhatOurDescendantsUsedAreUnknown(t *testing.T) {
	t0 := time.Now()
	t1 := t0.Add(2 * time.Second)
	first, now := counted(t0, 0, 0, 0, 0, 0), counted(t1, 0, 1, 1, 0, 2)
	c := now.since(first, 2)
	if c.Ours(time.Second, 2*time.Second); c.Others == nil || *c.Others != 0 {
		t.Errorf("others %v, want 0: all was ours", c.Others)
	}
	c = now.since(first, 2)
	if c.Ours(4*time.Second, 2*time.Second); c.Others != nil || c.Contention != nil {
		t.Errorf("others %v of counters that say a quarter of what we used", *c.Others)
	}
}

func TestOthersAreCountedOnTheCoresThatWeMayUse(t *testing.T) {
	t0 := time.Now()
	t1 := t0.Add(2 * time.Second)
	prev, now := counted(t0, 0, 0, 0, 0, 0, 0, 0), counted(t1, time.Second, 1, 1, 2, 0, 2, 0)
	prev.Allowed, now.Allowed = []int{0}, []int{0}
	c := now.since(prev, 3)
	if *c.Others != 2 || *c.OthersAllowed != 0 {
		t.Errorf("others %v, of our core %v: want 2 and none, core 0 was ours alone", *c.Others, *c.OthersAllowed)
	}
	now.Allowed = []int{0, 1}
	if c = now.since(prev, 3); *c.OthersAllowed != 1 {
		t.Errorf("others took %v of cores 0 and 1, want 1", *c.OthersAllowed)
	}
	prev.Allowed, now.Allowed, now.Own = []int{1}, []int{1}, new(time.Duration(0))
	now.cores[1] = usage{T: t1, Busy: 3 * time.Second, Total: 3 * time.Second} // some ticks too many
	if c = now.since(prev, 3); *c.OthersAllowed != 1 {
		t.Errorf("others took %v of one core", *c.OthersAllowed)
	}
}

func TestRealConditionsAreWithinBounds(t *testing.T) {
	a := ReadConditions()
	time.Sleep(20 * time.Millisecond)
	c := ReadConditions().Since(a)
	for name, v := range map[string]*float64{"others": c.Others, "steal": c.Steal, "contention": c.Contention,
		"psi_some": c.PSISome, "load1": c.Load1, "mhz": c.MHz, "max mhz": c.MaxMHz} {
		if v != nil && (*v < 0 || math.IsNaN(*v) || math.IsInf(*v, 0)) {
			t.Errorf("%s is %v", name, *v)
		}
	}
	if c.Involuntary != nil && *c.Involuntary < 0 || c.Voluntary != nil && *c.Voluntary < 1 {
		t.Errorf("switches %v and %v, want at least one voluntary: the test slept", c.Involuntary, c.Voluntary)
	}
}

// FuzzConditions feeds the kernel's files with anything in them: what is read is a number that can be.
func FuzzConditions(f *testing.F) {
	f.Add("some avg10=0.00 total=7000\n", "0::/a\n", mountV2, "nr_throttled 2\nthrottled_usec 3000\n", "1000000\n")
	f.Add("some total=9223372036854775807", "1:cpu:/\n", mountV1,
		"nr_throttled -1\nthrottled_time 9223372036854775807\n", "-274000")
	f.Add("some\nsome total=\n", "", "", "throttled_usec 9223372036854775807", "1e9")
	f.Fuzz(func(t *testing.T, pressure, groups, mounts, stat, value string) {
		r := readFiles(files(map[string]string{
			"proc/pressure/cpu":                                    pressure,
			"proc/self/cgroup":                                     groups,
			"proc/self/mountinfo":                                  mounts,
			"sys/fs/cgroup/cpu.stat":                               stat,
			"sys/fs/cgroup/a/cpu.stat":                             stat,
			"sys/fs/cgroup/cpu,cpuacct/cpu.stat":                   stat,
			"sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": value,
			"sys/class/thermal/thermal_zone0/temp":                 value,
		}))
		if r.pressure != nil && *r.pressure < 0 || r.throttles != nil && *r.throttles < 0 || r.throttled != nil &&
			*r.throttled < 0 ||
			r.mhz != nil && !(*r.mhz > 0) || r.celsius != nil && !(*r.celsius > -100 && *r.celsius < 200) {
			t.Errorf("read %+v", r)
		}
	})
}
