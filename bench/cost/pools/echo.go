package pools

import (
	"context"
	"slices"
	"time"

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

func openEcho(way string, size int) func(context.Context) (measure, error) {
	return func(ctx context.Context) (measure, error) {
		e, err := process.OpenEcho(ctx, size)
		if err != nil {
			return nil, &notHere{err.Error()}
		}
		return echo{e, way, size}, nil
	}
}

func (e echo) take(context.Context) (float64, error) {
	var times []float64
	for range echoTrips {
		began := time.Now()
		if err := e.Trip(e.way); err != nil {
			return 0, err
		}
		times = append(times, time.Since(began).Seconds())
	}
	slices.Sort(times)
	rate := float64(e.size) / times[echoTrips/2]
	if e.way == inPlace.way { // the trip checks the sum of what was read
		return rate, nil
	}
	return rate, e.Check()
}

func (e echo) close() error { return e.Close() }
