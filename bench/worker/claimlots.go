package worker

import (
	"cmp"
	"time"
)

// Where shares are shorter than a claim is worth, a worker claims several of them at once.
const (
	// lotTime is what a lot is to take at the price of the one before. A claim takes 20 ns, and under a microsecond
	// where others have the cursor's line, so it is worth little beside this; and this is worth little beside a job.
	lotTime = 4 * time.Microsecond
	// lotMost is the most shares in a lot: as many as take lotTime where they are empty. The price may rise within a
	// lot, and where it holds several long shares, nobody else can have them.
	lotMost = 2048
	// lotMean is the most time of a lot whose shares are as long as those of the job are in the mean. A lot is priced by
	// the one before it. Where short shares come first and long ones follow, hundreds of those would be in one lot: its
	// worker would be taken for silent, couldn't be stopped meanwhile, and would leave as many to do again if it died.
	lotMean = 16 * lotTime
	// lotParts is how many lots, for each worker, what is left to claim has to be good for.
	lotParts = 4
)

// nextLot returns how many shares to claim behind a lot of n that took a time, its claim with it, where so many are
// left for a number of workers. It is guided self-scheduling (Polychronopoulos and Kuck 1987) of a fraction of what is left
// (Hummel, Schonberg and Flynn 1992), bounded by a time:
//
//	shares in a lot
//	 2048 |        ________________________
//	      |      _|                        |__
//	      |   __|                             |___
//	    1 |__|                                    |______
//	       doubled each time                 ÷ (4 × workers)
//
// So the first lot is one share, as is every lot where a share takes longer than half of lotTime, and so are the last.
func nextLot(n uint64, took time.Duration, left, workers uint64) uint64 {
	byTime := n * uint64(lotTime) / uint64(max(1, took))
	return max(1, min(2*n, byTime, lotMost, left/(lotParts*workers)))
}

// mostOf is the most shares in a lot of a job whose shares take so long in the mean; 0 is not known.
func mostOf(share time.Duration) uint64 {
	if share <= 0 {
		return lotMost
	}
	return uint64(min(lotMost, max(1, lotMean/share)))
}

// A Guided is a worker's Claimer of lots, from a cursor that it shares with others.
type Guided struct {
	cursor  *Cursor
	shares  uint64 // of the job
	workers uint64
	bound   uint64 // most shares in a lot
	clock   func() time.Duration

	last         Lot
	since        time.Duration // when it was claimed
	claims, most uint64
	_            [120]byte // see Cursor: it lies beside that of another worker
}

// Guided returns a Claimer for one of some workers of a job of so many shares.
func (c *Cursor) Guided(shares uint64, workers int) *Guided {
	began := time.Now()
	clock := func() time.Duration { return time.Since(began) } // half as dear as time.Now
	return &Guided{cursor: c, shares: shares, workers: uint64(max(1, workers)), clock: clock,
		bound: cmp.Or(c.most.Load(), lotMost)}
}

// Lots returns how many lots were claimed, and the most shares that there were in one.
func (d *Guided) Lots() (claims, most int64) { return int64(d.claims), int64(d.most) }

// Next implements Claimer. How much is left is what was left behind its own last lot. Others have claimed since, but
// no more than they could in the time of that lot, and the longer it took, the fewer shares come next.
func (d *Guided) Next() Lot {
	now, n := d.clock(), uint64(1)
	if d.last.Count > 0 {
		n = min(d.bound, nextLot(d.last.Count, now-d.since, d.shares-d.last.end(), d.workers))
	}
	d.since = now
	first := d.cursor.Claim(n)
	if first >= d.shares {
		return Lot{}
	}
	d.last = Lot{first, min(n, d.shares-first)}
	d.claims++
	d.most = max(d.most, d.last.Count)
	return d.last
}
