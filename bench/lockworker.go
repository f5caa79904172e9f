package bench

import (
	"context"
	"time"

	"corerace/bench/gil"
)

// A lockedWorker works under a lock, which is passed on between short stretches of a share, with no call in the
// workload.
type lockedWorker struct {
	Worker
	run     func(lo, hi int) uint64
	account func(func() (Tally, error)) (Tally, error)
	side    gil.Holder
	stretch time.Duration // what the work between two checkpoints should take; it may take as long as one item does
	grain   float64       // items in a stretch
	until   int           // stretches until one is timed
}

// timedEvery is how many stretches there are to one that is timed. Looking at the clock costs a tenth of a stretch of
// half a microsecond.
const timedEvery = 64

func startLocked(ctx context.Context, i int, s Spec, rule lockRule, side gil.Holder,
	start func(context.Context, int, Spec) (Worker, error)) (Worker, error) {
	w, err := start(ctx, i, s)
	if err != nil {
		return nil, err
	}
	l := &lockedWorker{Worker: w, run: s.Workload.Run, side: side, stretch: rule.stretch}
	switch w := w.(type) {
	case thread:
		l.account = w.account
	case goroutine:
		l.account = w.account
	}
	began := time.Now()
	if _, err := warmUp(s); err != nil {
		return nil, err
	}
	perItem := time.Since(began) / time.Duration(min(s.Share, s.Workload.Size))
	l.grain = max(1, float64(rule.stretch)/float64(max(perItem, 1)))
	return l, nil
}

// Work implements Worker.
func (l *lockedWorker) Work(j *Job) (Tally, error) {
	return l.account(func() (Tally, error) {
		l.side.Acquire()
		defer l.side.Release()
		return j.Loop(l.share)
	})
}

// share runs a share in stretches.
func (l *lockedWorker) share(lo, hi int) (sum uint64) {
	for lo < hi {
		end := min(lo+int(l.grain), hi)
		if l.until--; l.until <= 0 && end-lo == int(l.grain) {
			sum += l.timed(lo, end)
		} else {
			sum += l.run(lo, end)
		}
		l.side.Checkpoint()
		lo = end
	}
	return sum
}

// timed runs a stretch and adapts the length of the next, at most by half: a stretch may have waited for a core.
func (l *lockedWorker) timed(lo, hi int) uint64 {
	began := time.Now()
	sum := l.run(lo, hi)
	took := max(time.Since(began), 1)
	l.grain = max(1, l.grain*min(max(float64(l.stretch)/float64(took), 0.5), 1.5))
	l.until = min(timedEvery, max(1, int(20*time.Microsecond/l.stretch)))
	return sum
}
