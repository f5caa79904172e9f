//go:build !linux

package gil

import (
	"runtime"
	"time"
)

// A cpuClock measures nothing here: the CPU time of a thread can't be had.
type cpuClock struct{}

func (c *cpuClock) start() {}

func (c *cpuClock) stop() time.Duration { return 0 }

// severalCores reports whether this machine has more than one core.
func severalCores() bool { return runtime.NumCPU() > 1 }
