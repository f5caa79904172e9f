//go:build unix && !linux

package starter

import "time"

// looks is what was seen of a family while it ran: nothing here.
type looks struct {
	began, at time.Time     // the start of the command, and the last look
	stopped   time.Duration // of its last time, in which nothing of it could run
	examine   bool
}

func (l *looks) look() time.Duration { return 0 }

func (l *looks) into(*Reply) {}

func (l *looks) waitInto(*Reply, *family) {}
