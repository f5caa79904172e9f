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

// terms are what holds for every worker process of a race.
type terms struct {
	recover bool   // a worker that dies is replaced
	memory  uint64 // bytes that it may use; 0 is no limit
}

// A taking is a sample and how it came about.
type taking struct {
	sample results.Sample
	start  time.Time       // when the workers were told to go
	deaths []results.Death // without their round; T is since start
	holds  []results.Hold
}

// take takes one sample of a cell in this process: it starts the workers, lets them do the job, and ends them. mark is
// called right before the workers are told to go and right after the last sum. A sample that breaks a guard says so in its
// Error. Deaths are also there where the job failed.
func take(ctx context.Context, c cell, deadline time.Duration, on terms, mark func()) (taking, error) {
	spec := Spec{Workload: c.w, Workers: c.workers, Share: c.planned.Share, Recover: on.recover, WorkerMemory: on.memory}
	defer c.m.enter(spec)()
	began := time.Now()
	pool, err := c.m.open(ctx, spec)
	if err != nil {
		return taking{start: began}, err
	}
	defer pool.Close()
	opened := time.Since(began)
	runtime.GC()
	job := Job{Grid: worker.Grid{Size: c.w.Size, Share: c.planned.Share, Passes: c.planned.Passes}, Deadline: deadline}
	mark()
	start := time.Now()
	o, err := pool.Run(ctx, job)
	mark()
	if err != nil {
		return taking{start: start, deaths: c.died(o.Deaths)}, err
	}
	if want := c.w.Sum * uint64(c.planned.Passes); o.Sum != want {
		return taking{start: start, deaths: c.died(o.Deaths)}, fmt.Errorf("the sum is %d, %d expected", o.Sum, want)
	}
	s := results.Sample{
		Cell: c.key(), Baseline: c.m.baseline(),
		Spawn: max(0, opened-o.Setup), Setup: o.Setup, Wall: o.Wall,
		Items: job.Items(), Share: job.Share, Claim: o.Claim, GOMAXPROCS: runtime.GOMAXPROCS(0),
		Sum: strconv.FormatUint(o.Sum, 10), PerWorker: o.PerWorker, CPU: o.CPU, Pool: o.Pool, Lock: o.Lock, Moved: o.Moved, Warnings: o.Warnings,
		Recovered: len(o.Deaths) > 0,
	}
	if err := guard(s, runtime.NumCPU()); err != nil && !s.Recovered { // what the dead used, nobody knows
		s.Error = err.Error()
	}
	return taking{s, o.Start, c.died(o.Deaths), o.Holds}, nil
}

// died names the cell in its deaths.
func (c cell) died(deaths []results.Death) []results.Death {
	for i := range deaths {
		deaths[i].Cell = c.key()
	}
	return deaths
}
