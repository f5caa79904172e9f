package talk

import (
	"fmt"
	"math"
	"slices"
	"time"

	"corerace/bench/machine"
	"corerace/bench/worker/system"
)

// A link is one side's end of a way for messages. One goroutine uses it at a time.
type link interface {
	// send sends a message. b may be used again after it, but where depth isn't 0.
	send(b []byte) error
	// recv returns the next message, whose size is known: in b, or in memory of its own until the next recv.
	recv(b []byte) ([]byte, error)
	// depth is how many messages that were sent may still be in use at the other side, since they are handed over and
	// not copied; 0 where they are copied.
	depth() int
	// hangUp makes both sides fail, from now on and where they wait.
	hangUp()
}

// Figures of one exchange.
type figures struct {
	median, p99 float64 // seconds of a round trip; p99 is 0 where there were too few to tell
	perSecond   float64 // messages
	messages    int
}

// A talker does its side's part of an exchange over a link. It keeps its buffers from one exchange to the next, as a
// program that talks a lot does: fresh ones would be a page fault every 4 KiB.
type talker struct {
	link
	bufs  [][]byte
	times []float64
}

func newTalker(l link) *talker {
	t := &talker{link: l}
	t.bufs = make([][]byte, l.depth()+2) // one more is being written, and one read
	return t
}

// ready makes the buffers for messages of at most so many bytes, once the system has said that they can be had: a
// program that is refused memory in the midst of an exchange ends with a traceback.
func (t *talker) ready(largest int) error {
	if err := system.Granted(len(t.bufs) * largest); err != nil {
		return &notHere{err.Error()}
	}
	for i := range t.bufs {
		t.buf(i, largest)
	}
	return nil
}

// buf is a buffer for a message of a size.
func (t *talker) buf(i, size int) []byte {
	i %= len(t.bufs)
	if len(t.bufs[i]) < size {
		t.bufs[i] = make([]byte, size)
	}
	return t.bufs[i][:size]
}

// lead is the part of this side: it sends, and measures.
func (t *talker) lead(o order) (figures, uint64, error) {
	if o.pattern == trip {
		return t.leadTrips(o)
	}
	return t.leadStream(o)
}

func (t *talker) leadTrips(o order) (figures, uint64, error) {
	t.times = slices.Grow(t.times[:0], o.count)
	b, in := t.buf(0, o.size), t.buf(1, o.size)
	last := machine.Now()
	for n := range uint64(o.count) {
		stamp(b, n)
		if err := t.send(b); err != nil {
			return figures{}, 0, fmt.Errorf("sending message %d: %w", n, err)
		}
		back, err := t.recv(in)
		if err != nil {
			return figures{}, 0, fmt.Errorf("waiting for message %d: %w", n, err)
		}
		if err := checkStamp(back, o.size, n); err != nil {
			return figures{}, 0, err
		}
		now := machine.Now()
		t.times = append(t.times, now.Sub(last).Seconds())
		last = now
	}
	return tripFigures(t.times, machine.TimerStep()), uint64(o.count), nil
}

func (t *talker) leadStream(o order) (figures, uint64, error) {
	began := machine.Now()
	for n := range uint64(o.count) {
		b := t.buf(int(n), o.size)
		stamp(b, n)
		if err := t.send(b); err != nil {
			return figures{}, 0, fmt.Errorf("sending message %d: %w", n, err)
		}
	}
	answer, err := t.recv(t.buf(0, MinSize))
	if err != nil {
		return figures{}, 0, fmt.Errorf("waiting for the answer to %d messages: %w", o.count, err)
	}
	if err := checkStamp(answer, MinSize, uint64(o.count)); err != nil {
		return figures{}, 0, fmt.Errorf("the answer: %w", err)
	}
	took := machine.Now().Sub(began)
	return figures{perSecond: perSecond(float64(o.count), took), messages: o.count}, uint64(o.count), nil
}

// follow is the part of the other side. Its digest is the number of messages that came as they should.
func (t *talker) follow(o order) (digest uint64, err error) {
	if err := o.check(); err != nil {
		return 0, err
	}
	for n := range uint64(o.count) {
		b, err := t.recv(t.buf(0, o.size))
		if err != nil {
			return n, fmt.Errorf("waiting for message %d: %w", n, err)
		}
		if err := checkStamp(b, o.size, n); err != nil {
			return n, err
		}
		if o.pattern == trip {
			if err := t.send(b); err != nil {
				return n, fmt.Errorf("sending message %d back: %w", n, err)
			}
		}
	}
	if o.pattern == stream {
		answer := t.buf(1, MinSize)
		stamp(answer, uint64(o.count))
		if err := t.send(answer); err != nil {
			return uint64(o.count), fmt.Errorf("sending the answer: %w", err)
		}
	}
	return uint64(o.count), nil
}

// tripFigures are the median and the 99th percentile of round trips, by nearest rank, in seconds by a clock that makes
// such steps. It sorts them. Where the median is no more than a step, most of them took no time by the clock or one
// step of it: their mean, which their number makes finer, stands for the median, and there is no percentile.
func tripFigures(times []float64, step time.Duration) figures {
	slices.Sort(times)
	f := figures{median: rank(times, 0.5), messages: len(times)}
	switch {
	case f.median <= step.Seconds():
		f.median = mean(times)
	case len(times) >= tailTrips:
		f.p99 = rank(times, 0.99)
	}
	return f
}

func mean(times []float64) (m float64) {
	for _, t := range times {
		m += t / float64(len(times))
	}
	return m
}

// perSecond is a rate, 0 where the clock didn't move.
func perSecond(n float64, took time.Duration) float64 {
	if took <= 0 {
		return 0
	}
	return n / took.Seconds()
}

func rank(sorted []float64, q float64) float64 {
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}
