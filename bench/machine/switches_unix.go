//go:build unix

package machine

import (
	"time"

	"golang.org/x/sys/unix"
)

// switches is what this process and the children that it has waited for have used, and how often they left a core.
type switches struct {
	cpu                    time.Duration
	involuntary, voluntary int64
}

// ownSwitches reads them; false where the system doesn't say.
func ownSwitches() (switches, bool) {
	var s switches
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u unix.Rusage
		if err := unix.Getrusage(who, &u); err != nil {
			return switches{}, false
		}
		s.cpu += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		s.involuntary += int64(u.Nivcsw)
		s.voluntary += int64(u.Nvcsw)
	}
	return s, true
}
