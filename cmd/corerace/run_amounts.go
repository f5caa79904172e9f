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
