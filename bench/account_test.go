//go:build linux

package bench

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"corerace/bench/gil"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/bench/testkit/quiet"
	"corerace/results"
	"corerace/workloads"
)

// shares are a worker's on-CPU, waiting and blocked parts of its time.
func shares(w results.Worker) (onCPU, wait, blocked float64) {
	total := float64(w.OnCPU + w.Wait + w.Blocked)
	return float64(w.OnCPU) / total, float64(w.Wait) / total, float64(w.Blocked) / total
}

func perWorker(t *testing.T, m *mode.Mode, w *workloads.Workload, workers, share, passes int) []results.Worker {
	t.Helper()
	p := jobs.OpenPool(t, m, w, workers, share)
	defer p.Close()
	o, err := p.Run(t.Context(), jobs.JobOf(w, share, passes))
	if err != nil {
		t.Fatal(err)
	}
	return o.PerWorker
}

func TestASpinnerIsNotBlocked(t *testing.T) {
	for _, m := range []*mode.Mode{mode.Threads(), process.Processes()} {
		quiet.Retry(t, func() string {
			if _, _, blocked := shares(perWorker(t, m, jobs.Spinning, 1, 50, 20)[0]); blocked > 0.02 {
				return fmt.Sprintf("%s: a spinner is blocked for %.1f %% of its time", m, 100*blocked)
			}
			return ""
		})
	}
}

func TestASleeperIsBlocked(t *testing.T) {
	for _, m := range []*mode.Mode{mode.Threads(), process.Processes()} {
		quiet.Retry(t, func() string {
			if _, _, blocked := shares(perWorker(t, m, jobs.Sleeping, 1, 50, 2)[0]); blocked < 0.98 {
				return fmt.Sprintf("%s: a sleeper is blocked for %.1f %% of its time", m, 100*blocked)
			}
			return ""
		})
	}
}

func TestTwoSpinnersOnOneCoreWaitForHalfTheirTime(t *testing.T) {
	for _, m := range []*mode.Mode{mode.Threads(), process.Processes()} {
		quiet.Retry(t, func() string {
			for i, w := range perWorker(t, m, jobs.OnOneCore, 2, 50, 25) {
				if _, wait, _ := shares(w); wait < 0.45 || wait > 0.55 {
					return fmt.Sprintf("%s: worker %d of two on one core waits for %.1f %% of its time", m, i, 100*wait)
				}
			}
			return ""
		})
	}
}

func TestAWaiterOfALockIsBlockedAndItsHolderIsNot(t *testing.T) {
	var lock sync.Mutex
	w := *jobs.Spinning
	w.Size = 2
	w.Sum = 0
	held := make(chan struct{}, 2)
	w.Run = func(lo, hi int) uint64 {
		if lo == 0 && hi == 2 {
			return 0 // the warm share
		}
		if lo == 1 {
			<-held
		}
		lock.Lock()
		defer lock.Unlock()
		if lo == 0 {
			held <- struct{}{}
			jobs.Spinning.Run(0, 5000)
		}
		return 0
	}
	quiet.Retry(t, func() string {
		m := mode.Threads()
		p, err := m.Pool(t.Context(), mode.Spec{Workload: &w, Workers: 2, Share: 2})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		j := jobs.JobOf(&w, 1, 1)
		j.Deadline = time.Minute // on a busy machine the holder may take long, and the waiter is silent meanwhile
		o, err := p.Run(t.Context(), j)
		if err != nil {
			t.Fatal(err)
		}
		most, least := 0.0, 1.0
		for _, row := range o.PerWorker {
			_, _, blocked := shares(row)
			most, least = max(most, blocked), min(least, blocked)
		}
		if most < 0.95 || least > 0.05 {
			return fmt.Sprintf("the waiter is blocked for %.1f %% of its time, the holder for %.1f %%", 100*most, 100*least)
		}
		return ""
	})
}

func TestGoroutinesTellWhatThePoolDid(t *testing.T) {
	for _, m := range []*mode.Mode{mode.Serial(), mode.Goroutines(), mode.GOMAXPROCS1(), gil.GIL()} {
		leave := m.Around(mode.Spec{})
		p := jobs.OpenPool(t, m, jobs.Spinning, 1, 50)
		o, err := p.Run(t.Context(), jobs.JobOf(jobs.Spinning, 50, 5))
		leave()
		if err != nil {
			t.Fatal(err)
		}
		slots := time.Duration(min(1, runtime.GOMAXPROCS(0)))
		if o.Pool == nil || o.Pool.OnCPU <= 0 || o.Pool.OnCPU+o.Pool.Wait+o.Pool.Rest < slots*o.Wall {
			t.Errorf("%s: %+v of %v", m, o.Pool, o.Wall)
		}
		if w := o.PerWorker[0]; w.OnCPU != 0 || w.Blocked != 0 {
			t.Errorf("%s: a goroutine tells %+v", m, w)
		}
	}
}
