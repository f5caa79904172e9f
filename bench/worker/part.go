package worker

// Part returns a Claimer of the shares that are worker i's of n where every pass is cut into equal parts before the
// start. Equal is to within one share: with fewer shares than workers some have none.
//
//	          pass 0             pass 1
//	i = 0 of 2  |0----|1----|      |4----|5----|
//	i = 1 of 2              |2----|3-|           |6----|7-|
func (g Grid) Part(i, n int) Claimer {
	lo, hi := g.part(i, n)
	return &part{lo: lo, hi: hi, perPass: g.perPass(), end: g.Shares()}
}

// part is where the shares of worker i of n begin and end in the first pass.
func (g Grid) part(i, n int) (lo, hi uint64) {
	each, longer := g.perPass()/uint64(n), g.perPass()%uint64(n) // the first parts are one longer
	lo = each*uint64(i) + min(uint64(i), longer)
	hi = lo + each
	if uint64(i) < longer {
		hi++
	}
	return lo, hi
}

// LongestPart returns the number of shares in the largest of n parts of the job.
func (g Grid) LongestPart(n int) uint64 {
	return (g.perPass() + uint64(n) - 1) / uint64(n) * uint64(g.Passes)
}

// A part is the same stretch of shares of every pass. There is nothing to claim: each stretch is one lot.
type part struct {
	lo, hi  uint64 // of the first pass
	pass    uint64 // first share of the pass that is next
	perPass uint64
	end     uint64 // shares of the job
}

// Next implements Claimer.
func (p *part) Next() Lot {
	if p.lo == p.hi || p.pass >= p.end {
		return Lot{}
	}
	l := Lot{p.pass + p.lo, p.hi - p.lo}
	p.pass += p.perPass
	return l
}
