//go:build unix && !linux

package starter

import "time"

// looks is what was seen of a family while it ran: nothing here.
type looks struct {
	at      time.Time // of the last look
	examine bool
}

func (l *looks) look() {}

func (l *looks) into(*Reply) {}

func (l *looks) waitInto(*Reply, *family) {}
