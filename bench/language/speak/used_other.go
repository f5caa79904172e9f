//go:build !linux

package speak

import "time"

// used can't be told here.
func (c *Crew) used() (total time.Duration, known bool) { return 0, false }
