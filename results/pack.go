package results

import (
	"encoding/binary"
	"math"
	"slices"
)

// packed are samples in a fifth of the memory. What many have in common, their names, is kept once as a kind; the
// numbers of each stand in a row of bytes, as varints. A sample that has more than that is kept as it is.
type packed struct {
	kinds  []Sample
	keys   []kind       // what each of the kinds is
	number map[kind]int // of a kind
	likely [256]int32   // the kind from 1 that a sample with this place had last; 0: none had
	whole  []*Sample
	data   []byte   // the block that is filled
	blocks [][]byte // all of them, data is the last
	at     []uint64 // where each sample begins: the block, and the place in it
}

// A kind is what samples have in common that are packed alike.
type kind struct {
	Cell
	baseline, claim, sum, image, err string
	twin, recovered, helpersUnknown  bool
	lots, stages, memory, pool, lock bool
	spreads                          [3]bool
	gomaxprocs, blockSize            int64
}

const (
	packBlock = 1 << 20
	wholeKind = -1 // of a sample that is kept as it is
)

// kindOfSample is the kind of a sample; false where it has more than a kind and numbers.
func kindOfSample(s *Sample) (kind, bool) {
	if len(s.Warnings) > 0 || s.Tree != nil || s.Of != nil || s.OfHosts() {
		return kind{}, false
	}
	var spreads [3]bool
	if l := s.Lock; l != nil {
		spreads = [3]bool{l.Slices != nil, l.Overrun != nil, l.HandOver != nil}
	}
	return kind{s.Cell, s.Baseline, s.Claim, s.Sum, s.Image, s.Error, s.Twin, s.Recovered, s.CPU.HelpersUnknown, s.Lots != nil, s.Stages != nil,
		s.Memory != nil, s.Pool != nil, s.Lock != nil, spreads, int64(s.GOMAXPROCS), s.BlockBytes}, true
}

// place is a number that few kinds of a record have in common.
func (k *kind) place() (n byte) {
	n = byte(k.Workers)
	for _, name := range [...]string{k.Workload, k.Mode, k.sum} {
		if l := len(name); l > 0 {
			n = n*31 + byte(l) ^ name[0] ^ name[l/2]<<3 ^ name[l-1]<<5
		}
	}
	if k.twin {
		n += 101
	}
	return n
}

// add packs a sample.
func (p *packed) add(s *Sample) {
	n := p.kindOf(s)
	if n == wholeKind {
		p.whole = append(p.whole, new(*s))
	}
	if most := binary.MaxVarintLen64 * (100 + 8*len(s.PerWorker) + s.Lock.counts()); cap(p.data)-len(p.data) < most {
		p.data = make([]byte, 0, max(packBlock, most))
		p.blocks = append(p.blocks, nil)
	}
	last := len(p.blocks) - 1
	p.at = append(p.at, uint64(last)<<32|uint64(len(p.data)))
	p.data = binary.AppendVarint(p.data, int64(n))
	if n == wholeKind {
		p.data = binary.AppendVarint(p.data, int64(len(p.whole)-1))
	} else {
		numbersOf(s, func(v int64) int64 {
			p.data = binary.AppendVarint(p.data, v)
			return v
		})
	}
	p.blocks[last] = p.data
}

// counts is how many counts a lock has.
func (l *Lock) counts() (n int) {
	if l == nil {
		return 0
	}
	for _, d := range []*Spread{l.Slices, l.Overrun, l.HandOver} {
		if d != nil {
			n += len(d.Counts)
		}
	}
	return n
}

// kindOf is the number of a sample's kind, or wholeKind.
func (p *packed) kindOf(s *Sample) int {
	k, ok := kindOfSample(s)
	if !ok {
		return wholeKind
	}
	// A record has few kinds: most have a place that tells them without the hash of all that they are.
	place := &p.likely[k.place()]
	if n := int(*place) - 1; n >= 0 && p.keys[n] == k {
		return n
	}
	if n, ok := p.number[k]; ok {
		*place = int32(n + 1)
		return n
	}
	if len(p.kinds) == maxNames { // a hostile record may have as many kinds as samples
		return wholeKind
	}
	if p.number == nil {
		p.number = map[kind]int{}
	}
	of := *s
	of.PerWorker, of.Warnings = []Worker{}, []string{}
	p.number[k] = len(p.kinds)
	p.kinds, p.keys = append(p.kinds, of), append(p.keys, k)
	return len(p.kinds) - 1
}

// through puts a number through a function.
func through[T ~int | ~int64 | ~uint64](v *T, f func(int64) int64) { *v = T(f(int64(*v))) }

// numbersOf puts the numbers of a sample that aren't its kind's through a function, always in this order: one that
// keeps them packs the sample, and one that yields them unpacks it.
func numbersOf(s *Sample, f func(int64) int64) {
	through(&s.Round, f) // these are a Brief's, in its order
	through(&s.T, f)
	through(&s.Wall, f)
	through(&s.Items, f)
	through(&s.CPU.Parent, f)
	through(&s.CPU.Workers, f)
	through(&s.CPU.Helpers, f)
	through(&s.Pos, f)
	through(&s.Spawn, f)
	through(&s.Setup, f)
	through(&s.Warm, f)
	through(&s.Share, f)
	through(&s.MovedBytes, f)
	through(&s.Move, f)
	through(&s.Encode, f)
	if l := s.Lots; l != nil {
		through(&l.Claims, f)
		through(&l.Most, f)
	}
	if t := s.Stages; t != nil {
		through(&t.Exec, f)
		through(&t.Runtime, f)
		through(&t.Ready, f)
	}
	if m := s.Memory; m != nil {
		through(&m.PSS, f)
		through(&m.USS, f)
		through(&m.RSS, f)
	}
	if p := s.Pool; p != nil {
		through(&p.OnCPU, f)
		through(&p.Wait, f)
		through(&p.Rest, f)
	}
	if l := s.Lock; l != nil {
		through(&l.HandOffs, f)
		through(&l.Held, f)
		through(&l.Waited, f)
		through(&l.CPU, f)
		through(&l.Interval, f)
		through(&l.Ticks, f)
		through(&l.Checks, f)
		through(&l.Wakes, f)
		through(&l.WakeUps, f)
		through(&l.Lost, f)
		l.Jain = math.Float64frombits(uint64(f(int64(math.Float64bits(l.Jain)))))
		for _, d := range []*Spread{l.Slices, l.Overrun, l.HandOver} {
			if d != nil {
				numbersOfSpread(d, f)
			}
		}
	}
	n := len(s.PerWorker)
	if through(&n, f); n != len(s.PerWorker) {
		s.PerWorker = slices.Grow(s.PerWorker[:0], n)[:n]
	}
	for i := range s.PerWorker {
		w := &s.PerWorker[i]
		through(&w.PID, f)
		through(&w.TID, f)
		through(&w.Shares, f)
		through(&w.User, f)
		through(&w.Sys, f)
		through(&w.OnCPU, f)
		through(&w.Wait, f)
		through(&w.Blocked, f)
	}
}

// numbersOfSpread is numbersOf of how durations are spread.
func numbersOfSpread(d *Spread, f func(int64) int64) {
	through(&d.N, f)
	through(&d.P5, f)
	through(&d.P10, f)
	through(&d.P50, f)
	through(&d.P90, f)
	through(&d.P95, f)
	through(&d.P99, f)
	through(&d.Max, f)
	n := len(d.Counts)
	through(&n, f)
	if n == 0 {
		d.Counts = nil
	} else if n != len(d.Counts) {
		d.Counts = slices.Grow(d.Counts[:0], n)[:n]
	}
	for i := range d.Counts {
		through(&d.Counts[i], f)
	}
}
