package talk

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"corerace/bench/machine"
)

// A side does its part of an exchange: one leads and measures, the other follows.
type side interface {
	// ready takes what messages of at most so many bytes want of memory, or says why it can't be had.
	ready(largest int) error
	lead(o order) (f figures, digest uint64, err error)
	follow(o order) (digest uint64, err error)
	// agree says what is wrong where two digests of an exchange don't belong together. The leading side is asked.
	agree(o order, near, far uint64) error
	hangUp()
}

// agree checks that as many messages came as were sent.
func (t *talker) agree(o order, near, far uint64) error {
	if near != uint64(o.count) || far != uint64(o.count) {
		return fmt.Errorf("%d messages: this side counts %d, the other %d", o.count, near, far)
	}
	return nil
}

// A pair is both sides of a way that is open.
type pair interface {
	exchange(ctx context.Context, o order) (figures, error)
	close() error
}

// A localPair is two goroutines of this process.
type localPair struct {
	near, far side
	spareP    bool // its sides sleep in raw system calls
	orders    [2]chan order
	led       chan led
	followed  chan reply
	free      func() error // gives back what the sides lie in
}

type led struct {
	figures
	digest uint64
	err    error
}

// newLocalPair starts the two sides. Where they are to be threads, each keeps its thread to itself.
func newLocalPair(near, far side, threads bool) *localPair {
	p := &localPair{near: near, far: far, led: make(chan led), followed: make(chan reply),
		free: func() error { return nil }}
	p.orders = [2]chan order{make(chan order), make(chan order)}
	start := func(orders <-chan order, do func(order)) {
		go func() {
			if threads {
				runtime.LockOSThread() // never undone: the thread ends with the goroutine
			}
			for o := range orders {
				do(o)
			}
		}()
	}
	start(p.orders[0], func(o order) {
		f, digest, err := p.near.lead(o)
		if err != nil {
			p.near.hangUp() // or the other side would wait for ever
		}
		p.led <- led{f, digest, err}
	})
	start(p.orders[1], func(o order) {
		r := reply{}
		var err error
		if r.digest, err = p.far.follow(o); err != nil {
			p.far.hangUp()
			r.failed = err.Error()
		}
		p.followed <- r
	})
	return p
}

// readyPair is a pair whose sides have what messages of at most so many bytes want. One that hasn't is closed.
func readyPair(p *localPair, largest int) (pair, error) {
	for _, s := range []side{p.near, p.far} {
		if err := s.ready(largest); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// exchange lets both sides do their parts.
func (p *localPair) exchange(ctx context.Context, o order) (figures, error) {
	if err := errors.Join(ctx.Err(), o.check()); err != nil {
		return figures{}, err
	}
	if p.spareP {
		defer withSpareP()()
	}
	p.orders[1] <- o
	p.orders[0] <- o
	l, r := <-p.led, <-p.followed
	return settle(p.near, o, l, r)
}

// settle is what an exchange came to.
func settle(near side, o order, l led, r reply) (figures, error) {
	switch {
	case r.failed != "" && (l.err == nil || errors.Is(l.err, errHungUp)):
		return figures{}, fmt.Errorf("the other side: %s", r.failed)
	case r.failed != "":
		return figures{}, fmt.Errorf("%w (the other side: %s)", l.err, r.failed)
	case l.err != nil:
		return figures{}, l.err
	}
	return l.figures, near.agree(o, l.digest, r.digest)
}

func (p *localPair) close() error {
	close(p.orders[0])
	close(p.orders[1])
	p.near.hangUp()
	p.far.hangUp()
	return p.free()
}

// withSpareP makes sure that the runtime has a P left while two threads sit in raw system calls with one each, and
// returns the undo.
func withSpareP() (undo func()) {
	if runtime.GOMAXPROCS(0) >= 3 {
		return func() {}
	}
	return machine.SetProcs(3)
}
