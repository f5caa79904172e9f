package bench

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"corerace/bench/worker"
	"corerace/results"
)

// taken is a sample with what isn't part of its line.
type taken struct {
	results.Sample
	start time.Time // when the workers were told to go
	holds []results.Hold
}

// take takes one sample of a cell in this process: it starts the workers, lets them do the job, and ends them. mark is
// called right before and right after. A sample that breaks a guard says so in its Error.
func take(ctx context.Context, c cell, deadline time.Duration, mark func()) (taken, error) {
	spec := Spec{Workload: c.w, Workers: c.workers, Share: c.planned.Share}
	defer c.m.enter(spec)()
	began := time.Now()
	pool, err := c.m.open(ctx, spec)
	if err != nil {
		return taken{}, err
	}
	defer pool.Close()
	opened := time.Since(began)
	runtime.GC()
	job := Job{Grid: worker.Grid{Size: c.w.Size, Share: c.planned.Share, Passes: c.planned.Passes}, Deadline: deadline}
	mark()
	o, err := pool.Run(ctx, job)
	mark()
	if err != nil {
		return taken{}, err
	}
	if want := c.w.Sum * uint64(c.planned.Passes); o.Sum != want {
		return taken{}, fmt.Errorf("the sum is %d, %d expected", o.Sum, want)
	}
	s := results.Sample{
		Cell: c.key(), Baseline: c.m.baseline(),
		Spawn: max(0, opened-o.Setup), Setup: o.Setup, Wall: o.Wall,
		Items: job.Items(), Share: job.Share, Claim: o.Claim, GOMAXPROCS: runtime.GOMAXPROCS(0),
		Sum: strconv.FormatUint(o.Sum, 10), PerWorker: o.PerWorker, CPU: o.CPU, Pool: o.Pool, Lock: o.Lock, Moved: o.Moved, Warnings: o.Warnings,
	}
	if err := guard(s, runtime.NumCPU()); err != nil {
		s.Error = err.Error()
	}
	return taken{s, o.Start, o.Holds}, nil
}
