// Package worker is what a worker process needs, and nothing else: the claiming loop, the cursor that shares are
// claimed from, the wire to the parent, shared memory, and the serving side of the hook.
//
// It imports the workloads, bench/role, what a worker asks of its system (bench/worker/system) and the standard library,
// so that a worker process pays for nothing more. The loop is written here for every mode, and once more, step by step,
// for workers that may die in it: see [Slot].
package worker

import (
	"fmt"
	"runtime"
	"strings"
)

// A Grid cuts a job into shares: Passes passes over Size items, each pass cut into shares of Share items. The last
// share of a pass may be shorter, because no share crosses the border of a pass.
//
//	pass 0                 pass 1
//	|0----|1----|2----|3-| |4----|5----|6----|7-|
type Grid struct {
	Size, Share, Passes int // each at least 1
}

// PerPass returns the number of shares in a pass.
func (g Grid) PerPass() uint64 { return (uint64(g.Size) + uint64(g.Share) - 1) / uint64(g.Share) }

// Shares returns the number of shares in the job. They are numbered from 0.
func (g Grid) Shares() uint64 { return g.PerPass() * uint64(g.Passes) }

// Items returns the number of items in the job.
func (g Grid) Items() int64 { return int64(g.Size) * int64(g.Passes) }

// A Claimer hands out the shares of a job in lots, each share once. A lot of no shares means that nothing is left.
type Claimer interface {
	Next() Lot
}

// Loop claims shares and adds up what run returns for their items, until nothing is left to claim. It is the
// loop of all modes but processes, where a [Slot] keeps what it does. A panic of run ends it with an error that names
// the share.
func Loop(c Claimer, g Grid, run func(lo, hi int) uint64) (sum uint64, shares int64, err error) {
	var at uint64 // the only thing that a panic needs kept in memory
	defer func() {
		if p := recover(); p != nil {
			err = g.panicked(p, at)
		}
	}()
	w := newWalk(g, run)
	for {
		lot := c.Next()
		if lot.Count == 0 {
			return sum, shares, nil
		}
		sum += w.lot(lot, &at)
		shares += int64(lot.Count)
	}
}

// panicked is the error of a panic in share k.
func (g Grid) panicked(p any, k uint64) error {
	lo := int(k%g.PerPass()) * g.Share
	return panicError(p, lo, min(lo+g.Share, g.Size))
}

// RunShare runs one share, with a panic turned into an error as Loop does.
func RunShare(run func(lo, hi int) uint64, lo, hi int) (sum uint64, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicError(p, lo, hi)
		}
	}()
	return run(lo, hi), nil
}

// panicError returns what panicked and where, in one line.
func panicError(p any, lo, hi int) error {
	return fmt.Errorf("panic in Run(%d, %d): %v (at %s)", lo, hi, p, panicSite())
}

// panicSite returns the file and line that panicked: the frame below the runtime's own.
func panicSite() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for panicked := false; ; {
		f, more := frames.Next()
		inRuntime := strings.HasPrefix(f.Function, "runtime.")
		if panicked && !inRuntime {
			return fmt.Sprintf("%s:%d", f.File[strings.LastIndexByte(f.File, '/')+1:], f.Line)
		}
		panicked = panicked || f.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}
