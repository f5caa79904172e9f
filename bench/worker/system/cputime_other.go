//go:build !unix && !windows

package system

import "time"

// ProcessCPU is not available on this system: both are 0.
func ProcessCPU() (user, sys time.Duration) {
	return 0, 0
}

// ChildrenCPU is not available on this system: both are 0.
func ChildrenCPU() (user, sys time.Duration) {
	return 0, 0
}
