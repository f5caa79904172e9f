package machine

import (
	"errors"
	"time"

	"corerace/results"
)

// OwnInterval is the regular distance of two points of own use. Own use is counted to the microsecond, so nothing but
// the cost of reading it sets a limit.
const OwnInterval = 50 * time.Millisecond

// NewOwnRecorder returns a recorder that takes a point of own use every interval (OwnInterval, where it is 0 or less)
// and hands it to emit, as [NewRecorder] does with the cores. It doesn't close own.
func NewOwnRecorder(own *Own, interval time.Duration, emit func(results.Own)) *Recorder {
	if interval <= 0 {
		interval = OwnInterval
	}
	return newRecorder(interval, own.seconds, func(t time.Duration, shares []float64) {
		absent(shares) // of what it may not use, this program uses nothing
		emit(results.Own{T: t, Own: shares})
	})
}

// seconds is what read has, in seconds, for a stream of at least n cores.
func (o *Own) seconds(n int) ([]float64, error) {
	used, err := o.read()
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(used), max(n, len(used)))
	for id, d := range used {
		out[id] = d.Seconds()
	}
	return absentUpTo(out, n), nil
}

var errOwnClosed = errors.New("own time by core: closed")
