package main

import (
	"fmt"
	"strconv"
	"strings"
)

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
