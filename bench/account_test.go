//go:build linux

package bench

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"corerace/bench/testkit/quiet"
	"corerace/results"
	"corerace/workloads"
)

// linuxWorkloads are those that need Linux.
func linuxWorkloads() []*workloads.Workload {
	return []*workloads.Workload{sleeping, onOneCore, diesOnce, grows}
}

// onOneCore is spinning on the first core that the process may use, whichever worker does it. A worker's thread stays
// pinned; it ends with its pool.
var onOneCore = func() *workloads.Workload {
	w := *spinning
	w.Name = "on-one-core"
	w.Run = func(lo, hi int) uint64 {
		unix.SchedSetaffinity(0, &firstCore)
		return spinning.Run(lo, hi)
	}
	return &w
}()

// firstCore is the first core that this process may use.
var firstCore = func() (one unix.CPUSet) {
	var all unix.CPUSet
	unix.SchedGetaffinity(0, &all)
	for i := range 1024 {
		if all.IsSet(i) {
			one.Set(i)
			return one
		}
	}
	return all
}()

// sleeping sleeps for a millisecond an item.
var sleeping = &workloads.Workload{Name: "sleeping", Doc: "Sleeps.", Size: 100, Sum: 100,
	Run: func(lo, hi int) uint64 {
		time.Sleep(time.Duration(hi-lo) * time.Millisecond)
		return uint64(hi - lo)
	}}

// shares are a worker's on-CPU, waiting and blocked parts of its time.
func shares(w results.Worker) (onCPU, wait, blocked float64) {
	total := float64(w.OnCPU + w.Wait + w.Blocked)
	return float64(w.OnCPU) / total, float64(w.Wait) / total, float64(w.Blocked) / total
}

func perWorker(t *testing.T, m *Mode, w *workloads.Workload, workers, share, passes int) []results.Worker {
	t.Helper()
	p := openPool(t, m, w, workers, share)
	defer p.Close()
	o, err := p.Run(t.Context(), jobOf(w, share, passes))
	if err != nil {
		t.Fatal(err)
	}
	return o.PerWorker
}

func TestASpinnerIsNotBlocked(t *testing.T) {
	for _, m := range []*Mode{Threads(), Processes()} {
		quiet.Retry(t, func() string {
			if _, _, blocked := shares(perWorker(t, m, spinning, 1, 50, 20)[0]); blocked > 0.02 {
				return fmt.Sprintf("%s: a spinner is blocked for %.1f %% of its time", m, 100*blocked)
			}
			return ""
		})
	}
}

func TestASleeperIsBlocked(t *testing.T) {
	for _, m := range []*Mode{Threads(), Processes()} {
		quiet.Retry(t, func() string {
			if _, _, blocked := shares(perWorker(t, m, sleeping, 1, 50, 2)[0]); blocked < 0.98 {
				return fmt.Sprintf("%s: a sleeper is blocked for %.1f %% of its time", m, 100*blocked)
			}
			return ""
		})
	}
}

func TestTwoSpinnersOnOneCoreWaitForHalfTheirTime(t *testing.T) {
	for _, m := range []*Mode{Threads(), Processes()} {
		quiet.Retry(t, func() string {
			for i, w := range perWorker(t, m, onOneCore, 2, 50, 25) {
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
	w := *spinning
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
			spinning.Run(0, 5000)
		}
		return 0
	}
	quiet.Retry(t, func() string {
		m := Threads()
		p, err := m.open(t.Context(), Spec{Workload: &w, Workers: 2, Share: 2})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		o, err := p.Run(t.Context(), jobOf(&w, 1, 1))
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
	for _, m := range []*Mode{Serial(), Goroutines(), GOMAXPROCS1(), GIL()} {
		leave := m.enter(Spec{})
		p := openPool(t, m, spinning, 1, 50)
		o, err := p.Run(t.Context(), jobOf(spinning, 50, 5))
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
