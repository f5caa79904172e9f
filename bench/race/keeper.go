package race

import (
	"context"
	"fmt"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/results"
)

// A keeper has the pools that are kept over the rounds of a run, one a cell, each from its first sample on. Between
// samples their workers wait in the kernel: they use no core that another cell is measured on.
type keeper struct {
	pools map[keptCell]mode.Pool
	cpu   time.Duration // that kept workers have used in samples; they aren't waited for, so the system doesn't tell
}

// A keptCell names a pool. A twin has its own.
type keptCell struct {
	results.Cell
	twin bool
}

// An opening is a pool for one sample.
type opening struct {
	mode.Pool
	spawn time.Duration // it took; 0 where the pool was there
	fresh bool          // it was opened for this sample
	done  func()        // after the sample
}

// open opens a pool for a sample of a cell, or hands out the one that is kept for it.
func (k *keeper) open(ctx context.Context, c cell, s mode.Spec) (opening, error) {
	key := keptCell{c.key(), c.twin}
	if pool, ok := k.pools[key]; ok {
		return opening{Pool: pool, done: func() {}}, nil
	}
	began := time.Now()
	pool, err := c.m.Pool(ctx, s)
	if err != nil {
		return opening{}, startError{err}
	}
	o := opening{pool, time.Since(began), true, func() { pool.Close() }}
	if process.Keeps(c.m) {
		o.done = func() {}
		if k.pools == nil {
			k.pools = map[keptCell]mode.Pool{}
		}
		k.pools[key] = pool
	}
	return o, nil
}

// drop closes the pools of a workload that is measured no more.
func (k *keeper) drop(workload string) {
	for key, pool := range k.pools {
		if key.Workload == workload {
			pool.Close()
			delete(k.pools, key)
		}
	}
}

// close closes all pools.
func (k *keeper) close() {
	for _, pool := range k.pools {
		pool.Close()
	}
	k.pools = nil
}

// keptNote says once what the start of a kept pool took, which its later samples don't.
func keptNote(c cell, s results.Sample) string {
	return fmt.Sprintf("%v: the pool is kept from here on; its start took %v", c,
		s.Spawn.Round(10*time.Microsecond))
}
