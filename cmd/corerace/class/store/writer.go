package store

import (
	"bytes"
	"context"
	"errors"
	"sync"
)

// errAway is of a database that isn't reached: what is written then fails alone as it does together.
var errAway = errors.New("the database isn't reached")

// What one transaction takes at most: more waits for the next one.
const (
	batchEntries = 256
	batchBytes   = 4 << 20
)

// A waiting entry is one that somebody waits for.
type waiting struct {
	Entry
	digest []byte
	seq    int64
	err    error
	told   func(seq int64, err error)
	done   chan struct{} // closed when it is written, or can't be
}

// settle notes what the database has for the entry's key.
func (w *waiting) settle(seq int64, digest []byte) {
	w.seq = seq
	if !bytes.Equal(digest, w.digest) {
		w.err = ErrOther
	}
}

// A writer puts entries into transactions, one after the other, and as many as wait into each.
type writer struct {
	// commit writes entries in one transaction and settles each, or fails for all of them.
	commit func([]*waiting) error

	small, large chan *waiting // large ones have a body: the others needn't wait behind all of them
	closing      chan struct{}
	close        sync.Once
	done         chan struct{}
}

func newWriter(commit func([]*waiting) error) *writer {
	w := &writer{commit: commit, small: make(chan *waiting, batchEntries), large: make(chan *waiting),
		closing: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w
}

// put has an entry written and waits for it. settled may be nil.
func (w *writer) put(ctx context.Context, e Entry, settled func(int64, error)) (int64, error) {
	if settled == nil {
		settled = func(int64, error) {}
	}
	one := &waiting{Entry: e, digest: e.sum(), told: settled, done: make(chan struct{})}
	if err := w.enqueue(ctx, one); err != nil {
		settled(0, err)
		return 0, err
	}
	select {
	case <-one.done:
		return one.seq, one.err
	case <-w.done: // it may have come into the queue behind the last that was taken
		select {
		case <-one.done:
			return one.seq, one.err
		default:
			return 0, ErrClosed
		}
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// enqueue gives an entry to the writer, which from then on settles it whoever waits.
func (w *writer) enqueue(ctx context.Context, one *waiting) error {
	if err := one.check(); err != nil {
		return err
	}
	queue := w.small
	if len(one.Body) > 0 {
		queue = w.large
	}
	select {
	case queue <- one:
		return nil
	case <-w.closing:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run writes until the writer is closed.
func (w *writer) run() {
	defer close(w.done)
	for {
		var first *waiting
		select {
		case first = <-w.small:
		case first = <-w.large:
		case <-w.closing:
			return
		}
		w.write(w.gather(first))
	}
}

// gather returns the first entry and all that wait besides, as far as one transaction takes them.
func (w *writer) gather(first *waiting) []*waiting {
	batch, size := []*waiting{first}, len(first.Body)
	for len(batch) < batchEntries && size < batchBytes {
		var next *waiting
		select {
		case next = <-w.small:
		default:
			select {
			case next = <-w.small:
			case next = <-w.large:
			default:
				return batch
			}
		}
		batch, size = append(batch, next), size+len(next.Body)
	}
	return batch
}

// write commits entries and tells those who wait, in their order. Where they can't be written together each is tried
// alone, so that one that the database refuses is nobody else's.
func (w *writer) write(batch []*waiting) {
	err := w.commit(batch)
	if err != nil && len(batch) > 1 && !errors.Is(err, errAway) {
		for _, one := range batch {
			w.write([]*waiting{one})
		}
		return
	}
	for _, one := range batch {
		if err != nil {
			one.err = err
		}
		one.told(one.seq, one.err)
		close(one.done)
	}
}

// stop ends the writer after what it is writing.
func (w *writer) stop() {
	w.close.Do(func() { close(w.closing) })
	<-w.done
}
