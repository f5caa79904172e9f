package pools

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/bench/worker"
	"corerace/results/costs"
	"corerace/workloads"
)

// patience is how long Python's pools are waited for after a kill, in seconds.
const patience = 1.0

// kill kills a worker in mid-share on either side, and returns what became of the work.
func (g *going) kill(ctx context.Context, round int) ([]costs.PoolsFault, error) {
	ours, err := killOurs(ctx)
	if err != nil {
		return nil, err
	}
	ours.Who, ours.Round = "processes", round
	faults := []costs.PoolsFault{ours}
	for _, t := range []struct{ who, way string }{{"multiprocessing.Pool", "pool"}, {"ProcessPoolExecutor", "executor"}} {
		var a struct {
			Tasks    int     `json:"tasks"`
			Answered int     `json:"answered"`
			Failed   int     `json:"failed"`
			Silent   int     `json:"silent"`
			Seconds  float64 `json:"seconds"`
		}
		if err := g.starter.Ask(ctx, question{Do: "kill", Way: t.way, Wait: patience}, &a, theirWithin); err != nil {
			return nil, err
		}
		if a.Tasks < 1 || a.Tasks > 100 || min(a.Answered, a.Failed, a.Silent) < 0 ||
			a.Answered+a.Failed+a.Silent != a.Tasks || !(a.Seconds > 0 && a.Seconds < 100) {
			return nil, fmt.Errorf("python says of its %s: %+v", t.way, a)
		}
		faults = append(faults, costs.PoolsFault{Round: round, Who: t.who, Tasks: a.Tasks, Answered: a.Answered,
			Failed: a.Failed, Silent: a.Silent, Seconds: a.Seconds})
	}
	return faults, nil
}

// killJob is how long the job takes whose worker is killed, were it done by one; the kill comes after a tenth of that.
const killJob = 160 * time.Millisecond

// killOurs kills one of two workers in the middle of a share. A share is a pass of the workload, some 2 ms.
func killOurs(ctx context.Context) (f costs.PoolsFault, err error) {
	m, err := findMode("processes")
	if err != nil {
		return costs.PoolsFault{NotHere: err.Error()}, nil
	}
	w := workloads.Spin()
	pass, err := race.PassTime(ctx, w)
	if err != nil {
		return f, err
	}
	pool, err := mode.OpenPool(ctx, m, mode.Spec{Workload: w, Workers: workers, Share: w.Size, Recover: true})
	if err != nil {
		return f, err
	}
	defer pool.Close()
	job := func(passes int) (mode.Outcome, error) {
		return pool.Run(ctx, mode.Job{Grid: worker.Grid{Size: w.Size, Share: w.Size, Passes: passes},
			Deadline: 10 * time.Second})
	}
	o, err := job(2 * workers)
	if err != nil {
		return f, err
	}
	passes := max(2*workers, int(killJob/max(pass, 1)))
	killed, victim := make(chan time.Time, 1), o.PerWorker[0].PID
	time.AfterFunc(killJob/10, func() {
		if p, err := os.FindProcess(victim); err == nil {
			p.Kill()
		}
		killed <- time.Now()
	})
	o, err = job(passes)
	end := time.Now()
	f.Seconds, f.Tasks = end.Sub(<-killed).Seconds(), passes
	switch want := w.Sum * uint64(passes); {
	case ctx.Err() != nil:
		return f, ctx.Err()
	case f.Seconds <= 0:
		return f, errors.New("the job was done before its worker was killed")
	case err != nil:
		f.Failed = passes
	case o.Sum != want:
		return f, fmt.Errorf("a worker was killed, and the sum is %d, %d expected", o.Sum, want)
	default:
		f.Answered = passes
	}
	return f, nil
}
