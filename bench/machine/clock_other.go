//go:build !windows

package machine

import "time"

// Now is the time by the finest clock of the system, which is that of package time here.
func Now() time.Time { return time.Now() }
