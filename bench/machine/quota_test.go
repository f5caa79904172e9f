package machine

import (
	"math"
	"testing"
	"testing/fstest"
)

const (
	mountV2 = "41 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n"
	mountV1 = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 master:3 - cgroup cgroup rw,cpu,cpuacct\n" +
		"35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
	disk = "23 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw\n"
)

func TestQuotaIsTheSmallestUpTheTree(t *testing.T) {
	const docker = "32 31 0:29 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  float64
	}{
		{"no cgroups", nil, 0},
		{"v2, none", map[string]string{
			"proc/self/cgroup":           "0::/a\n",
			"proc/self/mountinfo":        disk + mountV2,
			"sys/fs/cgroup/a/cpu.max":    "max 100000\n",
			"sys/fs/cgroup/else/cpu.max": "1000 100000\n",
		}, 0},
		{"v2, own", map[string]string{
			"proc/self/cgroup":        "0::/a\n",
			"proc/self/mountinfo":     disk + mountV2,
			"sys/fs/cgroup/a/cpu.max": "150000 100000\n",
		}, 1.5},
		{"v2, a parent is tighter", map[string]string{
			"proc/self/cgroup":            "0::/a/b/c\n",
			"proc/self/mountinfo":         mountV2,
			"sys/fs/cgroup/a/cpu.max":     "200000 100000\n",
			"sys/fs/cgroup/a/b/cpu.max":   "50000 100000\n",
			"sys/fs/cgroup/a/b/c/cpu.max": "400000 100000\n",
		}, 0.5},
		{"v2, in a container with its own namespace", map[string]string{
			"proc/self/cgroup":      "0::/\n",
			"proc/self/mountinfo":   mountV2,
			"sys/fs/cgroup/cpu.max": "300000 100000\n",
		}, 3},
		{"v1", map[string]string{
			"proc/self/cgroup":    "4:memory:/m\n1:cpu,cpuacct:/jobs/x\n0::/\n",
			"proc/self/mountinfo": mountV1,
			"sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_quota_us":    "250000\n",
			"sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_period_us":   "100000\n",
			"sys/fs/cgroup/cpu,cpuacct/jobs/x/cpu.cfs_quota_us":  "-1\n",
			"sys/fs/cgroup/cpu,cpuacct/jobs/x/cpu.cfs_period_us": "100000\n",
			"sys/fs/cgroup/memory/m/cpu.cfs_quota_us":            "1\n",
		}, 2.5},
		{"v1 in a container: the group's path is the host's", map[string]string{
			"proc/self/cgroup":                       "1:cpu:/docker/abc/in\n",
			"proc/self/mountinfo":                    docker,
			"sys/fs/cgroup/cpu/cpu.cfs_quota_us":     "200000\n",
			"sys/fs/cgroup/cpu/cpu.cfs_period_us":    "100000\n",
			"sys/fs/cgroup/cpu/in/cpu.cfs_quota_us":  "100000\n",
			"sys/fs/cgroup/cpu/in/cpu.cfs_period_us": "100000\n",
		}, 1},
		{"a group outside of the mount falls back to the mount", map[string]string{
			"proc/self/cgroup":      "0::/docker/abcdef/in\n",
			"proc/self/mountinfo":   "41 31 0:38 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
			"sys/fs/cgroup/cpu.max": "200000 100000\n",
		}, 2},
		{"both, the smaller counts", map[string]string{
			"proc/self/cgroup":          "1:cpu:/\n0::/\n",
			"proc/self/mountinfo":       mountV2 + "32 31 0:29 / /old\\040one rw - cgroup cgroup rw,cpu\n",
			"old one/cpu.cfs_quota_us":  "100000\n",
			"old one/cpu.cfs_period_us": "100000\n",
			"sys/fs/cgroup/cpu.max":     "200000 100000\n",
		}, 1},
		{"a path that climbs stays below the mount", map[string]string{
			"proc/self/cgroup":      "0::/../../elsewhere\n",
			"proc/self/mountinfo":   mountV2,
			"sys/elsewhere/cpu.max": "1 100000\n",
			"sys/fs/cgroup/cpu.max": "200000 100000\n",
		}, 2},
	} {
		root := fstest.MapFS{}
		for name, s := range c.files {
			root[name] = &fstest.MapFile{Data: []byte(s)}
		}
		if got := quota(root); got != c.want {
			t.Errorf("%s: %v cores, want %v", c.name, got, c.want)
		}
	}
}

func TestParseMax(t *testing.T) {
	for s, want := range map[string]float64{
		"max 100000\n": 0, "100000 100000\n": 1, "10000 100000": 0.1, "1600000 100000\n": 16,
		"": 0, "max": 0, "100000": 0, "0 100000": 0, "100000 0": 0, "-1 100000": 0, "1e5 100000": 0, "a b c": 0,
		"99999999999999999999 100000": 0,
	} {
		if got := parseMax(s); got != want {
			t.Errorf("parseMax(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for s, want := range map[string]string{
		`/plain`: "/plain", `/a\040b\011c`: "/a b\tc", `\134`: `\`, `\`: `\`, `\04`: `\04`, `\999x`: `\999x`,
		`\777`: `\777`,
	} {
		if got := unescape(s); got != want {
			t.Errorf("unescape(%q) = %q, want %q", s, got, want)
		}
	}
}

// FuzzQuota feeds it the kernel's files with anything in them: a limit is 0 or a finite number of cores.
func FuzzQuota(f *testing.F) {
	f.Add("0::/a/b\n", mountV2, "50000 100000\n", "", "")
	f.Add("1:cpu,cpuacct:/jobs\n0::/\n", mountV1, "", "250000\n", "100000\n")
	f.Add("0::/../x\n", "41 31 0:38 /r\\040 / rw - cgroup2 cgroup2 rw\n", "max 100000\n", "-1", "0")
	f.Fuzz(func(t *testing.T, groups, mounts, most, cfs, period string) {
		root := fstest.MapFS{
			"proc/self/cgroup":                            {Data: []byte(groups)},
			"proc/self/mountinfo":                         {Data: []byte(mounts)},
			"sys/fs/cgroup/cpu.max":                       {Data: []byte(most)},
			"sys/fs/cgroup/a/cpu.max":                     {Data: []byte(most)},
			"sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us":  {Data: []byte(cfs)},
			"sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": {Data: []byte(period)},
		}
		if q := quota(root); q < 0 || math.IsNaN(q) || math.IsInf(q, 0) {
			t.Errorf("quota of %v cores", q)
		}
		if q := parseMax(most); q < 0 || math.IsNaN(q) || math.IsInf(q, 0) {
			t.Errorf("parseMax(%q) = %v", most, q)
		}
	})
}
