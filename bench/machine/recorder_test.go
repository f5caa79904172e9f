package machine

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"

	"corerace/results"
)

// These tests run in bubbles of synctest, where the clock is a fake that moves only when everybody sleeps. The grid is
// a quarter of a second, which float64 has exactly, so that shares can be compared for equality.
const grid = 250 * time.Millisecond

// busyFor returns counters of cores that have been busy for the given shares of the time since it was called.
func busyFor(shares ...float64) func() ([]cpu.TimesStat, error) {
	began := time.Now()
	return func() ([]cpu.TimesStat, error) {
		times := make([]cpu.TimesStat, len(shares))
		for i, s := range shares {
			times[i] = cpu.TimesStat{CPU: fmt.Sprint("cpu", i), User: s * time.Since(began).Seconds()}
		}
		return times, nil
	}
}

// stream collects the points of a recorder.
type stream struct {
	points []results.Cores
}

func (s *stream) emit(c results.Cores) {
	s.points = append(s.points, c)
}

func (s *stream) times() []time.Duration {
	var ts []time.Duration
	for _, p := range s.points {
		ts = append(ts, p.T)
	}
	return ts
}

// busy is the busy time of a core over the whole stream: the sum of share × length.
func (s *stream) busy(core int) float64 {
	var sum float64
	var prev time.Duration
	for _, p := range s.points {
		sum += p.Busy[core] * (p.T - prev).Seconds()
		prev = p.T
	}
	return sum
}

func (s *stream) wantTimes(t *testing.T, ms ...int) {
	t.Helper()
	var want []time.Duration
	for _, m := range ms {
		want = append(want, time.Duration(m)*time.Millisecond)
	}
	if got := s.times(); !slices.Equal(got, want) {
		t.Errorf("points at %v, want %v", got, want)
	}
}

func newFake(s *stream, read func() ([]cpu.TimesStat, error)) *Recorder {
	r := NewRecorder(grid, s.emit)
	r.read = busyOf(read)
	return r
}

func TestRecorderReportsTheShareOfEveryCore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1, 0.5, 0.25, 0))
		r.Start()
		time.Sleep(4 * grid)
		r.Stop()
		s.wantTimes(t, 250, 500, 750, 1000)
		for _, p := range s.points {
			if want := []float64{1, 0.5, 0.25, 0}; !slices.Equal(p.Busy, want) {
				t.Errorf("at %v: busy %v, want %v", p.T, p.Busy, want)
			}
		}
	})
}

func TestRecorderCountsTimeFromTheStartOfTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		run := time.Now()
		time.Sleep(100 * time.Millisecond)
		r := newFake(&s, busyFor(1))
		r.StartAt(run)
		time.Sleep(500 * time.Millisecond)
		r.Stop()
		s.wantTimes(t, 250, 500, 600)
		if got := s.points[0].Busy[0]; got != 1 {
			t.Errorf("first point is %v busy, want 1: its length counts from the first reading", got)
		}
	})
}

func TestFollowerTakesItsPointsInTheLoopOfItsLead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lead, s stream
		l := newFake(&lead, busyFor(1))
		r := newFake(&s, busyFor(0.5))
		r.interval = 3 * grid
		r.Follow(l)
		l.Start()
		time.Sleep(100 * time.Millisecond)
		r.Start()
		time.Sleep(2 * time.Second)
		r.Mark()
		time.Sleep(2 * grid)
		r.Stop()
		time.Sleep(4 * grid)
		l.Stop()
		// The grid of r begins 100 ms after that of l: 750, 1500 and 2250 of r are 850, 1600 and 2350 of l, which has
		// its points at 1000, 1750 and 2500.
		s.wantTimes(t, 900, 1650, 2000, 2400, 2500)
		if n := len(lead.points); n != 15 {
			t.Errorf("the lead has %d points, want 15: one each %v, and the last", n, grid)
		}
		for _, p := range s.points {
			if len(p.Busy) != 1 || math.Abs(p.Busy[0]-0.5) > 1e-9 {
				t.Errorf("at %v: busy %v, want 0.5", p.T, p.Busy)
			}
		}
	})
}

func TestMarkTakesAPointAndLeavesTheGridAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1))
		r.Start()
		time.Sleep(100 * time.Millisecond)
		r.Mark()
		time.Sleep(195 * time.Millisecond)
		r.Mark()
		r.Mark() // at the same moment: there is nothing between the two
		time.Sleep(305 * time.Millisecond)
		r.Stop()
		s.wantTimes(t, 100, 250, 295, 500, 600)
	})
}

func TestRegularPointRightAfterAMarkIsLeftOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1, 0.5))
		r.Start()
		time.Sleep(grid - tick + time.Millisecond)
		r.Mark()
		time.Sleep(grid - 1*time.Millisecond)
		r.Mark() // 490 ms, a whole tick before the next regular point
		time.Sleep(grid)
		r.Stop()
		s.wantTimes(t, 241, 490, 500, 740)
		if got := s.busy(0); math.Abs(got-0.740) > 1e-9 {
			t.Errorf("core 0 busy for %v s over all points, want 0.74", got)
		}
	})
}

func TestMarkSeparatesWhatCameBeforeFromWhatComesAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		began := time.Now()
		r := newFake(&s, func() ([]cpu.TimesStat, error) { // idle for 125 ms, then busy
			return []cpu.TimesStat{{CPU: "cpu0", User: max(0, time.Since(began)-125*time.Millisecond).Seconds()}}, nil
		})
		r.Start()
		time.Sleep(125 * time.Millisecond)
		r.Mark()
		time.Sleep(125 * time.Millisecond)
		r.Stop()
		if len(s.points) != 2 || s.points[0].Busy[0] != 0 || s.points[1].Busy[0] != 1 {
			t.Errorf("points %v, want an idle one and a busy one", s.points)
		}
	})
}

func TestLatePointIsCoarseNotWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1, 0.5))
		r.emit = func(at time.Duration, busy []float64) {
			s.emit(results.Cores{T: at, Busy: busy})
			if len(s.points) == 2 { // holds the recorder up from 500 to 1300 ms
				time.Sleep(800 * time.Millisecond)
			}
		}
		r.Start()
		time.Sleep(8 * grid)
		r.Stop()
		s.wantTimes(t, 250, 500, 1500, 1750, 2000)
		for _, p := range s.points {
			if p.Busy[0] != 1 || p.Busy[1] != 0.5 {
				t.Errorf("at %v: busy %v, want [1 0.5]", p.T, p.Busy)
			}
		}
	})
}

// Whatever the lengths of the points, and though the counters move in ticks, the points add up to what was counted.
func TestPointsAddUpToTheBusyTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		began := time.Now()
		ticks := func(share float64) float64 {
			return math.Floor(share*float64(time.Since(began)/tick)) * tick.Seconds()
		}
		read := func() ([]cpu.TimesStat, error) {
			return []cpu.TimesStat{{CPU: "cpu0", User: 1e6 + ticks(1)}, {CPU: "cpu1", System: ticks(0.3)}}, nil
		}
		r := newFake(&s, read)
		r.Start()
		for i := range 40 {
			time.Sleep(time.Duration(i*i%97) * time.Millisecond)
			r.Mark()
		}
		r.Stop()
		last, _ := read()
		if got, want := s.busy(0), last[0].User-1e6; math.Abs(got-want) > 1e-6 {
			t.Errorf("core 0: points add up to %v s, counted %v s", got, want)
		}
		if got, want := s.busy(1), last[1].System; math.Abs(got-want) > 1e-6 {
			t.Errorf("core 1: points add up to %v s, counted %v s", got, want)
		}
	})
}

func TestCoresThatComeAndGoReadZero(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		one := func(id int, busy float64) cpu.TimesStat {
			return cpu.TimesStat{CPU: fmt.Sprint("cpu", id), User: busy}
		}
		readings := [][]cpu.TimesStat{
			{one(0, 10), one(1, 20), one(2, 30)},
			{one(0, 10.25), one(2, 30.125)},               // 1 goes: 2 keeps its place
			{one(0, 10.5)},                                // 2 goes: the stream keeps its width
			{one(0, 10.75), one(1, 900), one(3, 77)},      // 1 comes back, 3 is new
			{one(0, 11), one(1, 900.25), one(3, 77.0625)}, // and they count
			{},
			{one(0, 12)},
		}
		i := -1
		r := newFake(&s, func() ([]cpu.TimesStat, error) { i++; return readings[i], nil })
		r.Start()
		time.Sleep(5*grid + grid/2)
		r.Stop()
		want := [][]float64{{1, 0, 0.5}, {1, 0, 0}, {1, 0, 0, 0}, {1, 1, 0, 0.25}, {0, 0, 0, 0}, {0, 0, 0, 0}}
		for i, p := range s.points {
			if !slices.Equal(p.Busy, want[i]) {
				t.Errorf("point %d: busy %v, want %v", i, p.Busy, want[i])
			}
		}
		if len(s.points) != len(want) {
			t.Errorf("%d points, want %d", len(s.points), len(want))
		}
	})
}

func TestReadingThatFailsIsRememberedAndCovered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		read, n := busyFor(0.5), 0
		broken := errors.New("broken")
		r := newFake(&s, func() ([]cpu.TimesStat, error) {
			if n++; n == 1 || n == 4 {
				return nil, fmt.Errorf("reading %d: %w", n, broken)
			}
			return read()
		})
		r.Start() // fails: the second reading is what the first point is measured against
		if err := r.Err(); !errors.Is(err, broken) {
			t.Errorf("Err is %v, want broken", err)
		}
		time.Sleep(5 * grid)
		r.Stop()
		s.wantTimes(t, 500, 1000, 1250)
		for _, p := range s.points {
			if p.Busy[0] != 0.5 {
				t.Errorf("at %v: busy %v, want 0.5", p.T, p.Busy)
			}
		}
		if err := r.Err(); err == nil || err.Error() != "reading 1: broken" {
			t.Errorf("Err is %v, want the first error", err)
		}
	})
}

func TestStopTakesALastPointOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1))
		r.Start()
		r.Start()
		time.Sleep(grid + 100*time.Millisecond)
		r.Stop()
		s.wantTimes(t, 250, 350)
		time.Sleep(grid)
		r.Stop()
		r.Mark()
		r.Start()
		time.Sleep(grid)
		s.wantTimes(t, 250, 350)
	})
}

func TestStopBeforeStartIsTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1))
		r.Mark()
		r.Stop()
		r.Start()
		time.Sleep(2 * grid)
		r.Mark()
		r.Stop()
		s.wantTimes(t)
	})
}

func TestEmittedPointIsTheReceiversOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stream
		r := newFake(&s, busyFor(1, 1))
		r.emit = func(at time.Duration, busy []float64) {
			if busy[0] != 1 {
				t.Errorf("at %v: busy %v, want 1", at, busy[0])
			}
			busy[0] = 99
		}
		r.Start()
		time.Sleep(4 * grid)
		r.Stop()
	})
}

// The real counters and the real clock, marked and stopped from several goroutines: emit is never entered twice, and
// the points come in order. Run with -race.
func TestRecorderIsSafeForConcurrentUse(t *testing.T) {
	var s stream // deliberately without a lock of its own
	r := NewRecorder(time.Millisecond, s.emit)
	r.Mark()
	r.Start()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				r.Mark()
				_ = r.Err()
			}
		})
	}
	wg.Wait()
	for range 2 {
		wg.Go(r.Stop)
	}
	wg.Wait()
	r.Mark()
	if err := r.Err(); err != nil {
		t.Skip("no core times on this system: ", err)
	}
	if len(s.points) == 0 {
		t.Error("no points after 200 marks")
	}
	for i, p := range s.points {
		if i > 0 && p.T <= s.points[i-1].T {
			t.Fatalf("point %d at %v follows one at %v", i, p.T, s.points[i-1].T)
		}
		for core, b := range p.Busy {
			if b < 0 || math.IsNaN(b) || math.IsInf(b, 0) {
				t.Fatalf("point %d: core %d is %v busy", i, core, b)
			}
		}
	}
}
