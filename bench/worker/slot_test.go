package worker

import "testing"

// TestSlotsTellWhatADeathLeavesBehind lets a worker die, by a panic, at every step of a share.
func TestSlotsTellWhatADeathLeavesBehind(t *testing.T) {
	g := Grid{Size: 100, Share: 10, Passes: 1}
	one := func(lo, hi int) uint64 { return uint64(hi - lo) }
	for _, c := range []struct {
		at         Step
		done       int64
		unfinished bool
		missing    uint64
	}{
		{StepTaken, 4, false, 1},
		{StepAnnounced, 4, true, 1},
		{StepRan, 4, true, 1},
		{StepWritten, 4, true, 1},
		{StepCommitted, 5, false, 0},
	} {
		slot := new(Slot)
		slot.reset()
		cursor := new(Cursor)
		die := func(s Step, share uint64) {
			if s == c.at && share == 4 {
				panic("dead")
			}
		}
		if err := (&ledger{slot, die}).loop(cursor, g, g.Shares(), one); err == nil {
			t.Fatalf("step %d: it lives", c.at)
		}
		sum, shares := slot.Done()
		if shares != c.done || sum != uint64(10*c.done) {
			t.Errorf("step %d: %d shares are done with sum %d, want %d", c.at, shares, sum, c.done)
		}
		share, ok := slot.Unfinished()
		if ok != c.unfinished || ok && share != 4 {
			t.Errorf("step %d: unfinished %d, %v", c.at, share, ok)
		}
		l := &ledger{Slot: slot}
		if ok {
			if err := l.redo(g, share, one); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.loop(cursor, g, g.Shares(), one); err != nil {
			t.Fatal(err)
		}
		n, lost := missing([]*Slot{slot}, g.Shares())
		if want := c.missing; c.unfinished {
			if n != 0 {
				t.Errorf("step %d: %d are missing after the unfinished one was run again", c.at, n)
			}
		} else if n != want || n == 1 && lost != 4 {
			t.Errorf("step %d: %d are missing, %d the first, want %d", c.at, n, lost, want)
		}
	}
}

func TestMissingShareIsFoundInHugeJobs(t *testing.T) {
	const shares = 1 << 40
	slot := new(Slot)
	slot.reset()
	slot.seq = shares - 1
	// The sum of all numbers but 123456789, in 64 bits as the worker adds them up.
	half, rest := uint64(shares/2), uint64(shares-1)
	slot.valid().ids = half*rest - 123456789
	if n, share := missing([]*Slot{slot}, shares); n != 1 || share != 123456789 {
		t.Errorf("%d are missing, share %d", n, share)
	}
}

func TestShareOfNoJobIsNotRunAgain(t *testing.T) {
	slot := new(Slot)
	slot.reset()
	l := &ledger{Slot: slot}
	if err := l.redo(Grid{Size: 10, Share: 1, Passes: 1}, 10, func(lo, hi int) uint64 { return 0 }); err == nil {
		t.Error("share 10 of 10 was run")
	}
}

// Whichever step a worker of a part dies at, whoever takes its place does the rest of the part, and nothing twice.
func TestAPartGoesOnAfterADeathAtAnyStep(t *testing.T) {
	g := Grid{Size: 70, Share: 10, Passes: 3} // 7 shares a pass: worker 1 of 2 has 4 to 6, 11 to 13 and 18 to 20
	for at := StepTaken; at <= StepCommitted; at++ {
		for _, share := range []uint64{4, 6, 12, 20} {
			slot := new(Slot)
			slot.reset()
			die := func(s Step, k uint64) {
				if s == at && k == share {
					panic("dead")
				}
			}
			one := func(lo, hi int) uint64 { return uint64(lo) }
			if err := (&ledger{slot, die}).part(new(Cursor), g, 1, 2, one); err == nil {
				t.Fatalf("step %d of share %d: it lives", at, share)
			}
			l := &ledger{Slot: slot}
			if k, ok := slot.Unfinished(); ok {
				if err := l.redo(g, k, one); err != nil {
					t.Fatal(err)
				}
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
