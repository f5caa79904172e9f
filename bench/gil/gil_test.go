package gil

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"corerace/bench/machine"
	"corerace/bench/testkit"
	"corerace/bench/testkit/quiet"
)

// compute runs threads that compute for a while, with checkpoints about every microsecond.
func compute(holders []Holder, d time.Duration) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(len(holders) + 1))
	end := time.Now().Add(d)
	var all sync.WaitGroup
	for _, h := range holders {
		all.Go(func() {
			runtime.LockOSThread()
			h.Acquire()
			defer h.Release()
			for time.Now().Before(end) {
				spin(500)
				h.Checkpoint()
			}
		})
	}
	all.Wait()
}

var sink atomic.Uint64 // keeps the work

func spin(n int) {
	x := uint64(n)
	for range n {
		x = x*6364136223846793005 + 1442695040888963407
	}
	sink.Store(x)
}

func lockOf(interval time.Duration, n int) (*Lock, []Holder) {
	l := New(interval)
	hs := make([]Holder, n)
	for i := range hs {
		hs[i] = l.Thread()
	}
	return l, hs
}

func ticksOf(interval, n int) (*TickLock, []Holder) {
	l := NewTicks(interval)
	hs := make([]Holder, n)
	for i := range hs {
		hs[i] = l.Thread()
	}
	return l, hs
}

// middle is the median of the slices, the first left out: in it the other threads start.
func middle(s Stats) time.Duration {
	if len(s.Slices) < 3 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s.Slices[1:]))
	return sorted[len(sorted)/2]
}

// A slice is at least the interval, whatever else happens on the machine: the one that waits measures it. A lock that
// never switches fails, and so does one that doubles the interval.
func TestSlicesAreOneInterval(t *testing.T) {
	for _, c := range []struct {
		interval time.Duration
		threads  int
	}{{5 * time.Millisecond, 2}, {5 * time.Millisecond, 4}, {time.Millisecond, 2}, {20 * time.Millisecond, 2}} {
		t.Run(fmt.Sprintf("%v with %d threads", c.interval, c.threads), func(t *testing.T) {
			quiet.Retry(t, func() string {
				l, hs := lockOf(c.interval, c.threads)
				d := max(30*c.interval, 200*time.Millisecond)
				compute(hs, d)
				s := l.Stats()
				for _, x := range s.Slices[min(1, len(s.Slices)):max(1, len(s.Slices)-c.threads)] {
					if x < c.interval {
						t.Fatalf("a slice of %v, with an interval of %v", x, c.interval)
					}
				}
				// 1 ms is what a wake-up takes here at most; a tenth of the interval is the overrun that is allowed.
				if m := middle(s); m > c.interval+c.interval/10+300*time.Microsecond || s.Switches < 20 {
					return fmt.Sprintf("%d switches in %v, the middle slice is %v", s.Switches, d, m)
				}
				return ""
			})
		})
	}
}

// The wait of the one that asks begins at the switch. A lock that asked only for a switch that it saw from begin to end
// would miss every other one.
func TestSlicesAreNotTwoIntervals(t *testing.T) {
	quiet.Retry(t, func() string {
		l, hs := lockOf(time.Millisecond, 2)
		compute(hs, 200*time.Millisecond)
		s, long := l.Stats(), 0
		for _, x := range s.Slices {
			if x > 1900*time.Microsecond {
				long++
			}
		}
		if len(s.Slices) < 30 || 4*long > len(s.Slices) {
			return fmt.Sprintf("%d of %d slices are two intervals or longer", long, len(s.Slices))
		}
		return ""
	})
}

// Where the kernel runs a thread again long after it was made to let go, its wait is over at once.
func TestTheWaitCountsFromTheSwitch(t *testing.T) {
	l, hs := lockOf(time.Hour, 2)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	first, second := hs[0].(*Thread), hs[1].(*Thread)
	first.Acquire()
	l.taken = l.taken.Add(-time.Hour)
	var ended sync.WaitGroup
	ended.Go(func() {
		second.acquire(true)
		second.Release()
	})
	for l.request.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	first.Checkpoint() // its own wait has an hour to go, and ends with the release of the other
	ended.Wait()
	first.Release()
	if s := l.Stats(); s.Switches != 2 {
		t.Errorf("%d switches, 2 expected", s.Switches)
	}
}

// With four threads a tenth of the slices were 7.5 ms long where the wait began when the kernel ran the thread again.
func TestFewSlicesAreLong(t *testing.T) {
	if !severalCores() {
		t.Skip("one core: a slice is what the kernel's tick makes of it")
	}
	quiet.Retry(t, func() string {
		l, hs := lockOf(0, 4)
		compute(hs, time.Duration(testkit.Times(600, 1000))*time.Millisecond)
		sorted := slices.Sorted(slices.Values(l.Stats().Slices))
		if n := len(sorted); n < 100 || sorted[n*9/10] > 6*time.Millisecond {
			return fmt.Sprintf("%d slices, a tenth of them longer than %v", n, sorted[n*9/10])
		}
		return ""
	})
}

func TestOneThreadAtATime(t *testing.T) {
	_, newer := lockOf(100*time.Microsecond, 4)
	_, older := ticksOf(1, 4)
	for name, hs := range map[string][]Holder{"interval": newer, "ticks": older} {
		t.Run(name, func(t *testing.T) {
			var inside, clashes atomic.Int32
			watched := make([]Holder, len(hs))
			for i, h := range hs {
				watched[i] = watching{h, &inside, &clashes}
			}
			compute(watched, 100*time.Millisecond)
			if clashes.Load() != 0 {
				t.Errorf("two threads had the lock at once, %d times", clashes.Load())
			}
		})
	}
}

// watching notices when two threads have the lock.
type watching struct {
	Holder
	inside, clashes *atomic.Int32
}

func (w watching) enter() {
	if w.inside.Add(1) != 1 {
		w.clashes.Add(1)
	}
}

func (w watching) Acquire() { w.Holder.Acquire(); w.enter() }
func (w watching) Release() { w.inside.Add(-1); w.Holder.Release() }
func (w watching) Checkpoint() {
	w.inside.Add(-1)
	w.Holder.Checkpoint()
	w.enter()
}

func TestSeveralCoresAreThoseOfTheThread(t *testing.T) {
	cores := machine.Facts(t.Context()).CoresAllowed
	if len(cores) > 0 && severalCores() != (len(cores) > 1) {
		t.Errorf("several cores: %v, this process may use %v", severalCores(), cores)
	}
	if len(cores) > 0 {
		if err := machine.Pinned(cores[0], func() {
			if severalCores() {
				t.Error("several cores, on a thread that is bound to one")
			}
		}); err != nil {
			t.Skip(err)
		}
	}
}

func TestALoneThreadNeverLetsGo(t *testing.T) {
	l, hs := lockOf(time.Millisecond, 1)
	compute(hs, 20*time.Millisecond)
	if s := l.Stats(); s.Switches != 0 || s.Sum().Checks != 0 {
		t.Errorf("%d switches, %d drops", s.Switches, s.Sum().Checks)
	}
	older, hs := ticksOf(100, 1)
	compute(hs, 20*time.Millisecond)
	if s := older.Stats(); s.Sum().Checks != 0 || s.Sum().Wakes != 0 {
		t.Errorf("ticks: %d checks, %d wakes, though nobody else has a side of the lock", s.Sum().Checks, s.Sum().Wakes)
	}
}

// Every check of the older lock wakes somebody, mostly for nothing.
func TestTicksWakeForNothing(t *testing.T) {
	quiet.Retry(t, func() string {
		l, hs := ticksOf(20, 2)
		compute(hs, 200*time.Millisecond)
		s := l.Stats()
		c := s.Sum()
		if c.Checks < 1000 || c.Wakes < c.Checks/2 || s.Switches > c.Checks/2 || s.Switches == 0 {
			return fmt.Sprintf("%d checks, %d wakes, %d switches", c.Checks, c.Wakes, s.Switches)
		}
		return ""
	})
}

// A call that blocks without the lock lets another thread compute, and gets the lock back only after an interval.
func TestBlockingLetsGo(t *testing.T) {
	l, hs := lockOf(time.Millisecond, 2)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	hs[0].Acquire()
	took := false
	hs[0].Blocking(func() {
		hs[1].Acquire()
		took = true
		hs[1].Release()
	})
	hs[0].Release()
	if s := l.Stats(); !took || s.Switches != 2 {
		t.Errorf("%d switches, 2 expected", s.Switches)
	}
}

// A drop that was asked for returns only when another thread has taken the lock: the one that let go never gets it
// again at once.
func TestARequestedDropForcesASwitch(t *testing.T) {
	l, hs := lockOf(200*time.Microsecond, 2)
	compute(hs, 50*time.Millisecond)
	s := l.Stats()
	if c := s.Sum(); c.Checks > s.Switches+2 {
		t.Errorf("%d drops were asked for, and %d switches came of them", c.Checks, s.Switches)
	}
}

// The collector stops threads that wait for the lock, whether their wait has an end or not.
func TestAWaitCanBeStopped(t *testing.T) {
	_, newer := lockOf(time.Hour, 2)
	_, older := ticksOf(100, 2)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	for name, hs := range map[string][]Holder{"interval": newer, "ticks": older} {
		t.Run(name, func(t *testing.T) {
			hs[0].Acquire()
			var ended sync.WaitGroup
			ended.Go(func() {
				hs[1].Acquire()
				hs[1].Release()
			})
			for range 20 {
				runtime.GC()
			}
			hs[0].Release()
			ended.Wait()
		})
	}
}

func TestStatsAddUp(t *testing.T) {
	l, hs := lockOf(time.Millisecond, 3)
	compute(hs, 50*time.Millisecond)
	s := l.Stats()
	var held time.Duration
	for i, h := range s.Holds {
		held += h.For
		if i > 0 && (h.From < s.Holds[i-1].From+s.Holds[i-1].For || h.Thread == s.Holds[i-1].Thread) {
			t.Errorf("hold %d is %+v after %+v", i, h, s.Holds[i-1])
		}
	}
	if held != s.Sum().Held || len(s.Holds) != int(s.Switches)+1 {
		t.Errorf("%d holds of %v, %d switches and %v held", len(s.Holds), held, s.Switches, s.Sum().Held)
	}
	l.Reset()
	if s := l.Stats(); s.Switches != 0 || len(s.Holds) != 0 || s.Sum() != (Count{}) {
		t.Errorf("after Reset: %+v", s)
	}
}

func BenchmarkCheckpoint(b *testing.B) {
	_, hs := lockOf(0, 1)
	t := hs[0].(*Thread)
	t.Acquire()
	for b.Loop() {
		t.Checkpoint()
	}
	t.Release()
}

func BenchmarkAtomicLoad(b *testing.B) {
	var x atomic.Uint32
	for b.Loop() {
		if x.Load() != 0 {
			b.Fatal("nobody wrote")
		}
	}
}
