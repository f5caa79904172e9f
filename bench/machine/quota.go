package machine

import (
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// quota is the CPU time that this process's cgroup may use, in cores' worth of time; 0 where nothing limits it. Every
// group up the tree is bound by its own limit and by those above it, so the smallest counts. root is the root of the
// file system; on a system without cgroups the files aren't there and nothing is limited.
func quota(root fs.FS) float64 {
	least := 0.0
	for m, dir := range ownGroups(root) {
		if q := m.limit(root, dir); q > 0 && (least == 0 || q < least) {
			least = q
		}
	}
	return least
}

// limit is the limit of one group by itself, given the folder that stands for it; 0 is none.
func (m mount) limit(root fs.FS, dir string) float64 {
	if m.controller == unified {
		return parseMax(text(root, dir+"/cpu.max"))
	}
	return parseCFS(text(root, dir+"/cpu.cfs_quota_us"), text(root, dir+"/cpu.cfs_period_us"))
}

// parseMax reads a cpu.max of cgroup v2, "200000 100000" or "max 100000", in cores' worth of time; 0 is no limit.
func parseMax(s string) float64 {
	q, period, ok := strings.Cut(strings.TrimSpace(s), " ")
	if !ok {
		return 0
	}
	return parseCFS(q, period)
}

// parseCFS reads a quota and its period in microseconds as cgroup v1 has them in two files, in cores' worth of time. A
// quota that isn't above 0, such as -1, is no limit: 0.
func parseCFS(quota, period string) float64 {
	q, err := strconv.ParseInt(strings.TrimSpace(quota), 10, 64)
	if err != nil || q <= 0 {
		return 0
	}
	p, err := strconv.ParseInt(strings.TrimSpace(period), 10, 64)
	if err != nil || p <= 0 {
		return 0
	}
	return float64(q) / float64(p)
}

// throttling is how often, and how long in all, the quota of this process's cgroup held it back, that of the groups
// above it added; nil where no group says.
func throttling(root fs.FS) (times *int64, length *time.Duration) {
	for _, dir := range ownGroups(root) {
		n, d := parseThrottling(text(root, dir+"/cpu.stat"))
		times, length = sum(times, n), sum(length, d)
	}
	return times, length
}

// parseThrottling reads a cpu.stat of cgroup v1, where the time is in nanoseconds, or v2, where it is in microseconds:
//
//	nr_throttled 3            nr_throttled 3
//	throttled_time 4500000    throttled_usec 4500
func parseThrottling(s string) (times *int64, length *time.Duration) {
	for line := range strings.Lines(s) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < 0 {
			continue
		}
		switch name {
		case "nr_throttled":
			times = &n
		case "throttled_time":
			length = new(time.Duration(n))
		case "throttled_usec":
			length = microseconds(value)
		}
	}
	return times, length
}

// sum adds up what is known; a sum that can't be held is unknown.
func sum[T int64 | time.Duration](a, b *T) *T {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case *a+*b < *a:
		return nil
	}
	return new(*a + *b)
}
