//go:build !windows

package machine

import "time"

// Now is the time by the finest clock of the system, which is that of package time here.
func Now() time.Time { return time.Now() }

// Since is the time since a moment that [Now] gave.
func Since(t time.Time) time.Duration { return time.Since(t) }
