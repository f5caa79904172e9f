package pools

import (
	"context"
	"errors"
	"slices"
	"time"

	"corerace/bench/process"
	"corerace/bench/worker"
	"corerace/bench/worker/system"
)

// bareBar is how much of the rate of bare copies an echo has at least.
const bareBar = 0.8

// A memcpy copies bytes as often as an echo with copies does, between as many buffers and in one process. A copy to and
// fro between the same two would find its source in a cache, which no message does.
type memcpy struct {
	buffers [process.EchoCopies + 1][]byte
}

func newMemcpy(size int) (*memcpy, error) {
	m := new(memcpy)
	if err := system.Granted(len(m.buffers) * size); err != nil {
		return nil, err
	}
	for i := range m.buffers {
		m.buffers[i] = make([]byte, size)
		for at := range m.buffers[i] {
			m.buffers[i][at] = byte(at * (i + 1)) // each page is there before the clock
		}
	}
	return m, nil
}

// seconds is how long one copy takes, in the mean of those of an echo and in the median: as a whole, which is past the
// caches, or in pieces that stay in them, whichever is faster.
func (m *memcpy) seconds() float64 {
	whole := m.chain(func(dst, src []byte) { copy(dst, src) })
	return min(whole, m.chain(worker.Copy))
}

func (m *memcpy) chain(move func(dst, src []byte)) float64 {
	seconds, _ := medianOf(echoTrips, func() error {
		for i, src := range m.buffers[:process.EchoCopies] {
			move(m.buffers[i+1], src)
		}
		return nil
	})
	return seconds / process.EchoCopies
}

// medianOf is the median of the seconds that something takes n times.
func medianOf(n int, once func() error) (seconds float64, err error) {
	times := make([]float64, n)
	for i := range times {
		began := time.Now()
		if err := once(); err != nil {
			return 0, err
		}
		times[i] = time.Since(began).Seconds()
	}
	slices.Sort(times)
	return times[n/2], nil
}

// copies measures a bare copy, in bytes a second.
type copies struct {
	*memcpy
	size int
}

func openCopies(size int) opening {
	return func(context.Context, *theirs) (measure, error) {
		m, err := newMemcpy(size)
		return copies{m, size}, err
	}
}

func (c copies) take(context.Context) (float64, error) { return float64(c.size) / c.seconds(), nil }

func (copies) close() error { return nil }

// A bare measures what an echo can't be faster than with its copies one after the other: as many bare ones, and two
// messages.
type bare struct {
	*memcpy
	messages *process.Echo
	size     int
}

func openBare(size int) opening {
	return func(ctx context.Context, t *theirs) (measure, error) {
		m, err := newMemcpy(size)
		if err != nil {
			return nil, err
		}
		e, err := process.OpenEcho(ctx, 1)
		if err != nil {
			return nil, &notHere{err.Error()}
		}
		return bare{m, e, size}, nil
	}
}

func (b bare) take(context.Context) (float64, error) {
	trip, err := medianOf(echoTrips, func() error { return b.messages.Trip("nothing") })
	if err != nil {
		return 0, err
	}
	seconds := process.EchoCopies*b.seconds() + trip
	if !(seconds > 0) {
		return 0, errors.New("the clock says that copies take no time")
	}
	return float64(b.size) / seconds, nil
}

func (b bare) close() error { return b.messages.Close() }

func memcpyRow(size int) row {
	return row{bytesRow("memcpy", "a copy of ", size, "Go's copy", "Python's, of a slice", 0), openCopies(size),
		fromPython(question{Do: "memcpy", Size: size, N: echoTrips})}
}

func echoBareRow(size int) row {
	return row{bytesRow("echo-bare", "echo of ", size, copied.doc, "three bare copies and two messages", bareBar),
		openEcho(copied.way, size), openBare(size)}
}
