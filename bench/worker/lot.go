package worker

import "fmt"

// A Lot is some consecutive shares of a job that a worker runs one after the other, with one sum for all of them.
// Where shares are sent it is what goes in one frame, and where they are claimed, what one claim takes.
type Lot struct {
	First, Count uint64 // numbers of shares
}

// end is the share behind the last.
func (l Lot) end() uint64 { return l.First + l.Count }

// ids is the sum of the numbers of its shares, in 64 bits.
func (l Lot) ids() uint64 { return l.Count*l.First + l.Count*(l.Count-1)/2 }

// lotOf returns the lot of so many shares whose numbers have that sum, or none where there is no such lot that a worker
// could have claimed.
func lotOf(count, ids uint64) Lot {
	if count < 1 || count > lotMost {
		return Lot{}
	}
	if l := (Lot{(ids - count*(count-1)/2) / count, count}); l.ids() == ids {
		return l
	}
	return Lot{}
}

// frame returns the KindShare frame that sends a lot of shares of share items.
func (l Lot) Frame(share int) Frame {
	return Frame{Kind: KindShare, Args: [4]uint64{l.First, l.Count, uint64(share)}}
}

// Claims returns a Claimer of the lot, as a whole.
func (l Lot) Claims() Claimer { return &whole{l} }

type whole struct{ left Lot }

// Next implements Claimer.
func (w *whole) Next() (l Lot) {
	l, w.left = w.left, Lot{}
	return l
}

// lot returns the lot that a KindShare frame holds, and a grid of which it is a part, or an error where there is no
// such lot over size items.
func (f Frame) lot(size int) (Lot, Grid, error) {
	l, share := Lot{f.Args[0], f.Args[1]}, f.Args[2]
	if l.Count < 1 || l.Count > stopped || l.First > stopped-l.Count || share < 1 || share > uint64(size) {
		return Lot{}, Grid{}, fmt.Errorf("no such shares: %d from share %d on, of %d items each, over a workload of %d",
			l.Count, l.First, share, size)
	}
	g := Grid{Size: size, Share: int(share)}
	g.Passes = int((l.First+l.Count-1)/g.perPass()) + 1
	return l, g, nil
}
