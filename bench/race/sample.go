package race

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/worker"
	"corerace/results"
)

// terms are what holds for every worker process of a race.
type terms struct {
	recover bool          // a worker that dies is replaced
	memory  uint64        // bytes that it may use; 0 is no limit
	limit   time.Duration // most time that a job may take; 0 is no limit
	hidden  float64       // share of the time that the host takes without a word; 0 where that isn't known
}

// A taking is a sample and how it came about.
type taking struct {
	sample results.Sample
	start  time.Time       // when the workers were told to go
	deaths []results.Death // without their round; T is since start
	holds  []results.Hold
}

// take takes one sample of a cell in this process: it starts the workers, lets them do the job, and ends them, where
// they aren't kept. mark is called right before the workers are told to go and right after the last sum. A sample that
// breaks a guard says so in its Error. Deaths are also there where the job failed.
func (k *keeper) take(
	ctx context.Context, c cell, deadline time.Duration, on terms, mark func() time.Duration,
) (taking, error) {
	spec := mode.Spec{Workload: c.w, Workers: c.workers, Share: c.planned.Share, Recover: on.recover,
		WorkerMemory: on.memory}
	defer c.m.Around(spec)()
	began := time.Now()
	pool, err := k.open(ctx, c, spec)
	if err != nil {
		return taking{start: began}, err
	}
	defer pool.done()
	runtime.GC()
	job := mode.Job{Grid: worker.Grid{Size: c.w.Size, Share: c.planned.Share, Passes: c.planned.Passes},
		Deadline: deadline, Mean: meanShare(c), Limit: on.limit}
	recording := mark()
	start := time.Now()
	o, err := pool.Run(ctx, job)
	recording = mark() - recording
	if err != nil {
		return taking{start: start, deaths: c.died(o.Deaths)}, err
	}
	if want := c.w.Sum * uint64(c.planned.Passes); o.Sum != want {
		return taking{start: start, deaths: c.died(o.Deaths)}, SumError{o.Sum, want}
	}
	s := results.Sample{
		Cell: c.key(), Baseline: c.m.Against(), Wall: o.Wall,
		Items: job.Items(), Share: job.Share, Claim: o.Claim, Lots: o.Lots, HandOver: o.HandOver, Tracks: o.Tracks,
		GOMAXPROCS: runtime.GOMAXPROCS(0),
		Sum:        strconv.FormatUint(o.Sum, 10), PerWorker: o.PerWorker, CPU: o.CPU, Pool: o.Pool, Lock: o.Lock,
		Moved: o.Moved, Warnings: o.Warnings,
		Image: o.Image, Recovered: len(o.Deaths) > 0 || o.Again,
	}
	pool.started(&s, o)
	if process.Keeps(c.m) {
		k.cpu += o.CPU.Workers
	}
	s.Memory = poolMemory(o.PerWorker)
	// what the dead used, nobody knows
	if err := guard(s, max(runtime.NumCPU(), machine.AllowedCores()), recording, on.hidden); err != nil && !s.Recovered {
		s.Error = err.Error()
	} else if text := busyParent(s, recording); text != "" {
		s.Warnings = append(s.Warnings, text)
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

// started says in a sample what opening its pool took, where it was opened for it.
func (o opening) started(s *results.Sample, did mode.Outcome) {
	if !o.fresh {
		return
	}
	s.Spawn, s.Setup, s.Warm = max(0, o.spawn-did.Setup-did.Warm-did.Made), did.Setup, did.Warm
	if did.Stages.Sum() > 0 {
		s.Stages = &did.Stages
	}
}

// poolMemory adds up what worker processes have in memory, nil where the workers are this process or on other machines,
// or one has ended.
func poolMemory(workers []results.Worker) *results.Memory {
	var sum results.Memory
	for _, w := range workers {
		if w.PID == os.Getpid() || w.Host != "" {
			return nil
		}
		m, err := machine.MemoryOf(w.PID)
		if err != nil {
			return nil
		}
		sum.PSS, sum.USS, sum.RSS = sum.PSS+m.PSS, sum.USS+m.USS, sum.RSS+m.RSS
	}
	return &sum
}
