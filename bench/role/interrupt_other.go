//go:build !windows

package role

import (
	"os"
	"os/signal"
)

// IgnoreInterrupt makes this process go on at an interrupt, which the terminal sends to all that was started in it: its
// parent says when it ends.
func IgnoreInterrupt() { signal.Ignore(os.Interrupt) }
