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
	got := readFiles(files(map[string]string{
		"proc/pressure/cpu":                       "some avg10=0.00 avg60=1.00 avg300=2.00 total=7000\nfull avg10=0.00 total=9\n",
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
	want := Reading{pressure: new(7 * time.Millisecond), throttles: new(int64(3)), throttled: new(3010 * time.Microsecond),
		mhz: new(2000.0), maxMHz: new(4000.0), celsius: new(61.5)}
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
	r := results.Round{Others: 0.5, Steal: 0.25, Load1: 3}
	want := r
	if (Conditions{}).Into(&r); !reflect.DeepEqual(r, want) {
		t.Errorf("a round with nothing known: %+v, want %+v", r, want)
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

func TestConditionsSinceAnEarlierReading(t *testing.T) {
	t0 := time.Now()
	prev := Reading{T: t0, Usage: &Usage{T: t0, Busy: time.Hour, Steal: time.Minute}, Own: new(time.Second),
		pressure: new(time.Second), involuntary: new(int64(10)), voluntary: new(int64(5)), throttles: new(int64(9))}
	t1 := t0.Add(2 * time.Second)
	now := Reading{T: t1, Usage: &Usage{T: t1, Busy: time.Hour + 3*time.Second, Steal: time.Minute + time.Second},
		Own: new(2 * time.Second), Load1: new(1.5), pressure: new(1500 * time.Millisecond), involuntary: new(int64(17)),
		voluntary: new(int64(4)), throttled: new(time.Second), celsius: new(50.0)}
	got := now.since(prev, 4)
	want := Conditions{Others: new(1.0), Steal: new(0.5), Contention: new(0.375), PSISome: new(0.25),
		Involuntary: new(int64(7)), Voluntary: new(int64(0)), Load1: new(1.5), Celsius: new(50.0)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	var r results.Round
	got.Into(&r)
	if r.Others != 1 || r.Steal != 0.5 || r.Load1 != 1.5 || *r.Contention != 0.375 || *r.PSISome != 0.25 ||
		*r.InvolSwitches != 7 || *r.Celsius != 50 || r.MHz != nil || r.Throttled != nil {
		t.Errorf("round %+v", r)
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
	f.Add("some total=9223372036854775807", "1:cpu:/\n", mountV1, "nr_throttled -1\nthrottled_time 9223372036854775807\n", "-274000")
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
		if r.pressure != nil && *r.pressure < 0 || r.throttles != nil && *r.throttles < 0 || r.throttled != nil && *r.throttled < 0 ||
			r.mhz != nil && !(*r.mhz > 0) || r.celsius != nil && !(*r.celsius > -100 && *r.celsius < 200) {
			t.Errorf("read %+v", r)
		}
	})
}
