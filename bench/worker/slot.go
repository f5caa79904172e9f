package worker

import (
	"fmt"
	"math/bits"
)

// none is no share: past every share of every job.
const none = ^uint64(0)

// A Slot is what one worker has done in a job, in memory that outlives it. A process that is killed leaves it as it was
// at that instruction, and the parent, which has waited for its end, knows from it what was done and what wasn't.
//
//	 0        8        16                 40                 64                128
//	| claim  | seq    | sum  last  ids   | sum  last  ids   |                 |
//	|        |        |  half 0          |  half 1          |  two lines wide |
//
// The steps of a share, and what a death after each of them leaves behind:
//
//	                                     claim    half seq&1     the share
//	1  k = cursor++     taken            old      old            lost: nobody knows who took it
//	2  claim = k        announced        k        last != k      unfinished: claim names it
//	3  run              ran              k        last != k      unfinished: its sum is nowhere
//	4  spare half = …   written          k        last != k      unfinished: the spare half isn't valid yet
//	5  seq++            committed        k        last == k      done
//
// Step 5 is one store of 8 bytes: it makes the spare half the valid one, so sum and last share change together or
// not at all. Its parity names the valid half, and its value is the number of shares that are done. So there is never
// a share that is half done, and none is counted twice.
//
// Only a death between steps 1 and 2 loses a share that no slot names. A worker commits, with the sum, the sum of the
// numbers of its shares (ids): when all others are done, all numbers of the job less all ids is the number of
// the share that is missing. Should two workers of a job die between these two steps, two are missing, and the job is
// run again as a whole.
//
// That takes the place of a map of the shares that are done. Neighbouring shares are done by different workers, so in a
// map they would write to the same cache line all the time, and the map would grow with the job.
//
// These are plain stores: a locked one (5 ns and more) would be dearer than all the rest, and five of them cost one
// nanosecond. Only their order in the program counts, since a process ends between two instructions, and what came
// before is in memory by the time that its parent has waited for it. The compiler keeps stores in order, as each goes
// to the memory that the one before has made.
type Slot struct {
	claim uint64
	seq   uint64
	half  [2]half
	_     [64]byte // two cache lines, because a neighbour's line is fetched along
}

type half struct {
	sum  uint64
	last uint64 // the last share that is in it
	ids  uint64 // sum of the numbers of all that are
}

// reset makes the slot that of a worker that has done nothing.
func (s *Slot) reset() { *s = Slot{claim: none, half: [2]half{{last: none}, {last: none}}} }

// valid is the half that was committed last.
func (s *Slot) valid() *half { return &s.half[s.seq&1] }

// Done returns the sum and the number of the shares that are done.
func (s *Slot) Done() (sum uint64, shares int64) { return s.valid().sum, int64(s.seq) }

// Unfinished returns the share that was announced and isn't done, if there is one. The worker must have ended.
func (s *Slot) Unfinished() (share uint64, ok bool) {
	return s.claim, s.claim != s.valid().last
}

// Progress returns a number that changes with every share. It may be called while the worker runs.
func (s *Slot) Progress() uint64 { return peek(&s.claim) + peek(&s.seq)<<1 }

// peek reads what another process writes.
//
//go:noinline
func peek(p *uint64) uint64 { return *p }

// A Step is a place in the protocol where a test lets a worker die.
type Step int

// The steps of a share, after each of which a worker may die.
const (
	StepTaken Step = iota + 1
	StepAnnounced
	StepRan
	StepWritten
	StepCommitted
)

// steps is called at every step; nil but in tests.
type steps func(s Step, share uint64)

func (f steps) at(s Step, share uint64) {
	if f != nil {
		f(s, share)
	}
}

// A ledger is the worker's side of its slot.
type ledger struct {
	*Slot
	step steps
}

// loop is Loop on a slot: it claims shares and commits each, until nothing below end is left to claim.
func (l *ledger) loop(c *Cursor, g Grid, end uint64, run func(lo, hi int) uint64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = g.panicked(p, l.claim)
		}
	}()
	l.claims(c, g, end, run)
	return nil
}

// claims is the loop without the defer, which would keep in memory what it counts.
func (l *ledger) claims(c *Cursor, g Grid, end uint64, run func(lo, hi int) uint64) {
	perPass, size, share := g.PerPass(), g.Size, g.Share
	s, step := l.Slot, l.step
	for first := uint64(0); ; {
		k := c.Claim()
		if k >= end {
			return
		}
		step.at(StepTaken, k)
		s.claim = k
		step.at(StepAnnounced, k)
		if k-first >= perPass {
			first = k - k%perPass
		}
		lo := int(k-first) * share
		part := run(lo, min(lo+share, size))
		k = s.claim // read again: what is kept over a call costs a store
		step.at(StepRan, k)
		old, spare := &s.half[s.seq&1], &s.half[^s.seq&1]
		*spare = half{old.sum + part, k, old.ids + k}
		step.at(StepWritten, k)
		s.seq++
		step.at(StepCommitted, k)
	}
}

// part runs the shares of worker i of n where every pass is cut into equal parts, from the one after the last that the
// slot has a claim of. Nobody else claims them, so one that was taken and not announced isn't lost: it is the next.
// Nothing more is run once the cursor of the pool is stopped.
func (l *ledger) part(stop *Cursor, g Grid, i, n int, run func(lo, hi int) uint64) error {
	lo, hi := g.part(i, n)
	next := uint64(0)
	if l.claim != none {
		next = l.claim + 1
	}
	for pass := next - next%g.PerPass(); pass < g.Shares() && !stop.Stopped(); pass += g.PerPass() {
		own := new(Cursor)
		own.next.Store(max(next, pass+lo))
		if err := l.loop(own, g, pass+hi, run); err != nil {
			return err
		}
	}
	return nil
}

// redo runs a share that another worker claimed and didn't finish.
func (l *ledger) redo(g Grid, k uint64, run func(lo, hi int) uint64) error {
	if k >= g.Shares() {
		return fmt.Errorf("share %d to run again, the job has %d", k, g.Shares())
	}
	c := new(Cursor)
	c.next.Store(k)
	return l.loop(c, g, k+1, run)
}

// missing returns how many shares of a job are in no slot, and the number of the share where that is one. The workers
// must be done.
func missing(slots []*Slot, shares uint64) (count, share uint64) {
	// 0 + 1 + … + (shares-1). What doesn't fit into 64 bits drops out of the difference.
	hi, lo := bits.Mul64(shares, shares-1)
	share = hi<<63 | lo>>1
	count = shares
	for _, s := range slots {
		count -= s.seq
		share -= s.valid().ids
	}
	return count, share
}
