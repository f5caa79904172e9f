package talk

import (
	"fmt"
	"slices"
	"sync/atomic"

	"corerace/bench/machine"
)

// A counter is a number that both sides add to: how a pool hands out its shares. An add is the message and its answer
// in one, so a round trip is one add with nobody else around, and a stream is both sides adding at once, on two cores.
type counter struct {
	word  *atomic.Uint64
	times []float64
	sum   uint64 // of all numbers that both sides have got
}

// addsInBatch is how many adds a reading of the clock covers: it takes ten times as long as an add.
const addsInBatch = 64

// batches is how many batches of adds an order asks for.
func (o order) batches() int { return (o.count + addsInBatch - 1) / addsInBatch }

// lead is the part of this side. Its digest is the sum of the numbers that it got. The rate of a stream is that of both
// sides together, while this one adds.
func (c *counter) lead(o order) (figures, uint64, error) {
	if o.pattern == trip {
		return c.alone(o)
	}
	defer pin(0)()
	began, from := machine.Now(), c.word.Load()
	digest, err := c.claim(o)
	took := machine.Now().Sub(began)
	return figures{perSecond: perSecond(float64(c.word.Load()-from), took), messages: o.batches() * addsInBatch}, digest, err
}

// alone adds and times batches of adds.
func (c *counter) alone(o order) (f figures, digest uint64, err error) {
	c.times = slices.Grow(c.times[:0], o.batches())
	last := machine.Now()
	for range o.batches() {
		for range addsInBatch {
			digest += c.word.Add(1)
		}
		now := machine.Now()
		c.times = append(c.times, now.Sub(last).Seconds()/addsInBatch)
		last = now
	}
	f = tripFigures(c.times, machine.TimerStep()/addsInBatch)
	f.messages = o.batches() * addsInBatch
	return f, digest, nil
}

// follow is the part of the other side.
func (c *counter) follow(o order) (digest uint64, err error) {
	if err := o.check(); err != nil || o.pattern == trip {
		return 0, err
	}
	defer pin(1)()
	return c.claim(o)
}

// claim adds and returns the sum of the numbers that it got, each of which must be above the one before.
func (c *counter) claim(o order) (sum uint64, err error) {
	last := uint64(0)
	for range o.batches() * addsInBatch {
		got := c.word.Add(1)
		if got <= last {
			return 0, fmt.Errorf("the counter says %d after %d", got, last)
		}
		last, sum = got, sum+got
	}
	return sum, nil
}

// agree checks that both sides together got every number from 1 on once: the sum of n of them is n(n+1)/2.
func (c *counter) agree(_ order, near, far uint64) error {
	c.sum += near + far
	n := c.word.Load()
	want := n / 2 * (n + 1)
	if n%2 == 1 {
		want = (n + 1) / 2 * n
	}
	if c.sum != want {
		return fmt.Errorf("the sum of the numbers up to %d is %d, %d expected", n, c.sum, want)
	}
	return nil
}

func (c *counter) ready(int) error { return nil }

func (c *counter) hangUp() {}
