package worker

import (
	"testing"
	"time"
)

// untilDeath lets a worker claim lots until it dies, by a panic, at the nth step of them all. It returns the step and
// its lot, and 0 where it lives.
func untilDeath(slot *Slot, c Claimer, g Grid, n int, run func(lo, hi int) uint64) (at Step, lot Lot) {
	(&ledger{slot, func(s Step, l Lot) {
		if n--; n == 0 {
			at, lot = s, l
			panic("dead")
		}
	}}).loop(c, g, run)
	return at, lot
}

// still returns a Claimer of lots that are as large as they may be, for a clock that stands still.
func still(c *Cursor, g Grid) *Guided {
	d := c.Guided(g.Shares(), 1)
	d.clock = func() time.Duration { return 0 }
	return d
}

// A worker dies at every step of every lot, and between any two shares of one. Another one goes on with the slot, and
// what no slot names is known when all is done: every share is in the sum once.
func TestSlotsTellWhatADeathLeavesBehind(t *testing.T) {
	g := Grid{Size: 995, Share: 10, Passes: 2} // 100 shares a pass, the last of them shorter
	items := func(lo, hi int) uint64 { return uint64(hi-lo) + uint64(lo)<<20 }
	want, shares, _ := Loop(new(Cursor).Singly(g.Shares()), g, items)
	seen := map[Step]uint64{} // the largest lot that one died in
	for n := 1; ; n++ {
		slot, cursor := new(Slot), new(Cursor)
		slot.reset()
		step, lot := untilDeath(slot, still(cursor, g), g, n, items)
		if step == 0 {
			break
		}
		seen[step] = max(seen[step], lot.Count)
		at, unfinished := slot.Unfinished()
		inside := at >= lot.First && at < slot.lot.end()
		if unfinished != (step > StepTaken && step < StepCommitted) || unfinished && !inside {
			t.Fatalf("step %d of %+v: unfinished at %d, %v", step, lot, at, unfinished)
		}
		if step == StepRan && at != lot.end()-1 {
			t.Fatalf("it died behind share %d, the slot names %d", lot.end()-1, at)
		}
		l := &ledger{Slot: slot}
		l.redo(g, items)
		l.loop(still(cursor, g), g, items)
		lost, count := missing([]*Slot{slot}, g.Shares())
		if step == StepTaken && lost != lot || step != StepTaken && count != 0 {
			t.Fatalf("step %d of %+v: %d are missing, %+v", step, lot, count, lost)
		}
		if step == StepTaken {
			slot.Announce(lost)
			l.redo(g, items)
		}
		if sum, done := slot.Done(); sum != want || done != shares {
			t.Fatalf("step %d of %+v: %d shares with the sum %d, want %d with %d", step, lot, done, sum, shares, want)
		}
	}
	for s := StepTaken; s <= StepCommitted; s++ {
		if seen[s] < 32 {
			t.Errorf("step %d: the largest lot had %d shares", s, seen[s])
		}
	}
}

func TestMissingLotIsFoundInHugeJobs(t *testing.T) {
	const shares = 1 << 40
	for _, lot := range []Lot{{123456789, 1}, {123456789, 2}, {1<<40 - lotMost, lotMost}, {0, 7}} {
		slot := new(Slot)
		slot.reset()
		// The sum of all numbers but those, in 64 bits as the worker adds them up.
		evens, odds := uint64(shares/2), uint64(shares-1)
		*slot.valid() = half{shares: shares - lot.Count, ids: evens*odds - lot.ids()}
		if got, n := missing([]*Slot{slot}, shares); n != lot.Count || got != lot {
			t.Errorf("%d are missing, %+v, want %+v", n, got, lot)
		}
	}
}

// What can't be one lot isn't taken for one.
func TestSharesThatDontFollowOneAnotherAreNoLot(t *testing.T) {
	for _, c := range []struct{ count, ids, shares uint64 }{
		{2, 10 + 12, 100},   // the numbers of two that follow one another add up to an odd number
		{3, 1 + 2 + 4, 100}, // not to be divided by three
		{2, 99 + 100, 100},  // past the end
		{lotMost + 1, Lot{5, lotMost + 1}.ids(), 9000}, // more than a worker may claim
		{2, 1 + 2, 1 << 60},                            // sums of such numbers don't fit
	} {
		slot := new(Slot)
		slot.reset()
		all := Lot{0, c.shares}
		*slot.valid() = half{shares: c.shares - c.count, ids: all.ids() - c.ids}
		if got, n := missing([]*Slot{slot}, c.shares); n != c.count || got != (Lot{}) {
			t.Errorf("%+v: %d are missing, %+v", c, n, got)
		}
	}
}

func TestLotOfNoJobIsNotRunAgain(t *testing.T) {
	for _, lot := range []Lot{{10, 1}, {9, 2}, {1 << 63, 1}, {3, 1 << 63}} {
		slot := new(Slot)
		slot.reset()
		slot.Announce(lot)
		l := &ledger{Slot: slot}
		if err := l.redo(Grid{Size: 10, Share: 1, Passes: 1}, func(lo, hi int) uint64 { return 0 }); err == nil {
			t.Errorf("%+v of 10 shares was run", lot)
		}
	}
}

// Whichever step a worker of a part dies at, whoever takes its place does the rest of the part, and nothing twice.
func TestAPartGoesOnAfterADeathAtAnyStep(t *testing.T) {
	g := Grid{Size: 70, Share: 10, Passes: 3} // 7 shares a pass: worker 1 of 2 has 4 to 6, 11 to 13 and 18 to 20
	for at := StepTaken; at <= StepCommitted; at++ {
		for _, share := range []uint64{4, 6, 12, 20} {
			slot := new(Slot)
			slot.reset()
			die := func(s Step, lot Lot) {
				if s == at && lot.First == share {
					panic("dead")
				}
			}
			one := func(lo, hi int) uint64 { return uint64(lo) }
			if err := (&ledger{slot, die}).part(new(Cursor), g, 1, 2, one); err == nil {
				t.Fatalf("step %d of share %d: it lives", at, share)
			}
			l := &ledger{Slot: slot}
			if err := l.redo(g, one); err != nil {
				t.Fatal(err)
			}
			if err := l.part(new(Cursor), g, 1, 2, one); err != nil {
				t.Fatal(err)
			}
			const ids = 4 + 5 + 6 + 11 + 12 + 13 + 18 + 19 + 20
			if sum, shares := slot.Done(); shares != 9 || sum != 3*(40+50+60) || slot.valid().ids != ids {
				t.Errorf("step %d of share %d: %d shares with the sum %d and the numbers' %d", at, share, shares, sum,
					slot.valid().ids)
			}
		}
	}
}

func TestAStoppedPartEnds(t *testing.T) {
	slot, stop := new(Slot), new(Cursor)
	slot.reset()
	g := Grid{Size: 10, Share: 1, Passes: 1000}
	err := (&ledger{Slot: slot}).part(stop, g, 0, 2, func(lo, hi int) uint64 { stop.Stop(); return 0 })
	if _, shares := slot.Done(); err != nil || shares != 5 {
		t.Errorf("%d shares were done, want the 5 of the first pass; %v", shares, err)
	}
}

// More workers than shares: some have nothing to do.
func TestAPartMayBeEmpty(t *testing.T) {
	g := Grid{Size: 2, Share: 1, Passes: 4}
	var all int64
	for i := range 5 {
		slot := new(Slot)
		slot.reset()
		if err := (&ledger{Slot: slot}).part(new(Cursor), g, i, 5, func(lo, hi int) uint64 { return 0 }); err != nil {
			t.Fatal(err)
		}
		_, shares := slot.Done()
		all += shares
	}
	if all != 8 {
		t.Errorf("%d shares were done, 8 expected", all)
	}
}
