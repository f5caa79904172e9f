package main

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/bench/process"
)

// leastMemory is what a worker needs to start at all.
const leastMemory = 16 << 20

// parseMemory reads a number of bytes with a unit: "256MiB", "1GiB"; "" is no limit.
func parseMemory(s string) (uint64, error) {
	if s == "" {
		return 0, nil
	}
	if err := process.CanLimitMemory(); err != nil {
		return 0, err
	}
	return memoryAmount(s)
}

// memoryAmount reads as many bytes as a worker needs at least, with a unit.
func memoryAmount(s string) (uint64, error) {
	number, unit := s, uint64(1)
	for name, size := range map[string]uint64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
		if n, ok := strings.CutSuffix(s, name); ok {
			number, unit = n, size
		}
	}
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || n > 1<<50/unit {
		return 0, fmt.Errorf("%q is not an amount of memory such as 256MiB", s)
	}
	if n*unit < leastMemory {
		return 0, fmt.Errorf("%s is too little for a worker: at least 16MiB expected", s)
	}
	return n * unit, nil
}

// units of bytes, the longest names first.
var units = []struct {
	name  string
	bytes int
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"B", 1}, {"", 1}}

// parseBytes reads a number of bytes such as 64KiB, 1MiB or 4096.
func parseBytes(s string) (int, error) {
	for _, u := range units {
		digits, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		if n, err := strconv.ParseUint(digits, 10, 31); err == nil && n <= 1<<40/uint64(u.bytes) {
			return int(n) * u.bytes, nil
		}
		break
	}
	return 0, fmt.Errorf("%q is not a number of bytes such as 64KiB", s)
}

// formatBytes writes a number of bytes as parseBytes reads it.
func formatBytes(n int64) string {
	for _, u := range []int{1, 0} {
		if unit := int64(units[u].bytes); n%unit == 0 {
			return strconv.FormatInt(n/unit, 10) + units[u].name
		}
	}
	return strconv.FormatInt(n, 10)
}

// parsePrecision reads the half-width of intervals, as in 2% or 0.02. A number of 1 or more without its sign is more
// likely a forgotten sign than 200 %.
func parsePrecision(s string) (float64, error) {
	number, percent := strings.CutSuffix(s, "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a share such as 2%%", s)
	}
	if percent {
		v /= 100
	}
	switch {
	case v > 0 && v < 1:
		return v, nil
	case !percent && v >= 1 && v < 100:
		return 0, fmt.Errorf("%q is not a share: did you mean %q?", s, s+"%")
	}
	return 0, fmt.Errorf("%q is not within 0%% and 100%%: a share such as 2%% expected", s)
}
