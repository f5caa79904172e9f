//go:build !linux

package speak

import "time"

// used can't be told here.
func (c *Crew) used() map[thread]time.Duration { return nil }
