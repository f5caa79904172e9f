package results

// store keeps what the samples of a record have in common, so that a million of them cost no more than their figures:
// names are kept once, and the rows of their workers lie in blocks, one behind the other.
type store struct {
	names   map[string]string
	seen    [256]string // the last of the names with a place in it
	workers []Worker    // what is left of a block
	pools   []PoolTime  // the same
	sampled Sample      // the one that is read
	scratch []Worker    // the rows of the sample that is read
	numbers []float64   // the numbers of the list that is read
	floats  []float64   // what is left of a block
}

const (
	maxNames    = 4096 // that are looked up; names in a hostile record may all differ
	workerBlock = 1024
)

// name returns a string that is equal to s and perhaps shared.
func (t *store) name(s string) string {
	if kept, ok := t.names[s]; ok {
		return kept
	}
	if t.names == nil {
		t.names = map[string]string{}
	}
	if len(t.names) < maxNames {
		t.names[s] = s
	}
	return s
}

// nameOf is name of bytes, which are copied where they are new.
func (t *store) nameOf(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	// A record has few names, and asks for them again and again: most have a place that tells them without a hash.
	place := &t.seen[byte(len(b))*31^b[0]^b[len(b)-1]<<3^b[len(b)/2]<<5]
	if *place == string(b) {
		return *place
	}
	kept, ok := t.names[string(b)]
	if !ok {
		kept = t.name(string(b))
	}
	*place = kept
	return kept
}

// pool returns a place for the times of a pool.
func (t *store) pool() *PoolTime {
	if len(t.pools) == 0 {
		t.pools = make([]PoolTime, workerBlock)
	}
	p := &t.pools[0]
	t.pools = t.pools[1:]
	return p
}

// rows returns a copy of rows that can't grow into its neighbours.
func (t *store) rows(rows []Worker) []Worker {
	n := len(rows)
	if n == 0 || n > workerBlock/8 {
		return rows
	}
	if len(t.workers) < n {
		t.workers = make([]Worker, workerBlock)
	}
	kept := t.workers[:n:n]
	t.workers = t.workers[n:]
	copy(kept, rows)
	return kept
}

// list returns a copy of numbers that can't grow into its neighbours.
func (t *store) list(numbers []float64) []float64 {
	n := len(numbers)
	if n == 0 || n > workerBlock/8 {
		return append(make([]float64, 0, n), numbers...)
	}
	if len(t.floats) < n {
		t.floats = make([]float64, workerBlock)
	}
	kept := t.floats[:n:n]
	t.floats = t.floats[n:]
	copy(kept, numbers)
	return kept
}

// sample makes a sample share what it has in common with others.
func (t *store) sample(s *Sample) {
	s.Workload, s.Mode, s.Build = t.name(s.Workload), t.name(s.Mode), t.name(s.Build)
	s.Baseline, s.Claim, s.Sum = t.name(s.Baseline), t.name(s.Claim), t.name(s.Sum)
	s.Image = t.name(s.Image)
	for i, text := range s.Warnings {
		s.Warnings[i] = t.name(text)
	}
	s.PerWorker = t.rows(s.PerWorker)
}
