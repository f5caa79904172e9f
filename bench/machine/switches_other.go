//go:build !unix

package machine

import "time"

type switches struct {
	cpu                    time.Duration
	involuntary, voluntary int64
}

// ownSwitches is not available on this system.
func ownSwitches() (switches, bool) { return switches{}, false }
