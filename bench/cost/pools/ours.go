package pools

import (
	"context"
	"fmt"
	"os"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/worker"
	"corerace/workloads"
)

// workers is how many workers a pool has, as Python's.
const workers = 2

// empty is what our workers do. Its program gives it to bench.Hook.
var empty = workloads.Empty

// findMode finds a mode, or says that it isn't here.
func findMode(spelling string) (*mode.Mode, error) {
	m, err := mode.FindMode([]*mode.Mode{process.Processes(), process.ProcessesPipe()}, spelling)
	if err != nil {
		return nil, &notHere{err.Error()}
	}
	if m.Available != nil {
		if err := m.Available(); err != nil {
			return nil, &notHere{err.Error()}
		}
	}
	return m, nil
}

// A started measures how long it takes until two workers are ready.
type started struct{ mode *mode.Mode }

func openStarts(context.Context, *theirs) (measure, error) {
	m, err := findMode("processes")
	return started{m}, err
}

func (s started) take(ctx context.Context) (float64, error) {
	began := time.Now()
	pool, err := mode.OpenPool(ctx, s.mode, mode.Spec{Workload: empty(), Workers: workers, Share: 1})
	if err != nil {
		return 0, err
	}
	took := time.Since(began)
	return took.Seconds(), pool.Close()
}

func (started) close() error { return nil }

// A kept is a pool that is kept from round to round.
type kept struct {
	pool  mode.Pool
	items int // of a job, which is cut into shares of one item
	long  time.Duration
}

// jobTime is how long a job of empty shares is to take.
const jobTime = 100 * time.Millisecond

func keep(ctx context.Context, spelling string, n int) (*kept, error) {
	m, err := findMode(spelling)
	if err != nil {
		return nil, err
	}
	pool, err := mode.OpenPool(ctx, m, mode.Spec{Workload: empty(), Workers: n, Share: 1})
	if err != nil {
		return nil, err
	}
	return &kept{pool: pool, items: 1000}, nil
}

// run does a job and returns what came of it, checked.
func (k *kept) run(ctx context.Context, passes int) (mode.Outcome, int, error) {
	g := worker.Grid{Size: k.items, Share: 1, Passes: passes}
	o, err := k.pool.Run(ctx, mode.Job{Grid: g, Deadline: 10 * time.Second})
	shares := k.items * passes
	if err == nil && o.Sum != uint64(shares) {
		err = fmt.Errorf("%d shares were done, %d expected", o.Sum, shares)
	}
	return o, shares, err
}

// fit finds out, the first time, how many items a job of so long a time has.
func (k *kept) fit(ctx context.Context, long time.Duration) error {
	for k.long == 0 {
		o, _, err := k.run(ctx, 1)
		if err != nil {
			return err
		}
		if o.Wall < long/4 && k.items < empty().Size {
			k.items = min(4*k.items, empty().Size)
			continue
		}
		k.long = o.Wall
	}
	return nil
}

func (k *kept) close() error { return k.pool.Close() }

// A jobs measures how many empty shares a second are handed out.
type jobs struct{ *kept }

func openJobs(spelling string) opening {
	return func(ctx context.Context, _ *theirs) (measure, error) {
		k, err := keep(ctx, spelling, workers)
		return jobs{k}, err
	}
}

func (j jobs) take(ctx context.Context) (float64, error) {
	if err := j.fit(ctx, jobTime); err != nil {
		return 0, err
	}
	passes := max(1, int(jobTime/max(j.long, 1)))
	o, shares, err := j.run(ctx, passes)
	if err != nil {
		return 0, err
	}
	return float64(shares) / o.Wall.Seconds(), nil
}

// A trips measures how long one share takes to a worker and back, one at a time.
type trips struct{ *process.Trip }

func openTrips(ctx context.Context, _ *theirs) (measure, error) {
	t, err := process.OpenTrip(ctx, empty())
	return trips{t}, err
}

func (t trips) take(context.Context) (float64, error) {
	item := 0
	return medianOf(pipeTrips, func() error {
		sum, err := t.Item(item)
		item++
		if err == nil && sum != 1 {
			err = fmt.Errorf("a share of one item has the sum %d", sum)
		}
		return err
	})
}

func (t trips) close() error { return t.Close() }

// A memory measures what an idle worker takes for itself.
type memory struct{ *kept }

func openMemory(ctx context.Context, _ *theirs) (measure, error) {
	if _, err := private(os.Getpid()); err != nil {
		return nil, &notHere{err.Error()}
	}
	k, err := keep(ctx, "processes", workers)
	return memory{k}, err
}

func (m memory) take(ctx context.Context) (float64, error) {
	o, _, err := m.run(ctx, 1)
	if err != nil {
		return 0, err
	}
	var pids []int
	for _, w := range o.PerWorker {
		pids = append(pids, w.PID)
	}
	return meanPrivate(pids)
}
