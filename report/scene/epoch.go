package scene

import (
	"fmt"
	"strconv"

	"corerace/report/legible"
	"corerace/results"
)

// GapsText says what a spinning thread missed, and what of that the kernel doesn't know of.
func GapsText(e *results.Epoch) string {
	if e == nil || !legible.Finite(e.GapShare) || e.GapShare < 0 {
		return ""
	}
	line := fmt.Sprintf("a spinning thread missed %s of the wall time", legible.FinePercent(e.GapShare))
	if legible.Positive(e.GapsPerSecond) {
		line += fmt.Sprintf(", in %.0f gaps a second", e.GapsPerSecond)
	}
	if legible.Positive(e.HiddenShare) {
		line += fmt.Sprintf("; %s while the kernel had it on a core", legible.FinePercent(e.HiddenShare))
	}
	if p := e.HiddenTogether; p != nil && legible.Positive(*p) {
		line += fmt.Sprintf(", and %s with one on every core at once", legible.FinePercent(*p))
	}
	return line
}

// RoundTripText is how long a cache line goes between two cores; "" where that isn't known.
func RoundTripText(e *results.Epoch) string {
	if e == nil || e.RoundTrip <= 0 {
		return ""
	}
	return nanoseconds(int64(e.RoundTrip)) + " there and back between two cores"
}

// TimerText is the smallest step of the clock; "" where that isn't known.
func TimerText(e *results.Epoch) string {
	if e == nil || e.Timer <= 0 {
		return ""
	}
	return nanoseconds(int64(e.Timer)) + " is the smallest step of the clock"
}

// nanoseconds is a time that is short enough to be told in them.
func nanoseconds(n int64) string {
	if n >= 10000 {
		return fmt.Sprintf("%.1f µs", float64(n)/1e3)
	}
	return strconv.FormatInt(n, 10) + " ns"
}
