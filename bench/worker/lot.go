package worker

import (
	"fmt"
	"math"
)

// A Lot is some consecutive shares of a job that are sent to a worker together, with one answer for all of them.
type Lot struct {
	First, Count uint64 // numbers of shares; Count is at least 1
}

// Frame returns the KindShare frame that sends a lot of shares of share items.
func (l Lot) Frame(share int) Frame {
	return Frame{Kind: KindShare, Args: [4]uint64{l.First, l.Count, uint64(share)}}
}

// Claims returns a Claimer of the shares of the lot.
func (l Lot) Claims() Claimer { return &span{l.First, l.First + l.Count} }

// A span is a Claimer of the shares that are one worker's alone.
type span struct{ next, end uint64 }

// Claim implements Claimer.
func (s *span) Claim() uint64 {
	if s.next >= s.end {
		return math.MaxUint64 // past every job that a share of a lot can be of
	}
	s.next++
	return s.next - 1
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
	g.Passes = int((l.First+l.Count-1)/g.PerPass()) + 1
	return l, g, nil
}
