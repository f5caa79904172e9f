package bench

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// gilOutcome runs about 200 ms of work on two workers of a gil mode.
func gilOutcome(t *testing.T, spelling string) Outcome {
	t.Helper()
	m, err := FindMode(Modes(), spelling)
	if err != nil {
		t.Fatal(err)
	}
	defer m.enter(Spec{})()
	p := openPool(t, m, spinning, 2, 20)
	passes := 1
	for {
		o, err := p.Run(t.Context(), jobOf(spinning, 20, passes))
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
func perSlice(o Outcome, interval time.Duration) float64 {
	return float64(o.Lock.HandOffs) * float64(interval) / float64(o.Lock.Held)
}

// 200 ms of work are at most 40 slices of 5 ms, and 200 of 1 ms. Without the lock there are no hand-overs in any try.
func TestGILIsHandedOverEveryInterval(t *testing.T) {
	retry(t, func() string {
		slow := gilOutcome(t, "gil")
		fast := gilOutcome(t, "gil:interval=1ms")
		n, ratio := perSlice(slow, 5*time.Millisecond), perSlice(fast, 5*time.Millisecond)/perSlice(slow, 5*time.Millisecond)
		if n >= 0.75 && n <= 1.1 && ratio >= 4 && ratio <= 6 {
			return ""
		}
		return fmt.Sprintf("%d hand-overs in %v at 5 ms, and %.1f times as many at 1 ms: 4 to 6 times expected",
			slow.Lock.HandOffs, slow.Wall, ratio)
	})
}

func TestGILLetsOneWorkerRunAtATime(t *testing.T) {
	var inside, most atomic.Int32
	w := *spinning
	w.Run = func(lo, hi int) uint64 {
		most.Store(max(most.Load(), inside.Add(1)))
		defer inside.Add(-1)
		time.Sleep(100 * time.Microsecond) // lets every other goroutine run that may
		return 0
	}
	m := GIL()
	defer m.enter(Spec{})()
	p := openPool(t, m, &w, 4, 1)
	most.Store(0) // the workers warm up beside each other
	if _, err := p.Run(t.Context(), jobOf(&w, 1, 1)); err != nil {
		t.Fatal(err)
	}
	if most.Load() != 1 {
		t.Errorf("%d workers were inside Run at once", most.Load())
	}
}

func TestGILWithOneWorkerIsNeverHandedOver(t *testing.T) {
	m := GIL()
	defer m.enter(Spec{})()
	p := openPool(t, m, spinning, 1, 20)
	o, err := p.Run(t.Context(), jobOf(spinning, 20, 3))
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
	retry(t, func() string {
		o := gilOutcome(t, "gil:interval=1ms")
		a, b := float64(o.PerWorker[0].Shares), float64(o.PerWorker[1].Shares)
		if a < 0.5*b || b < 0.5*a {
			return fmt.Sprintf("the two workers did %v and %v shares", a, b)
		}
		return ""
	})
}
