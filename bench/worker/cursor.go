package worker

import "sync/atomic"

// A Cursor hands out the numbers of a job's shares to workers that share its memory, as goroutines do, and processes
// that map the same page.
type Cursor struct {
	next atomic.Uint64
	_    [120]byte // two cache lines, because a neighbour's line is fetched along
}

// stopped is past every share of every job, with room to count on.
const stopped = 1 << 62

// Claim claims n shares and returns the first of them. Those at or past the job's last share aren't there.
func (c *Cursor) Claim(n uint64) (first uint64) { return c.next.Add(n) - n }

// Claimed returns how many shares were claimed since Reset, or a number past every share after Stop.
func (c *Cursor) Claimed() uint64 { return c.next.Load() }

// Reset makes the next claim share 0.
func (c *Cursor) Reset() { c.next.Store(0) }

// Stop leaves nothing to claim: each worker ends after the lot that it is at.
func (c *Cursor) Stop() { c.next.Store(stopped) }

// Stopped returns whether Stop was called since Reset.
func (c *Cursor) Stopped() bool { return c.next.Load() >= stopped }

// Singly returns a Claimer of one share at a time, of a job of so many.
func (c *Cursor) Singly(shares uint64) Claimer { return single{c, shares} }

type single struct {
	cursor *Cursor
	shares uint64
}

// Next implements Claimer.
func (s single) Next() Lot {
	if k := s.cursor.Claim(1); k < s.shares {
		return Lot{k, 1}
	}
	return Lot{}
}
