package jetstream

import (
	"fmt"
	"time"

	"corerace/bench/worker"
)

// How lots are cut where nobody says how many shares go together. A worker that has done one waits a fraction of a
// millisecond for the next, on the machine itself, and several on a network, so lots are long; and the last of them
// decide how well the workers end together, so those are short.
const (
	// lotParts is how many lots, for each worker, what is left is good for.
	lotParts = 2
	// leastLot is how short a lot gets: a hand-over on this machine is a tenth of it.
	leastLot = 2 * time.Millisecond
	// mostLot is how long one gets: that much is lost with a worker that dies.
	mostLot = 250 * time.Millisecond
	// blindLots is how many lots, for each worker, there are at most where it isn't known how long a share takes.
	blindLots = 64
)

// mostLots is the most lots that a job is cut into: more would be a mistake, and take the memory of a machine.
const mostLots = 1 << 22

// cut returns the lots of a job of so many shares, in the order in which they are handed out. chunk is how many shares
// there are in each; with 0 they get shorter as less is left, by factoring (Hummel, Schonberg and Flynn 1992):
//
//	A |1███████████|3█████|5██|7█|9|
//	B |2███████████|4█████|6██|8█|10|
//
// mean is how long a share takes in the mean; 0 is not known.
func cut(shares uint64, workers int, chunk uint64, mean time.Duration) ([]worker.Lot, error) {
	if chunk > 0 && (shares-1)/chunk >= mostLots {
		return nil, fmt.Errorf("%d shares in lots of %d: at most %d lots expected", shares, chunk, mostLots)
	}
	least, most := bounds(shares, workers, mean)
	var lots []worker.Lot
	for first := uint64(0); first < shares; {
		left := shares - first
		n := chunk
		if n == 0 {
			n = min(max(left/uint64(lotParts*workers), least), most)
		}
		n = min(n, left)
		lots = append(lots, worker.Lot{First: first, Count: n})
		first += n
	}
	return lots, nil
}

// bounds are the fewest and the most shares in a lot that is cut by what is left.
func bounds(shares uint64, workers int, mean time.Duration) (least, most uint64) {
	fewest := max(1, shares/uint64(blindLots*workers))
	if mean <= 0 {
		return fewest, shares
	}
	least = max(1, uint64(leastLot/mean))
	return least, max(least, uint64(mostLot/mean), shares/mostLots+1)
}
