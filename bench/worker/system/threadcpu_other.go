//go:build !linux

package system

import "time"

// ThreadCPU is not available on this system: both are 0.
func ThreadCPU() (user, sys time.Duration) {
	return 0, 0
}
