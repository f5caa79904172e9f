package machine

import (
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
