package gil

import (
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/bench/worker"
	"corerace/workloads"
)

// A stretchBook keeps the stretches of a mode's workloads, so that only the first pool, that of the warm-up round,
// spends time on measuring them.
type stretchBook struct {
	mu   sync.Mutex
	cuts map[stretchKey]*stretches
}

// A stretchKey is what stretches depend on: the work, and how long they are to be.
type stretchKey struct {
	workload *workloads.Workload
	length   time.Duration
}

// of returns the stretches of a workload that is set up. Where it panics they are single items: the job that comes to
// that place will say so.
func (b *stretchBook) of(w *workloads.Workload, length time.Duration) *stretches {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := stretchKey{w, length}
	if b.cuts[key] != nil {
		return b.cuts[key]
	}
	s, err := measureStretches(w.Run, w.Size, length)
	if err != nil {
		return &stretches{block: w.Size, ends: []int{w.Size}, parts: []int{1}}
	}
	if b.cuts == nil {
		b.cuts = make(map[stretchKey]*stretches)
	}
	b.cuts[key] = s
	return s
}

// Stretches say where a pass of a workload is cut, so that each piece takes about as long as the others. Items
// differ in what they cost, by a hundred times in the picture of mandelbrot, so the pieces differ in how many they
// hold:
//
//	items  0         b         2b        3b        4b
//	       ├─ 1 µs ──┼─ 2 µs ──┼─ 40 µs ─┼─ 90 µs ─┤      measured in blocks of b items
//	cut      ·········└ to 3b, 43 µs ────┤·····|···┤      at 50 µs: some blocks together, or a block in parts
type stretches struct {
	block int   // items
	ends  []int // by block: where the stretch that begins in it ends, in items, or
	parts []int // by block: items in a part of it, where it is too long; else 0
}

const (
	mostBlocks = 4096                   // blocks of a pass that are measured
	mostTime   = 100 * time.Millisecond // that is spent on it; each block after that counts as the mean of those before
)

// measureStretches runs a workload that is set up twice, and cuts a pass into stretches of a length. What a block costs
// is the lesser of the two, because one of them may have waited for a core.
func measureStretches(run func(lo, hi int) uint64, size int, length time.Duration) (*stretches, error) {
	block := (size + mostBlocks - 1) / mostBlocks
	blocks := (size + block - 1) / block
	costs, err := blockCosts(run, size, block, blocks)
	if err != nil {
		return nil, err
	}
	again, err := blockCosts(run, size, block, blocks)
	if err != nil {
		return nil, err
	}
	for i := range costs {
		costs[i] = min(costs[i], again[i])
	}
	return cutStretches(costs, block, size, length), nil
}

// blockCosts runs blocks of items, and returns what each takes.
func blockCosts(run func(lo, hi int) uint64, size, block, blocks int) ([]time.Duration, error) {
	costs := make([]time.Duration, blocks)
	clock := clockTime()
	var spent time.Duration
	for i := range costs {
		if spent > mostTime {
			costs[i] = costs[i-1]
			continue
		}
		began := machine.Now()
		if _, err := worker.RunShare(run, i*block, min((i+1)*block, size)); err != nil {
			return nil, err
		}
		costs[i] = max(machine.Since(began)-clock, 0)
		spent += costs[i]
		if spent > mostTime {
			costs[i] = spent / time.Duration(i+1)
		}
	}
	return costs, nil
}

// clockTime is what it takes to look at the clock: the least of some tries.
func clockTime() time.Duration {
	least := time.Hour
	for range 100 {
		began := machine.Now()
		least = min(least, machine.Since(began))
	}
	return least
}

// cutStretches cuts items whose blocks cost so much.
func cutStretches(costs []time.Duration, block, size int, length time.Duration) *stretches {
	s := &stretches{block, make([]int, len(costs)), make([]int, len(costs))}
	end, sum := 0, time.Duration(0) // of the blocks from i to end
	for i, cost := range costs {
		if end <= i {
			end, sum = i+1, cost
		}
		for end < len(costs) && sum+costs[end] <= length {
			sum += costs[end]
			end++
		}
		s.ends[i] = min(end*block, size)
		if cost > length {
			s.parts[i] = max(1, int(float64(block)*float64(length)/float64(cost)))
		}
		sum -= cost
	}
	return s
}

// end is where the stretch ends that begins with an item: after it, and at most at hi.
func (s *stretches) end(lo, hi int) int {
	i := lo / s.block
	if part := s.parts[i]; part > 0 {
		return min(lo+part, (i+1)*s.block, hi)
	}
	return min(s.ends[i], hi)
}
