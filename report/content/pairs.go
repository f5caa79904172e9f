package content

import (
	"cmp"
	"slices"
	"time"

	"corerace/results"
)

// A Pairing finds, for a sample, the sample that it is compared with: its baseline in the same round. It follows
// the rules of results.Summarize, so that the dots of a chart are what its estimate rests on.
type Pairing struct {
	of        map[results.Cell]*series
	baselines map[results.Cell]string
	unpaired  bool // no two samples of a round were measured together
}

// A series is the sound samples of a cell, in the order of the rounds: of each round the first.
type series struct {
	baseline string // as its samples have it
	samples  []paired
}

// paired is what is kept of a sample: its round, its number in the record, and what a ratio needs.
type paired struct {
	round, number int32
	items         int64
	wall          time.Duration
}

// Pairs indexes the samples of a document.
func (d *Document) Pairs() Pairing {
	return d.pairs(func(*results.Brief) bool { return true })
}

// pairs indexes some of the samples.
func (d *Document) pairs(some func(*results.Brief) bool) Pairing {
	p := Pairing{map[results.Cell]*series{}, map[results.Cell]string{}, d.Unpaired()}
	for _, c := range d.Summary.Cells {
		p.baselines[c.Cell] = c.Baseline
	}
	for i, s := range d.Record.Briefs() {
		if !some(s) || !s.Sound() {
			continue
		}
		of := p.of[s.Cell]
		if of == nil {
			of = &series{baseline: s.Baseline}
			p.of[s.Cell] = of
		}
		of.samples = append(of.samples, paired{int32(s.Round), int32(i), s.Items, s.Wall})
	}
	for _, of := range p.of {
		slices.SortStableFunc(of.samples, func(a, b paired) int { return cmp.Compare(a.round, b.round) })
		of.samples = slices.CompactFunc(of.samples, func(a, b paired) bool { return a.round == b.round })
	}
	return p
}

// in is the sample of a round.
func (s *series) in(round int) (paired, bool) {
	if s == nil {
		return paired{}, false
	}
	i, ok := slices.BinarySearchFunc(s.samples, round, func(p paired, round int) int {
		return cmp.Compare(int(p.round), round)
	})
	if !ok {
		return paired{}, false
	}
	return s.samples[i], true
}

// base is what the samples of a cell are compared with; nil where there is nothing.
func (p Pairing) base(cell results.Cell, baseline string) *series {
	mode := cmp.Or(p.baselines[cell], baseline, "serial")
	return p.of[results.Cell{Workload: cell.Workload, Mode: mode, Workers: 1, Build: cell.Build}]
}

// Estimated reports whether a sample, which has the number i in its record, may be estimated: it is sound and nobody died
// in it, it isn't of the warm-up nor a twin, and its cell wasn't measured earlier in the same round.
func (p Pairing) Estimated(i int, s *results.Sample) bool {
	first, ok := p.of[s.Cell].in(s.Round)
	return ok && int(first.number) == i
}

// Ratio is the speedup of a sample, which has the number i in its record, over its baseline in the same round; false
// where there is none.
func (p Pairing) Ratio(i int, s *results.Sample) (float64, bool) {
	if p.unpaired || !p.Estimated(i, s) {
		return 0, false
	}
	base, ok := p.base(s.Cell, s.Baseline).in(s.Round)
	if !ok || base.items != s.Items {
		return 0, false
	}
	return float64(base.wall) / float64(s.Wall), true
}

// A Dot is the speedup of a cell in one round.
type Dot struct {
	Round int
	Ratio float64
}

// Dots are the speedups of every cell of a workload, round by round.
func (d *Document) Dots(workload string) map[results.Cell][]Dot {
	p, out := d.pairs(func(s *results.Brief) bool { return s.Workload == workload }), map[results.Cell][]Dot{}
	if p.unpaired {
		return out
	}
	for cell, of := range p.of {
		if dots := of.dots(p.base(cell, of.baseline)); len(dots) > 0 {
			out[cell] = dots
		}
	}
	return out
}

// dots are the ratios of the rounds that a series and its baseline have both, with as many items.
func (s *series) dots(base *series) (dots []Dot) {
	if base == nil {
		return nil
	}
	rest := base.samples
	for _, mine := range s.samples {
		for len(rest) > 0 && rest[0].round < mine.round {
			rest = rest[1:]
		}
		if len(rest) > 0 && rest[0].round == mine.round && rest[0].items == mine.items {
			dots = append(dots, Dot{int(mine.round), float64(rest[0].wall) / float64(mine.wall)})
		}
	}
	return dots
}

// OwnCores is the workers' CPU time of a sample over its wall time: how many cores they kept busy.
func OwnCores(s *results.Sample) float64 {
	if s.Wall <= 0 {
		return 0
	}
	return float64(s.CPU.Workers) / float64(s.Wall)
}
