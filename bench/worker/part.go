package worker

import "math"

// Part returns a Claimer of the shares that are worker i's of n where every pass is cut into equal parts before the
// start. Equal is to within one share: with fewer shares than workers some have none.
//
//	          pass 0             pass 1
//	i = 0 of 2  |0----|1----|      |4----|5----|
//	i = 1 of 2              |2----|3-|           |6----|7-|
func (g Grid) Part(i, n int) Claimer {
	lo, hi := g.part(i, n)
	return &part{lo: lo, hi: hi, next: lo, perPass: g.PerPass(), end: g.Shares()}
}

// part is where the shares of worker i of n begin and end in the first pass.
func (g Grid) part(i, n int) (lo, hi uint64) {
	each, longer := g.PerPass()/uint64(n), g.PerPass()%uint64(n) // the first parts are one longer
	lo = each*uint64(i) + min(uint64(i), longer)
	hi = lo + each
	if uint64(i) < longer {
		hi++
	}
	return lo, hi
}

// LongestPart returns the number of shares in the largest of n parts of the job.
func (g Grid) LongestPart(n int) uint64 {
	return (g.PerPass() + uint64(n) - 1) / uint64(n) * uint64(g.Passes)
}

// A part is the same stretch of shares of every pass.
type part struct {
	lo, hi  uint64 // of the first pass
	next    uint64
	pass    uint64 // first share of the pass that next is in
	perPass uint64
	end     uint64 // shares of the job
}

// Claim implements Claimer.
func (p *part) Claim() uint64 {
	if p.next == p.pass+p.hi {
		p.pass += p.perPass
		p.next = p.pass + p.lo
	}
	if p.lo == p.hi || p.next >= p.end {
		return math.MaxUint64
	}
	p.next++
	return p.next - 1
}
