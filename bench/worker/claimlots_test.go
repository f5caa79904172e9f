package worker

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// A simulated worker has a clock of its own.
type simulated struct {
	now    time.Duration
	claims Claimer
	ended  bool
}

const claimPrice = 50 * time.Nanosecond

// simulate lets workers do shares of some costs, whoever is first by their clocks next, and returns when the last of
// them ends. claimer makes a worker's Claimer around its clock.
func simulate(t *testing.T, costs []time.Duration, workers int, claimer func(clock func() time.Duration) Claimer) (
	end time.Duration) {
	all := make([]simulated, workers)
	for i := range all {
		all[i].claims = claimer(func() time.Duration { return all[i].now })
	}
	done := uint64(0)
	for {
		var w *simulated
		for i := range all {
			if !all[i].ended && (w == nil || all[i].now < w.now) {
				w = &all[i]
			}
		}
		if w == nil {
			break
		}
		lot := w.claims.Next()
		w.now += claimPrice
		for k := range lot.Count {
			w.now += costs[lot.First+k]
		}
		done += lot.Count
		w.ended = lot.Count == 0
		end = max(end, w.now)
	}
	if done != uint64(len(costs)) {
		t.Fatalf("%d shares were done of %d", done, len(costs))
	}
	return end
}

// costs are those of shares that are as uneven as work can be, by name.
func costs() map[string][]time.Duration {
	rng := rand.New(rand.NewPCG(1, 2))
	of := func(n int, cost func(i int) float64) []time.Duration {
		all := make([]time.Duration, n)
		for i := range all {
			all[i] = time.Duration(cost(i))
		}
		return all
	}
	cube := func(x float64) float64 { return x * x * x }
	rare := func(long bool) float64 {
		if long {
			return 1e6
		}
		return 0
	}
	return map[string][]time.Duration{
		"equal and short":  of(1<<18, func(int) float64 { return 3 }),
		"equal and long":   of(500, func(int) float64 { return 200_000 }),
		"few":              of(20, func(int) float64 { return 3 }),
		"rising":           of(1<<14, func(i int) float64 { return 8000 * cube(float64(i%2048)/2048) }),
		"falling":          of(1<<14, func(i int) float64 { return 8000 * cube(1-float64(i)/(1<<14)) }),
		"in waves":         of(1<<16, func(i int) float64 { return 500 * (1 + math.Sin(float64(i)/100)) }),
		"heavy tail":       of(1<<16, func(int) float64 { return 30 / math.Pow(1-rng.Float64(), 1/1.2) }),
		"a few long":       of(1<<18, func(int) float64 { return 5 + rare(rng.IntN(2000) == 0) }),
		"long at the end":  of(1<<18, func(i int) float64 { return 5 + rare(i == 1<<18-1) }),
		"long before that": of(1<<18, func(i int) float64 { return 5 + rare(i == 250_000) }),
		"two long":         of(1<<18, func(i int) float64 { return 5 + rare(i == 1000 || i == 200_000) }),
	}
}

// Workers that claim lots end together as they do where they claim each share by itself.
func TestLotsLeaveTheBalanceAsItIs(t *testing.T) {
	for name, costs := range costs() {
		for _, workers := range []int{1, 2, 4, 7} {
			t.Run(fmt.Sprintf("%s/workers=%d", name, workers), func(t *testing.T) {
				shares := uint64(len(costs))
				lots, singles := new(Cursor), new(Cursor)
				guided := simulate(t, costs, workers, func(clock func() time.Duration) Claimer {
					d := lots.Guided(shares, workers)
					d.clock = clock
					return d
				})
				single := simulate(t, costs, workers, func(func() time.Duration) Claimer {
					return singles.Singly(shares)
				})
				t.Logf("%v in lots, %v singly: %.4f", guided, single, float64(guided)/float64(single))
				if guided > single+single/100+lotTime {
					t.Errorf("%v in lots, %v singly", guided, single)
				}
			})
		}
	}
}

func TestALotIsWorthItsTimeAndLeavesEnoughToOthers(t *testing.T) {
	const us = time.Microsecond
	for _, c := range []struct {
		n             uint64
		took          time.Duration
		left, workers uint64
		want          uint64
		why           string
	}{
		{1, 0, 1 << 40, 1, 2, "a clock that stands still"},
		{1, us, 1 << 40, 1, 2, "short"},
		{1, 3 * us, 1 << 40, 1, 1, "two would take longer than a lot is to"},
		{1, time.Second, 1 << 40, 1, 1, "long"},
		{64, us, 1 << 40, 2, 128, "no more than twice as many at once"},
		{64, 8 * us, 1 << 40, 2, 32, "dearer than they were"},
		{lotMost, us, 1 << 40, 2, lotMost, "the most"},
		{256, time.Second, 1 << 40, 2, 1, "it was in the way of something"},
		{256, us, 400, 2, 50, "an eighth of what is left"},
		{256, us, 7, 1, 1, "the end"},
		{256, us, 0, 4096, 1, "behind the end"},
	} {
		if got := nextLot(c.n, c.took, c.left, c.workers); got != c.want {
			t.Errorf("%s: %d shares behind %d in %v, %d left for %d workers, want %d", c.why, got, c.n, c.took, c.left,
				c.workers, c.want)
		}
	}
}

func TestGuidedLotsAreAllSharesOnce(t *testing.T) {
	for shares := uint64(1); shares < 3000; shares += 1 + shares/7 {
		c := new(Cursor)
		next := uint64(0)
		all := []*Guided{c.Guided(shares, 3), c.Guided(shares, 3), c.Guided(shares, 3)}
		for i := 0; ; i++ {
			lot := all[i%3].Next()
			if lot.Count == 0 {
				break
			}
			if lot.First != next {
				t.Fatalf("of %d shares: a lot from %d on, %d expected", shares, lot.First, next)
			}
			next = lot.end()
		}
		if next != shares {
			t.Fatalf("%d shares of %d", next, shares)
		}
	}
}

func TestAStoppedCursorHasNoLots(t *testing.T) {
	c := new(Cursor)
	d := c.Guided(1<<61, 1)
	d.Next()
	c.Stop()
	if lot := d.Next(); lot.Count != 0 {
		t.Errorf("%d shares were claimed", lot.Count)
	}
}

// Where short shares come first, those before a long one say nothing of it: only the mean of the job does.
func TestALotOfAJobOfLongSharesIsShort(t *testing.T) {
	for share, want := range map[time.Duration]uint64{0: lotMost, time.Nanosecond: lotMost, time.Microsecond: 64,
		64 * time.Microsecond: 1, time.Second: 1} {
		var c Cursor
		c.Reset(share)
		const shares = 1_000_000
		g := c.Guided(shares, 2)
		g.clock = func() time.Duration { return 0 } // every lot took no time
		for g.Next().Count > 0 {
		}
		if _, most := g.Lots(); most != int64(want) {
			t.Errorf("shares of %v: lots of up to %d, %d expected", share, most, want)
		}
	}
}
