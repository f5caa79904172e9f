//go:build !linux

package machine

import (
	"errors"
	"time"
)

// affinity is not available on this system: every core is taken to be allowed.
func affinity() []int {
	return nil
}

// Pinned is not available on this system: f isn't called.
func Pinned(int, func()) error {
	return errors.New("a thread can't be bound to a core on this operating system")
}

// threadCPU is not available on this system: it is 0.
func threadCPU() time.Duration { return 0 }
