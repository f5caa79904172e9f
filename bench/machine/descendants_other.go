//go:build !linux

package machine

import "time"

// DescendantsCPU isn't known here.
func DescendantsCPU() time.Duration { return 0 }

// TreeCPU isn't known here.
func TreeCPU(int) time.Duration { return 0 }
