package worker

// A walk runs the shares of a grid, lot by lot.
type walk struct {
	Grid
	perPass uint64
	pass    uint64 // the first share of the pass that it is in: a division a pass, not a lot
	run     func(lo, hi int) uint64
}

func newWalk(g Grid, run func(lo, hi int) uint64) walk {
	return walk{Grid: g, perPass: g.perPass(), run: run}
}

// lot runs the shares of a lot one after the other and returns their sum. Before each it writes the share's number to
// at, for whoever has to know it after a panic or a death.
func (w *walk) lot(l Lot, at *uint64) (sum uint64) {
	for k, end := l.First, l.First+l.Count; k < end; {
		if k-w.pass >= w.perPass {
			w.pass = k - k%w.perPass
		}
		to := min(end, w.pass+w.perPass)
		sum += w.stretch(k, to, at)
		k = to
	}
	return sum
}

// stretch is lot for the shares from k up to end, which lie in one pass. What a share costs beside its work is here: no
// memory that others use, no clock, no question whether to go on. They are run four at a time, since nothing stays in a
// register over a call: where each share waits for a number that the one before has put away, that takes longer than an
// empty call.
func (w *walk) stretch(k, end uint64, at *uint64) (sum uint64) {
	run, share := w.run, w.Share
	lo, whole := int(k-w.pass)*share, end
	if end == w.pass+w.perPass {
		whole-- // the last share of a pass may be shorter
	}
	for ; k+4 <= whole; k += 4 {
		*at = k
		a := run(lo, lo+share)
		*at = k + 1
		b := run(lo+share, lo+2*share)
		*at = k + 2
		c := run(lo+2*share, lo+3*share)
		*at = k + 3
		sum += a + b + c + run(lo+3*share, lo+4*share)
		lo += 4 * share
	}
	for ; k < end; k++ {
		*at = k
		sum += run(lo, min(lo+share, w.Size))
		lo += share
	}
	return sum
}
