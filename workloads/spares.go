package workloads

import "sync"

// spares are things that no worker has in use, each too costly to be made anew for a Run. There are never more than
// there were Runs at once.
//
// The last one given back is the first one taken, so that what a core has in its cache is used again. A sync.Pool isn't
// used: it would drop them at a garbage collection, and the next Run would be timed making one.
type spares[T any] struct {
	mu   sync.Mutex
	free []T
}

// take returns one, and makes it where all are in use.
func (s *spares[T]) take(anew func() T) T {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.free)
	if n == 0 {
		return anew()
	}
	x := s.free[n-1]
	s.free = s.free[:n-1]
	return x
}

func (s *spares[T]) give(x T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, x)
}
