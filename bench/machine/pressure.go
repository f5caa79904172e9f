package machine

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

// parsePressure reads the time that some thread waited for a core, since the machine started, from /proc/pressure/cpu:
//
//	some avg10=32.85 avg60=51.69 avg300=49.19 total=502036651
//	full avg10=0.00 avg60=0.00 avg300=0.00 total=0
//
// The total is in microseconds.
func parsePressure(s string) *time.Duration {
	for line := range strings.Lines(s) {
		rest, ok := strings.CutPrefix(line, "some ")
		if !ok {
			continue
		}
		for field := range strings.FieldsSeq(rest) {
			if total, ok := strings.CutPrefix(field, "total="); ok {
				return microseconds(total)
			}
		}
	}
	return nil
}

// microseconds is a count of microseconds, nil where it isn't one or is longer than a duration can be.
func microseconds(s string) *time.Duration {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > int64(1<<63-1)/int64(time.Microsecond) {
		return nil
	}
	return new(time.Duration(n) * time.Microsecond)
}

// throttling is how often, and how long in all, the quota of this process's cgroup held it back, that of the groups
// above it added; nil where no group says.
func throttling(root fs.FS) (times *int64, length *time.Duration) {
	groups := parseGroups(text(root, "proc/self/cgroup"))
	for _, m := range parseMounts(text(root, "proc/self/mountinfo")) {
		group, ok := groups[m.controller]
		if !ok {
			continue
		}
		for dir := m.dir(group); ; dir = path.Dir(dir) {
			n, d := parseThrottling(text(root, dir+"/cpu.stat"))
			times, length = sum(times, n), sum(length, d)
			if len(dir) <= len(m.point) {
				break
			}
		}
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
