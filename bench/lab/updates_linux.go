package lab

import (
	"context"
	"sync/atomic"
	"time"

	"corerace/results"
)

// Updates lets threads of the model of the newer lock read a number, add to it and write it back, and counts the updates
// that another thread overwrote.
func Updates(ctx context.Context, s Spec) (results.GIL, error) {
	m := multicore()
	line := s.Line(m, results.GILUpdates)
	line.Inside = s.Inside
	u := m.setup(s, s.Threads)
	var number atomic.Int64 // as plain as a variable of Python, under the lock
	made := make([]int64, s.Threads)
	began := time.Now()
	end := began.Add(s.For)
	err := crowd(s.Threads, s.OneCore, 0, func(i int) {
		u.sides[i].Acquire()
		defer u.sides[i].Release()
		for ctx.Err() == nil && time.Now().Before(end) {
			was := number.Load()
			if s.Inside {
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
	line.Missing = line.Updates - number.Load()
	u.count(&line)
	return line, firstError(ctx, err)
}
