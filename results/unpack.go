package results

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
