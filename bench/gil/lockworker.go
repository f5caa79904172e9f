package gil

import (
	"context"
	"time"

	"corerace/bench/mode"
)

// A lockedWorker works under a lock, which is passed on between short stretches of a share, with no call in the
// workload.
type lockedWorker struct {
	mode.Accountant
	run  func(lo, hi int) uint64
	side Holder
	*stretches
}

// lockedWorkers returns how a worker starts that is behind a lock. The first one that is ready measures the stretches
// for all of them.
func lockedWorkers(
	book *stretchBook, length time.Duration, sides []Holder,
	start func(context.Context, int, mode.Spec) (mode.Accountant, error),
) func(context.Context, int, mode.Spec) (mode.Worker, error) {
	return func(ctx context.Context, i int, s mode.Spec) (mode.Worker, error) {
		w, err := start(ctx, i, s)
		if err != nil {
			return nil, err
		}
		l := &lockedWorker{Accountant: w, run: s.Workload.Run, side: sides[i]}
		l.stretches = book.of(s.Workload, length)
		return l, nil
	}
}

// Work implements Worker.
func (l *lockedWorker) Work(j *mode.Job) (mode.Tally, error) {
	return l.Account(func() (mode.Tally, error) {
		l.side.Acquire()
		defer l.side.Release()
		return j.LoopSingly(l.share) // the lock is the point, not the claim
	})
}

// share runs a share in stretches.
func (l *lockedWorker) share(lo, hi int) (sum uint64) {
	for lo < hi {
		end := l.end(lo, hi)
		sum += l.run(lo, end)
		l.side.Checkpoint()
		lo = end
	}
	return sum
}
