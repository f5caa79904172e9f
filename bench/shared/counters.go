package shared

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"corerace/bench/mode"
)

// OwnCounters gives each worker a counter in a line of its own.
func OwnCounters() *mode.Mode {
	return counting("own-counters", "Each worker adds to a counter of its own.", "", func(n int) counters {
		lines := make([]line, n)
		return counters{
			add:   func(i, lo, hi int) { addTo(&lines[i].n[0], lo, hi) },
			total: func() (sum uint64) { return sumOf(n, func(i int) *atomic.Uint64 { return &lines[i].n[0] }) },
		}
	})
}

// Neighbours gives each worker a counter of its own that lies in the same line of the cache as the others, as far as
// there is room.
func Neighbours() *mode.Mode {
	return counting("neighbours", "Each worker adds to a counter of its own, beside the others in one line of the cache.", "",
		func(n int) counters {
			const most = lineBytes / 2 / 8 // a line, and not the pair
			lines := make([]line, (n+most-1)/most)
			at := func(i int) *atomic.Uint64 { return &lines[i/most].n[i%most] }
			return counters{
				add:   func(i, lo, hi int) { addTo(at(i), lo, hi) },
				total: func() uint64 { return sumOf(n, at) },
			}
		})
}

// OneAtomic has all workers add to one counter, atomically.
func OneAtomic() *mode.Mode {
	return counting("one-atomic", "All workers add to one counter, with atomic additions.", "", func(int) counters {
		var c line
		return counters{
			add:   func(_, lo, hi int) { addTo(&c.n[0], lo, hi) },
			total: c.n[0].Load,
		}
	})
}

// OneMutex has all workers add to one counter behind a lock. It is its own baseline, because a lock costs something
// alone, too.
func OneMutex() *mode.Mode {
	return counting("one-mutex", "All workers add to one counter, behind a lock.", "one-mutex", func(int) counters {
		var c struct {
			_  [lineBytes]byte
			mu sync.Mutex
			n  uint64
			_  [lineBytes]byte
		}
		return counters{
			add: func(_, lo, hi int) {
				for i := lo; i < hi; i++ {
					c.mu.Lock()
					c.n++
					c.mu.Unlock()
				}
			},
			total: func() uint64 {
				c.mu.Lock()
				defer c.mu.Unlock()
				return c.n
			},
		}
	})
}

// counters are where a pool adds to.
type counters struct {
	add   func(worker, lo, hi int)
	total func() uint64 // of all, when nobody adds
}

func sumOf(n int, at func(int) *atomic.Uint64) (sum uint64) {
	for i := range n {
		sum += at(i).Load()
	}
	return sum
}

// counting is a mode whose workers add to counters, which a pool makes for so many workers.
func counting(name, doc, baseline string, make func(workers int) counters) *mode.Mode {
	return &mode.Mode{
		Name: name, Doc: doc, Baseline: baseline,
		Suits: func(s mode.Spec) error {
			if s.Workload.Name != "additions" {
				return fmt.Errorf("it counts nothing but the workload additions")
			}
			return nil
		},
		Open: func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
			shop := &shop{counters: make(s.Workers), workers: s.Workers}
			return mode.Each(func(ctx context.Context, i int, s mode.Spec) (mode.Worker, error) {
				w, err := mode.StartThread(ctx, i, s)
				return &clerk{Accountant: w, shop: shop, i: i}, err
			})(ctx, s)
		},
	}
}

// A shop is a pool's counters, and what must be in them.
type shop struct {
	counters
	workers int
	mu      sync.Mutex
	done    int    // workers that are done with the job
	added   uint64 // by them, over all jobs
}

// A clerk is a worker that adds.
type clerk struct {
	mode.Accountant
	shop *shop
	i    int
}

// Work implements mode.Worker.
func (c *clerk) Work(j *mode.Job) (mode.Tally, error) {
	return c.Account(func() (mode.Tally, error) {
		t, err := j.Loop(func(lo, hi int) uint64 {
			c.shop.add(c.i, lo, hi)
			return uint64(hi - lo)
		})
		if err != nil {
			return t, err
		}
		return t, c.shop.close(t.Sum)
	})
}

// close adds up what a worker added, and lets the last one compare it with what is in the counters.
func (s *shop) close(added uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.added += added
	if s.done++; s.done < s.workers {
		return nil
	}
	s.done = 0
	if total := s.total(); total != s.added {
		return fmt.Errorf("the counters hold %d, %d were added", total, s.added)
	}
	return nil
}
