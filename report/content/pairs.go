package content

import (
	"cmp"
	"time"

	"corerace/results"
)

// A Pairing finds, for a sample, the sample that it is compared with: its baseline in the same round. It follows
// the rules of results.Summarize, so that the dots of a chart are what its estimate rests on.
type Pairing struct {
	first     map[results.Cell]map[int]paired // the first sound sample of a cell in a round
	baselines map[results.Cell]string
	unpaired  bool // no two samples of a round were measured together
}

// paired is what is kept of a sample: its number in the record from 1, and what a ratio needs.
type paired struct {
	number int
	items  int64
	wall   time.Duration
}

// Pairs indexes the samples of a document.
func (d *Document) Pairs() Pairing {
	return d.pairs(func(*results.Sample) bool { return true })
}

// pairs indexes some of the samples.
func (d *Document) pairs(some func(*results.Sample) bool) Pairing {
	p := Pairing{map[results.Cell]map[int]paired{}, map[results.Cell]string{}, d.Unpaired()}
	for _, c := range d.Summary.Cells {
		p.baselines[c.Cell] = c.Baseline
	}
	for i, s := range d.Record.All() {
		if s.Round == 0 || s.Twin || s.Error != "" || s.Recovered || s.Wall <= 0 || !some(s) {
			continue
		}
		rounds := p.first[s.Cell]
		if rounds == nil {
			rounds = map[int]paired{}
			p.first[s.Cell] = rounds
		}
		if _, twice := rounds[s.Round]; !twice {
			rounds[s.Round] = paired{i + 1, s.Items, s.Wall}
		}
	}
	return p
}

// Estimated reports whether a sample, which has the number i in its record, may be estimated: it is sound and nobody died
// in it, it isn't of the warm-up nor a twin, and its cell wasn't measured earlier in the same round.
func (p Pairing) Estimated(i int, s *results.Sample) bool {
	return p.first[s.Cell][s.Round].number == i+1
}

// Ratio is the speedup of a sample, which has the number i in its record, over its baseline in the same round; false
// where there is none.
func (p Pairing) Ratio(i int, s *results.Sample) (float64, bool) {
	if p.unpaired {
		return 0, false
	}
	baseline := cmp.Or(p.baselines[s.Cell], s.Baseline, "serial")
	base, ok := p.first[results.Cell{Workload: s.Workload, Mode: baseline, Workers: 1, Build: s.Build}][s.Round]
	if !ok || base.items != s.Items || !p.Estimated(i, s) {
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
	in := func(s *results.Sample) bool { return s.Workload == workload }
	p, out := d.pairs(in), map[results.Cell][]Dot{}
	for i, s := range d.Record.All() {
		if !in(s) {
			continue
		}
		if r, ok := p.Ratio(i, s); ok {
			out[s.Cell] = append(out[s.Cell], Dot{s.Round, r})
		}
	}
	return out
}

// OwnCores is the workers' CPU time of a sample over its wall time: how many cores they kept busy.
func OwnCores(s *results.Sample) float64 {
	if s.Wall <= 0 {
		return 0
	}
	return float64(s.CPU.Workers) / float64(s.Wall)
}
