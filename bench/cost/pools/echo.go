package pools

import (
	"context"

	"corerace/bench/process"
)

// An echo measures how many bytes a second go to a worker and back, through shared memory: copied in by this side, over
// by the worker, and out by this side; or in place, where the worker reads all of them where they lie.
type echo struct {
	*process.Echo
	way  string
	size int
}

// echoTrips is how many echoes the median is of.
const echoTrips = 7

func openEcho(way string, size int) opening {
	return func(ctx context.Context, _ *theirs) (measure, error) {
		e, err := process.OpenEcho(ctx, size)
		if err != nil {
			return nil, &notHere{err.Error()}
		}
		return echo{e, way, size}, nil
	}
}

// take is bytes a second; where no bytes go, seconds.
func (e echo) take(context.Context) (float64, error) {
	seconds, err := medianOf(echoTrips, func() error { return e.Trip(e.way) })
	if err != nil {
		return 0, err
	}
	switch e.way {
	case "nothing":
		return seconds, nil
	case copied.way:
		err = e.Check() // in place, the trip checks the sum of what was read
	}
	return float64(e.size) / seconds, err
}

func (e echo) close() error { return e.Close() }
