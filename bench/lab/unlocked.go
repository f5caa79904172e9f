package lab

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"corerace/results"
)

// Unlocked returns threads that share a variable and no lock at all. Only updates can be done on them.
func Unlocked() Subject {
	return unlockedThreads{unable{name: "threads", doc: "Threads of this program, which share a variable and no lock.",
		why: errors.New("only updates are measured on threads without a lock")}}
}

// unlockedThreads are goroutines, each on a thread of its own.
type unlockedThreads struct{ unable }

// Updates implements Subject. Each addition is a read and a write, as plain as a machine has them; that they are single
// instructions keeps Go's race detector quiet, and not two threads from reading the same number.
func (u unlockedThreads) Updates(ctx context.Context, s Spec, call bool) (line results.GIL, err error) {
	for range 5 {
		if line, err = u.updates(ctx, s, call); err != nil || line.Error == "" {
			break
		}
	}
	return line, err
}

func (u unlockedThreads) updates(ctx context.Context, s Spec, call bool) (results.GIL, error) {
	line := s.Line(u, results.GILUpdates)
	line.Called = call
	const between = 1000 // additions between two looks at the clock
	var number atomic.Int64
	made, first := make([]int64, s.Threads), make([]time.Duration, s.Threads)
	last := make([]time.Duration, s.Threads)
	began := time.Now()
	var all sync.WaitGroup
	for i := range s.Threads {
		all.Go(func() {
			runtime.LockOSThread()
			first[i] = time.Since(began)
			for ctx.Err() == nil && time.Since(began) < s.For {
				for range between {
					number.Store(number.Load() + 1)
				}
				made[i] += between
			}
			last[i] = time.Since(began)
		})
	}
	all.Wait()
	line.Wall = time.Since(began)
	for _, n := range made {
		line.Updates += n
	}
	line.LostUpdates = line.Updates - number.Load()
	if line.Overlap = max(0, slices.Min(last)-slices.Max(first)); line.Overlap < line.Wall/2 {
		line.Error = NoOverlap
	}
	return line, context.Cause(ctx)
}
