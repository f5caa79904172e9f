package lab

import (
	"context"
	"time"
)

// roundTripBytes is the size of a request of Convoy and of its answer.
const roundTripBytes = 32

// An answer that takes longer than this ends the count: a thread that only computes can't keep the lock for so long.
const roundTripLimit = 20 * time.Second

// RoundTrips sends requests to a UDP echo on a port of this host, the next one when the last was answered, for about d,
// and returns how long each took, at most a million of them. It blocks its thread in the system calls, where the
// runtime's poller would add its own wake-ups to each round trip.
func RoundTrips(
	ctx context.Context, port int, d time.Duration,
) (latencies []time.Duration, wall time.Duration, err error) {
	c, err := dialEcho(port)
	if err != nil {
		return nil, 0, err
	}
	defer c.close()
	var buf [2 * roundTripBytes]byte
	for range 3 { // both sides are warm then
		if err := c.roundTrip(buf[:]); err != nil {
			return nil, 0, err
		}
	}
	latencies = make([]time.Duration, 0, 1<<16)
	start := time.Now()
	for last := start; len(latencies) < 1e6 && last.Sub(start) < d && ctx.Err() == nil; {
		if err := c.roundTrip(buf[:]); err != nil {
			return nil, 0, err
		}
		now := time.Now()
		latencies = append(latencies, now.Sub(last))
		last = now
	}
	return latencies, time.Since(start), context.Cause(ctx)
}

// EndEcho tells the echo that there will be no more requests.
func EndEcho(port int) error {
	c, err := dialEcho(port)
	if err != nil {
		return err
	}
	defer c.close()
	return c.send([]byte("q"))
}
