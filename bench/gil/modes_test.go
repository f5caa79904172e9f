package gil

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/bench/testkit/jobs"
	"corerace/bench/testkit/quiet"
	"corerace/workloads"
)

// gilShare is how many items a share of gilOutcome has.
const gilShare = 20

// gilOutcome runs about 200 ms of work on two workers of a gil mode.
func gilOutcome(t *testing.T, spelling string) mode.Outcome {
	t.Helper()
	m, err := mode.FindMode([]*mode.Mode{GIL(), GILMulticore(), GILTicks()}, spelling)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Around(mode.Spec{Workers: 2})()
	p := jobs.OpenPool(t, m, jobs.Spinning, 2, gilShare)
	passes := 1
	for {
		o, err := p.Run(t.Context(), jobs.JobOf(jobs.Spinning, gilShare, passes))
		if err != nil {
			t.Fatal(err)
		}
		if o.Wall > 150*time.Millisecond {
			return o
		}
		passes = max(passes+1, int(float64(passes)*float64(200*time.Millisecond)/float64(o.Wall)))
	}
}

// perSlice returns the hand-overs of a run for each interval that its holders had the lock.
func perSlice(o mode.Outcome, interval time.Duration) float64 {
	return float64(o.Lock.HandOffs) * float64(interval) / float64(o.Lock.Held)
}

// 200 ms of work are at most 40 slices of 5 ms, and 200 of 1 ms. Without the lock there are no hand-overs in any try.
func TestGILIsHandedOverEveryInterval(t *testing.T) {
	quiet.Retry(t, func() string {
		slow := gilOutcome(t, "gil")
		fast := gilOutcome(t, "gil:interval=1ms")
		n, ratio := perSlice(slow, 5*time.Millisecond),
			perSlice(fast, 5*time.Millisecond)/perSlice(slow, 5*time.Millisecond)
		if n >= 0.75 && n <= 1.1 && ratio >= 4 && ratio <= 6 {
			return ""
		}
		return fmt.Sprintf("%d hand-overs in %v at 5 ms, and %.1f times as many at 1 ms: 4 to 6 times expected",
			slow.Lock.HandOffs, slow.Wall, ratio)
	})
}

func TestGILLetsOneWorkerRunAtATime(t *testing.T) {
	var inside, most atomic.Int32
	w := *jobs.Spinning
	w.Run = func(lo, hi int) uint64 {
		most.Store(max(most.Load(), inside.Add(1)))
		defer inside.Add(-1)
		time.Sleep(100 * time.Microsecond) // lets every other goroutine run that may
		return 0
	}
	m := GIL()
	defer m.Around(mode.Spec{})()
	p := jobs.OpenPool(t, m, &w, 4, 1)
	most.Store(0) // the workers warm up beside each other
	if _, err := p.Run(t.Context(), jobs.JobOf(&w, 1, 1)); err != nil {
		t.Fatal(err)
	}
	if most.Load() != 1 {
		t.Errorf("%d workers were inside Run at once", most.Load())
	}
}

func TestGILWithOneWorkerIsNeverHandedOver(t *testing.T) {
	m := GIL()
	defer m.Around(mode.Spec{})()
	p := jobs.OpenPool(t, m, jobs.Spinning, 1, 20)
	o, err := p.Run(t.Context(), jobs.JobOf(jobs.Spinning, 20, 3))
	if err != nil {
		t.Fatal(err)
	}
	if o.Lock.HandOffs != 0 {
		t.Errorf("%d hand-overs with nobody to hand over to", o.Lock.HandOffs)
	}
	if o.Lock.Held <= 0 || o.Lock.Held > o.Wall {
		t.Errorf("held for %v of %v", o.Lock.Held, o.Wall)
	}
}

func TestGILIsFair(t *testing.T) {
	quiet.Retry(t, func() string {
		o := gilOutcome(t, "gil:interval=1ms")
		a, b := float64(o.PerWorker[0].Shares), float64(o.PerWorker[1].Shares)
		if a < 0.5*b || b < 0.5*a {
			return fmt.Sprintf("the two workers did %v and %v shares", a, b)
		}
		return ""
	})
}

// The slices of every mode with an interval are one interval and a little. What is shorter was never asked for: the
// start and the end of a job.
func TestSlicesOfTheModesAreTheirInterval(t *testing.T) {
	for _, spelling := range []string{"gil", "gil-multicore", "gil-multicore:interval=1ms"} {
		t.Run(spelling, func(t *testing.T) {
			skipUnlessHere(t, spelling)
			quiet.Retry(t, func() string {
				l := gilOutcome(t, spelling).Lock
				lo, hi := l.Interval, l.Interval+l.Interval/10+300*time.Microsecond
				if s := l.Slices; s == nil || s.N < 15 || s.P50 < lo || s.P50 > hi || s.P10 < lo ||
					s.P90 > l.Interval*6/5+300*time.Microsecond {
					return fmt.Sprintf("slices are %+v, %v to %v expected in the middle", s, lo, hi)
				}
				if l.Overrun == nil || l.Overrun.P50 >= l.Interval || l.Jain < 0.8 || l.Held <= 0 ||
					l.Waited <= l.Held/2 {
					return fmt.Sprintf("the lock says %+v", l)
				}
				return ""
			})
		})
	}
}

// Two threads under the older lock are slower than one, because every check wakes the other one.
func TestTicksAreSlowerThanOneThread(t *testing.T) {
	skipUnlessHere(t, "gil-ticks")
	if race.Cores() < 2 {
		t.Skip("on one core the older lock costs nothing")
	}
	quiet.Retry(t, func() string {
		o := gilOutcome(t, "gil-ticks")
		l := o.Lock
		// There is a check after every item at least, however long the two take. Most of them wake the other thread
		// where each has a core; where the kernel keeps both on one for a while, who waits isn't asleep.
		var shares int64
		for _, w := range o.PerWorker {
			shares += w.Shares
		}
		if l.Checks < shares*gilShare*9/10 || l.Wakes < l.Checks/20 || l.HandOffs == 0 || l.HandOffs > l.Checks {
			return fmt.Sprintf("in %d shares of %d items: %d checks, %d wakes, %d hand-overs", shares, gilShare,
				l.Checks, l.Wakes, l.HandOffs)
		}
		return ""
	})
}

func skipUnlessHere(t *testing.T, spelling string) {
	t.Helper()
	m, err := mode.FindMode([]*mode.Mode{GIL(), GILMulticore(), GILTicks()}, spelling)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Here(); err != nil {
		t.Skip(err)
	}
}

// Who had the lock when is a line that has no gap longer than a hand-over and goes from one worker to another.
func TestHoldsAreInOrder(t *testing.T) {
	o := gilOutcome(t, "gil:interval=1ms")
	if len(o.Holds) < 2 {
		t.Fatalf("%d holds", len(o.Holds))
	}
	for i, h := range o.Holds[1:] {
		if before := o.Holds[i]; h.Worker == before.Worker || h.From < before.From+before.For || h.For < 0 {
			t.Errorf("%+v follows %+v", h, before)
		}
	}
	if first, last := o.Holds[0], o.Holds[len(o.Holds)-1]; first.From < 0 || last.From+last.For > o.Wall {
		t.Errorf("from %v to %v, in a wall time of %v", first.From, last.From+last.For, o.Wall)
	}
}

// checkedRun is a workload in stretches, with a checkpoint after each.
func checkedRun(w *workloads.Workload, side Holder, stretch int) {
	for lo := 0; lo < w.Size; lo += stretch {
		w.Run(lo, min(lo+stretch, w.Size))
		side.Checkpoint()
	}
}

// Checkpoints every 50 µs that nobody answers cost less than 1 % of the work: compare the two.
func BenchmarkSerialWithCheckpoints(b *testing.B) {
	w := workloads.Spin()
	side := New(0).Thread()
	side.Acquire()
	defer side.Release()
	for _, c := range []struct {
		name    string
		stretch int
	}{{"without", w.Size}, {"every=50µs", 5000}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				checkedRun(w, side, c.stretch)
			}
		})
	}
}
