package results

import (
	"encoding/binary"
	"iter"
	"maps"
	"math"
	"slices"
)

// packFrom is the number of samples from which a record that is read keeps them packed.
const packFrom = 1 << 12

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

// A room is where samples are unpacked.
type room interface {
	// sample is a sample of a kind in it, whose numbers are to be set. Its rows of workers have no length.
	sample(kind *Sample) *Sample
	// done takes note of a sample whose numbers are set.
	done(s *Sample)
}

// sample unpacks a sample into a room.
func (p *packed) sample(i int, r room) *Sample {
	row := p.row(i)
	n := int(row.next())
	if n == wholeKind {
		return p.whole[row.next()]
	}
	s := r.sample(&p.kinds[n])
	numbersOf(s, func(int64) int64 { return row.next() })
	r.done(s)
	return s
}

// A row is the numbers of a sample that are still to be read.
type row []byte

func (p *packed) row(i int) row { return p.blocks[p.at[i]>>32][uint32(p.at[i]):] }

// next is binary.Varint, which isn't inlined, of numbers that were packed here.
func (r *row) next() int64 {
	b := *r
	v, n := uint64(b[0]), 1
	if v >= 0x80 {
		v &= 0x7f
		for shift := 7; ; shift += 7 {
			c := b[n]
			n++
			v |= uint64(c&0x7f) << shift
			if c < 0x80 {
				break
			}
		}
	}
	*r = b[n:]
	return int64(v>>1) ^ -int64(v&1)
}

// one is a room for one sample after the other.
type one struct {
	it      Sample
	workers []Worker
	lots    Lots
	stages  Stages
	memory  Memory
	pool    PoolTime
	lock    Lock
	spreads [3]Spread
}

func (r *one) sample(kind *Sample) *Sample {
	s := &r.it
	*s = *kind
	if s.PerWorker = r.workers[:0]; r.workers == nil {
		s.PerWorker = []Worker{}
	}
	within(&s.Lots, &r.lots)
	within(&s.Stages, &r.stages)
	within(&s.Memory, &r.memory)
	within(&s.Pool, &r.pool)
	if s.Lock != nil {
		r.lock = *s.Lock
		s.Lock = &r.lock
		within(&s.Lock.Slices, &r.spreads[0])
		within(&s.Lock.Overrun, &r.spreads[1])
		within(&s.Lock.HandOver, &r.spreads[2])
	}
	return s
}

func (r *one) done(s *Sample) { r.workers = s.PerWorker }

// within makes what isn't nil point to a place in a room.
func within[T any](p **T, to *T) {
	if *p != nil {
		*p = to
	}
}

// hall is a room for many samples, which stay in it. They lie in blocks, one behind the other.
type hall struct {
	samples block[Sample]
	workers block[Worker]
	lots    block[Lots]
	stages  block[Stages]
	memory  block[Memory]
	pools   block[PoolTime]
	locks   block[Lock]
	spreads block[Spread]
}

func (h *hall) sample(kind *Sample) *Sample {
	s := h.samples.next()
	*s = *kind
	if len(h.workers.left) < workerBlock/8 {
		h.workers.left = make([]Worker, workerBlock)
	}
	s.PerWorker = h.workers.left[:0]
	h.lots.replace(&s.Lots)
	h.stages.replace(&s.Stages)
	h.memory.replace(&s.Memory)
	h.pools.replace(&s.Pool)
	if s.Lock != nil {
		l := h.locks.next()
		*l = *s.Lock
		s.Lock = l
		h.spreads.replace(&l.Slices)
		h.spreads.replace(&l.Overrun)
		h.spreads.replace(&l.HandOver)
	}
	return s
}

func (h *hall) done(s *Sample) {
	n := len(s.PerWorker)
	if n <= len(h.workers.left) {
		h.workers.left = h.workers.left[n:]
	}
	s.PerWorker = s.PerWorker[:n:n]
}

// A block is memory for values of one type.
type block[T any] struct{ left []T }

// next is a place in it.
func (b *block[T]) next() *T {
	if len(b.left) == 0 {
		b.left = make([]T, 256)
	}
	p := &b.left[0]
	b.left = b.left[1:]
	return p
}

// replace makes what isn't nil point to a place in it.
func (b *block[T]) replace(p **T) {
	if *p != nil {
		*p = b.next()
	}
}

// NumSamples is how many samples a record has.
func (rec *Record) NumSamples() int {
	if rec.packed == nil {
		return len(rec.Samples)
	}
	return len(rec.packed.at) + len(rec.Samples)
}

// SampleAt is a sample of a record, from 0 in its order: one of Samples, or of the packed ones a copy.
func (rec *Record) SampleAt(i int) *Sample { return rec.at(i, new(one)) }

// SamplesAt are several samples of a record, as SampleAt has them.
func (rec *Record) SamplesAt(numbers []int32) []*Sample {
	all, h := make([]*Sample, len(numbers)), new(hall)
	for i, n := range numbers {
		all[i] = rec.at(int(n), h)
	}
	return all
}

func (rec *Record) at(i int, r room) *Sample {
	if p := rec.packed; p != nil {
		if i < len(p.at) {
			return p.sample(i, r)
		}
		i -= len(p.at)
	}
	return &rec.Samples[i]
}

// All are the samples of a record in its order, with their numbers from 0. A sample is good until the next one where
// they are Packed: whoever keeps one takes it from SampleAt.
func (rec *Record) All() iter.Seq2[int, *Sample] {
	return func(yield func(int, *Sample) bool) {
		r := new(one)
		for i := range rec.NumSamples() {
			if !yield(i, rec.at(i, r)) {
				return
			}
		}
	}
}

// Packed is whether samples are packed, so that each that is kept costs memory of its own.
func (rec *Record) Packed() bool { return rec.packed != nil }

// Pack packs the samples of a record, which takes them from Samples.
func (rec *Record) Pack() {
	if rec.packed == nil {
		rec.packed = &packed{}
	}
	for i := range rec.Samples {
		rec.packed.add(&rec.Samples[i])
	}
	rec.Samples = nil
}

// Keep adds a sample to a record, packed from packFrom on.
func (rec *Record) Keep(s Sample) { rec.keep(&s) }

func (rec *Record) keep(s *Sample) {
	if rec.packed != nil {
		rec.packed.add(s)
		return
	}
	rec.Samples = append(rec.Samples, *s)
	if len(rec.Samples) == packFrom {
		rec.Pack()
	}
}

// Where is the record with some of its samples.
func (rec *Record) Where(some func(*Sample) bool) *Record {
	only := *rec
	only.Samples = nil
	if rec.packed != nil {
		p := *rec.packed // what it shares neither of the two changes
		p.at, p.data, p.blocks = nil, nil, slices.Clip(p.blocks)
		p.kinds, p.keys, p.number = slices.Clip(p.kinds), slices.Clip(p.keys), maps.Clone(p.number)
		p.whole = slices.Clip(p.whole)
		only.packed = &p
	}
	for i, s := range rec.All() {
		switch {
		case !some(s):
		case rec.packed != nil && i < len(rec.packed.at):
			only.packed.at = append(only.packed.at, rec.packed.at[i])
		default:
			only.Samples = append(only.Samples, *s)
		}
	}
	return &only
}
