package machine

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A ball goes to and fro between two threads. It has its cache lines for itself, as a neighbour's line is fetched
// along.
type ball struct {
	_    [128]byte
	at   atomic.Uint64 // odd: on its way to the second thread
	_    [120]byte
	lost atomic.Bool
	ctx  context.Context
	end  time.Time
}

const (
	tripsInBatch  = 50
	mostBatches   = 2000
	longestGame   = 200 * time.Millisecond
	spinsPerCheck = 4096
)

// crossCoreRoundTrip is the time that a cache line takes from one core to another and back, between two threads that
// wait for it spinning, on the first two cores that this process may run on: the median of batches of 50 trips. It
// takes at most some 0.2 s. It fails where there is one core, or where both weren't free together for one batch.
//
// It tells where the host of a virtual machine put the cores: 240 ns and 900 ns were seen on one and the same machine,
// hours apart, and what is shared between cores costs in proportion.
func crossCoreRoundTrip(ctx context.Context) (time.Duration, error) {
	on := affinity()
	if len(on) < 2 || runtime.GOMAXPROCS(0) < 2 {
		return 0, errors.New("a round trip between cores needs two")
	}
	b := ball{ctx: ctx, end: time.Now().Add(longestGame)}
	var batches []time.Duration
	var errs [2]error
	var both sync.WaitGroup
	both.Go(func() {
		errs[0] = Pinned(on[0], func() { batches = b.serve() })
		b.lost.Store(true)
	})
	both.Go(func() {
		errs[1] = Pinned(on[1], func() { b.answer() })
		b.lost.Store(true)
	})
	both.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return 0, err
	}
	if len(batches) == 0 {
		return 0, errors.New("no round trip between cores came to an end in time")
	}
	slices.Sort(batches)
	return batches[len(batches)/2] / tripsInBatch, nil
}

// serve plays batches of trips and returns how long each took.
func (b *ball) serve() []time.Duration {
	batches := make([]time.Duration, 0, mostBatches)
	for v := uint64(0); len(batches) < mostBatches && !b.over(); {
		began := time.Now()
		for range tripsInBatch {
			v += 2
			b.at.Store(v - 1)
			if !b.await(v) {
				return batches
			}
		}
		batches = append(batches, time.Since(began))
	}
	return batches
}

// answer sends back every ball.
func (b *ball) answer() {
	for v := uint64(1); b.await(v); v += 2 {
		b.at.Store(v + 1)
	}
}

// await spins until the ball is at v, false if the game is over before.
func (b *ball) await(v uint64) bool {
	for n := 1; b.at.Load() != v; n++ {
		if n%spinsPerCheck == 0 && b.over() {
			return false
		}
	}
	return true
}

// over is whether the game has ended: the other side has, ctx has, or its time is up.
func (b *ball) over() bool {
	return b.lost.Load() || b.ctx.Err() != nil || time.Now().After(b.end)
}
