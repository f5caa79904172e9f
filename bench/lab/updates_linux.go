package lab

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"corerace/results"
)

// updatesTries is how often threads that didn't overlap are tried again.
const updatesTries = 5

// Updates implements Subject. A call has a look at the lock in it.
func (m *model) Updates(ctx context.Context, s Spec, call bool) (line results.GIL, err error) {
	for range updatesTries {
		if line, err = m.updates(ctx, s, call); err != nil || line.Error == "" {
			break
		}
	}
	return line, err
}

func (m *model) updates(ctx context.Context, s Spec, call bool) (results.GIL, error) {
	line := s.Line(m, results.GILUpdates)
	line.Called = call
	u := m.setup(s, s.Threads)
	var number atomic.Int64 // as plain as a variable of Python, under the lock
	made, first := make([]int64, s.Threads), make([]time.Duration, s.Threads)
	began := time.Now()
	end := began.Add(s.For)
	err := crowd(s.Threads, s.OneCore, 0, func(i int) {
		u.sides[i].Acquire()
		defer u.sides[i].Release()
		first[i] = time.Since(began)
		for ctx.Err() == nil && time.Now().Before(end) {
			was := number.Load()
			if call {
				u.work(u.sides[i], 1)
			}
			number.Store(was + 1)
			u.work(u.sides[i], 1)
			made[i]++
		}
	})
	line.Wall = time.Since(began)
	for _, n := range made {
		line.Updates += n
	}
	line.LostUpdates = line.Updates - number.Load()
	if line.Overlap = max(0, line.Wall-slices.Max(first)); line.Overlap < line.Wall/2 {
		line.Error = NoOverlap
	}
	u.count(&line)
	return line, firstError(ctx, err)
}
