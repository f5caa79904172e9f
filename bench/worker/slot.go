package worker

import (
	"fmt"
	"math"
	"math/bits"
)

// none is no share: past every share of every job.
const none = ^uint64(0)

// A Slot is what one worker has done in a job, in memory that outlives it. A process that is killed leaves it as it was
// at that instruction, and the parent, which has waited for its end, knows from it what was done and what wasn't.
//
//	 0        8               24       32       40                      72                      104     128
//	| at     | lot           | seq    | most   | sum last ids shares    | sum last ids shares    |       |
//	|        | first   count |        |        |  half 0                |  half 1                |  two lines
//
// The steps of a lot, and what a death after each of them leaves behind:
//
//	                                     lot      half seq&1       the lot
//	1  first = cursor += n   taken       old      old              lost: nobody knows who took it
//	2  lot = first, count    announced   first    last != first    unfinished: lot names it
//	3  at = k, run, for all  ran         first    last != first    unfinished: its sums are nowhere
//	4  spare half = …        written     first    last != first    unfinished: the spare half isn't valid yet
//	5  seq++                 committed   first    last == first    done
//
// Step 2 is the store of first, which comes behind that of count. Step 5 is one store of 8 bytes: it makes the spare
// half the valid one, so sum, shares and last lot change together or not at all. Its parity names the valid half, and
// its value is the number of lots that are done. So there is never a lot that is half done, and none is counted twice:
// one that was unfinished is run again as a whole. at says which of its shares the worker died of.
//
// Only a death between steps 1 and 2 loses a lot that no slot names. A worker commits, with the sum, the sum of the
// numbers of its shares (ids): when all others are done, all numbers of the job less all ids is the sum of the numbers
// that are missing, and they follow one another. Should two workers of a job die between these two steps, two lots are
// missing, and the job is run again as a whole.
//
// That takes the place of a map of the shares that are done. Neighbouring shares are done by different workers, so in a
// map they would write to the same cache line all the time, and the map would grow with the job.
//
// These are plain stores: a locked one (5 ns and more) would be dearer than all the rest, and five of them cost one
// nanosecond. Only their order in the program counts, since a process ends between two instructions, and what came
// before is in memory by the time that its parent has waited for it. The compiler keeps stores in order, as each goes
// to the memory that the one before has made.
type Slot struct {
	at   uint64 // the share that is being run
	lot  Lot    // the one that was announced last
	seq  uint64
	most uint64 // shares in a lot
	half [2]half
	_    [24]byte // two cache lines, because a neighbour's line is fetched along
}

type half struct {
	sum    uint64
	last   uint64 // the first share of the last lot that is in it
	ids    uint64 // sum of the numbers of all shares that are
	shares uint64 // how many they are
}

// with is the half that has one more lot in it, with its sum.
func (h half) with(l Lot, sum uint64) half {
	return half{h.sum + sum, l.First, h.ids + l.ids(), h.shares + l.Count}
}

// reset makes the slot that of a worker that has done nothing.
func (s *Slot) reset() { *s = Slot{lot: Lot{First: none}, half: [2]half{{last: none}, {last: none}}} }

// valid is the half that was committed last.
func (s *Slot) valid() *half { return &s.half[s.seq&1] }

// Announce makes a lot the one that the worker is at. Where the parent announces one that was lost, the worker begins
// its next job with it.
func (s *Slot) Announce(l Lot) {
	s.lot.Count = l.Count
	s.at = l.First
	s.lot.First = l.First
}

// Done returns the sum and the number of the shares that are done.
func (s *Slot) Done() (sum uint64, shares int64) { return s.valid().sum, int64(s.valid().shares) }

// Lots returns how many lots are done, and the most shares that one of the worker's had.
func (s *Slot) Lots() (claims, most int64) { return int64(s.seq), int64(s.most) }

// Unfinished returns the share that the worker was at in a lot that was announced and isn't done, if there is one. The
// worker must have ended.
func (s *Slot) Unfinished() (share uint64, ok bool) {
	return s.at, s.lot.First != s.valid().last
}

// Progress returns a number that changes with every share. It may be called while the worker runs.
func (s *Slot) Progress() uint64 { return peek(&s.at) + peek(&s.seq)<<1 }

// peek reads what another process writes.
//
//go:noinline
func peek(p *uint64) uint64 { return *p }

// A Step is a place in the protocol where a test lets a worker die.
type Step int

// The steps of a lot, after each of which a worker may die.
const (
	StepTaken Step = iota + 1
	StepAnnounced
	StepRan // a share: the lot is what has run of it
	StepWritten
	StepCommitted
)

// steps is called at every step; nil but in tests.
type steps func(s Step, l Lot)

func (f steps) at(s Step, l Lot) {
	if f != nil {
		f(s, l)
	}
}

// A ledger is the worker's side of its slot.
type ledger struct {
	*Slot
	step steps
}

// loop is Loop on a slot: it claims lots and commits each, until nothing is left to claim.
func (l *ledger) loop(c Claimer, g Grid, run func(lo, hi int) uint64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = g.panicked(p, l.at)
		}
	}()
	l.claims(c, newWalk(g, l.watched(run)))
	return nil
}

// watched is run with its step, where a test asks for that.
func (l *ledger) watched(run func(lo, hi int) uint64) func(lo, hi int) uint64 {
	if l.step == nil {
		return run
	}
	return func(lo, hi int) uint64 {
		sum := run(lo, hi)
		l.step(StepRan, Lot{l.lot.First, l.at + 1 - l.lot.First})
		return sum
	}
}

// claims is the loop without the defer, which would keep in memory what it counts.
func (l *ledger) claims(c Claimer, w walk) {
	s, step := l.Slot, l.step
	for lot := c.Next(); lot.Count > 0; lot = c.Next() {
		step.at(StepTaken, lot)
		s.Announce(lot)
		step.at(StepAnnounced, lot)
		sum := w.lot(lot, &s.at)
		s.half[^s.seq&1] = s.valid().with(lot, sum)
		s.most = max(s.most, lot.Count)
		step.at(StepWritten, lot)
		s.seq++
		step.at(StepCommitted, lot)
	}
}

// part runs the shares of worker i of n where every pass is cut into equal parts, from the one after the last that is
// done. Nobody else claims them, so one that was taken and not announced isn't lost: it is the next. Each is a lot of
// its own, so that a death costs no more than that. Nothing more is run once the cursor of the pool is stopped.
func (l *ledger) part(stop *Cursor, g Grid, i, n int, run func(lo, hi int) uint64) error {
	lo, hi := g.part(i, n)
	next := l.valid().last + 1 // of none it is 0
	for pass := next - next%g.perPass(); pass < g.Shares() && !stop.Stopped(); pass += g.perPass() {
		own := new(Cursor)
		own.next.Store(max(next, pass+lo))
		if err := l.loop(own.Singly(pass+hi), g, run); err != nil {
			return err
		}
	}
	return nil
}

// redo runs the lot again that was announced and isn't done, if there is one: the worker before has died in it, or one
// of another place before it could announce it, and the parent has.
func (l *ledger) redo(g Grid, run func(lo, hi int) uint64) error {
	if _, ok := l.Unfinished(); !ok {
		return nil
	}
	if n := g.Shares(); l.lot.First >= n || l.lot.Count > n-l.lot.First {
		return fmt.Errorf("%d shares from share %d on to run again, the job has %d", l.lot.Count, l.lot.First, n)
	}
	return l.loop(l.lot.Claims(), g, run)
}

// missing returns how many shares of a job are in no slot, and the lot that they are, provided that they are a single
// one. The workers must be done.
func missing(slots []*Slot, shares uint64) (lot Lot, count uint64) {
	// 0 + 1 + … + (shares-1). What doesn't fit into 64 bits drops out of the difference.
	hi, lo := bits.Mul64(shares, shares-1)
	ids := hi<<63 | lo>>1
	count = shares
	for _, s := range slots {
		count -= s.valid().shares
		ids -= s.valid().ids
	}
	if lot = lotOf(count, ids); lot.end() > shares || count > 1 && shares > math.MaxUint64/lotMost {
		lot = Lot{} // the sum of its numbers didn't fit
	}
	return lot, count
}
