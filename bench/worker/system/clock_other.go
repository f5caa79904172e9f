//go:build !linux

package system

import "time"

// Clock is a time that a parent and its workers read alike. There is none here, so it is 0.
func Clock() time.Duration { return 0 }
