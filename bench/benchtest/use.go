package benchtest

import (
	"errors"
	"sync"
	"testing"
)

// A use is what a benchmark that goes on has called in the run of it that goes on: go test runs it again with another N.
type use struct {
	n     int
	rows  bool // of Run, Func or Map
	races int  // of Compare
}

var (
	usesMu sync.Mutex
	uses   = map[*testing.B]use{}
)

// usedFor notes what a benchmark calls. It is an error where go test would drop some of it without a word: a benchmark
// that has rows isn't run again, and has no metrics of its own, and of two races those of the second would be left.
func usedFor(b *testing.B, race bool) error {
	usesMu.Lock()
	defer usesMu.Unlock()
	u, known := uses[b]
	if !known {
		b.Cleanup(func() { forgetUse(b) })
	}
	if u.n != b.N {
		u = use{n: b.N, rows: u.rows}
	}
	if race {
		u.races++
	} else {
		u.rows = true
	}
	uses[b] = u
	const own = "put each into a b.Run of its own"
	switch {
	case u.rows && u.races > 0:
		return errors.New("a benchmark with a race has no room for rows of Run, Func or Map beside it: " + own)
	case u.races > 1:
		return errors.New("a benchmark has room for one race: " + own)
	}
	return nil
}

func forgetUse(b *testing.B) {
	usesMu.Lock()
	defer usesMu.Unlock()
	delete(uses, b)
}
