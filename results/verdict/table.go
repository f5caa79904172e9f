package verdict

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"corerace/results"
	"corerace/results/conditions"
)

// defaultBaseline is the baseline of a mode that names none.
const defaultBaseline = "serial"

// A table is the samples of a record by cell.
type table struct {
	cells     []*cellSamples // in the order of the plan, cells that aren't in it last
	byCell    map[results.Cell]*cellSamples
	twins     []*cellSamples // of the same names as their originals
	workloads []string       // in the same order
	speeds    *speedTable
	openMP    map[string]bool // commands that had it
	plan      results.Plan
	turns     map[string]bool // modes whose workers compute one at a time
	added     map[string]bool // modes that nobody asked for
	cores     float64         // that the run might use; 0: unknown
	unpaired  bool            // samples of a round weren't measured together
}

// newTable sorts the samples into cells. Those that the plan doesn't have are kept, and come last.
func newTable(rec *results.Record) *table {
	t := &table{byCell: map[results.Cell]*cellSamples{}, speeds: newSpeedTable(rec), cores: conditions.Cores(rec.Run),
		turns: turns(rec.Run.Plan), openMP: openMP(rec.Run.Plan), plan: rec.Run.Plan, added: map[string]bool{},
		unpaired: rec.Run.Unpaired()}
	twins := map[results.Cell]*cellSamples{}
	workloads, modes := newRanking(), newRanking()
	baselines := map[string]string{}
	for _, w := range rec.Run.Plan.Workloads {
		workloads.of(w.Name)
	}
	for _, m := range rec.Run.Plan.Modes {
		modes.of(m.Name)
		baselines[m.Name] = m.Baseline
		t.added[m.Name] = m.Added
	}
	plannedWorkloads, plannedModes := len(workloads.names), len(modes.names)
	recent := &recent{}
	most, step := conditions.MostCores(rec), accountingStep(rec.Run)
	for i, s := range rec.All() {
		in, list := t.byCell, &t.cells
		if s.Twin {
			in, list = twins, &t.twins
		}
		c := in[s.Cell]
		if c == nil {
			c = &cellSamples{Cell: s.Cell, rec: rec, recent: recent, baseline: cmp.Or(s.Baseline, baselines[s.Mode], defaultBaseline)}
			c.workload, c.mode = workloads.of(s.Workload), modes.of(s.Mode)
			if c.workload >= plannedWorkloads || c.mode >= plannedModes {
				c.stray = 1
			}
			in[s.Cell] = c
			*list = append(*list, c)
		}
		c.look(int32(i), s, most, step)
	}
	for _, c := range slices.Concat(t.cells, t.twins) {
		c.sift()
	}
	slices.SortFunc(t.cells, func(a, b *cellSamples) int {
		return cmp.Or(cmp.Compare(a.stray, b.stray), cmp.Compare(a.workload, b.workload),
			cmp.Compare(a.mode, b.mode), cmp.Compare(a.Workers, b.Workers))
	})
	t.workloads = workloads.names
	return t
}

// cellSamples is the samples of one cell.
type cellSamples struct {
	results.Cell
	stray          int // 1 where the plan doesn't have it
	workload, mode int // ranks
	baseline       string
	rec            *results.Record
	numbers        []int32 // in the record, of the sound samples: one a round, in the order of the rounds, no warm-up
	warm           []int32 // of a command's samples that warmed up, and were looked at
	looked         []looked
	kept           []*results.Sample // those of numbers; nil where they aren't kept
	recent         *recent
	excluded       int
	recovered      int    // of the excluded: a worker died in them, and nothing is wrong with their sums
	reason         string // "round 3: why" of the first of them
}

// baselineCell is the cell that the cell's speedup is taken against.
func (c *cellSamples) baselineCell() results.Cell {
	return results.Cell{Workload: c.Workload, Mode: c.baseline, Workers: 1, Build: c.Build}
}

// againstBaseline is pairs of a cell and its baseline, which is taken at the mean speed of the cores.
func (t *table) againstBaseline(c *cellSamples) (mine, theirs []*results.Sample) {
	base := t.byCell[c.baselineCell()]
	mine, theirs = pairs(c, base)
	if c != base {
		theirs = t.speeds.atMean(theirs)
	}
	return mine, theirs
}

// accountingStep is that of the coarsest machine of a run.
func accountingStep(run results.Run) (step time.Duration) {
	for _, m := range run.Hosts {
		step = max(step, results.AccountingStep(m.OS))
	}
	return step
}

// looked is what was seen of a sample when the record was gone through.
type looked struct {
	number, round int32
	recovered     bool
	why           string // it can't be estimated
}

// look takes a sample of a run on at most so many cores whose CPU time is off by up to step.
func (c *cellSamples) look(number int32, s *results.Sample, cores float64, step time.Duration) {
	if s.Round == 0 {
		if s.Tree != nil && s.Error == "" {
			c.warm = append(c.warm, number)
		}
		return
	}
	l := looked{number: number, round: int32(s.Round), why: s.Error}
	switch {
	case s.Error != "":
	case s.Recovered:
		l.recovered = true
	case s.Wall <= 0:
		l.why = "wall_ns is 0"
	default:
		if err := s.Impossible(cores, step); err != nil {
			l.why = err.Error()
		}
	}
	c.looked = append(c.looked, l)
}

// sift keeps the samples that can be estimated.
func (c *cellSamples) sift() {
	slices.SortStableFunc(c.looked, func(a, b looked) int { return cmp.Compare(a.round, b.round) })
	last := int32(0)
	for _, l := range c.looked {
		switch {
		case l.recovered:
			c.excluded++
			c.recovered++
			continue
		case l.why == "" && l.round == last:
			l.why = "measured twice"
		case l.why == "":
			c.numbers, last = append(c.numbers, l.number), l.round
			continue
		}
		c.excluded++
		c.reason = cmp.Or(c.reason, fmt.Sprintf("round %d: %s", l.round, l.why))
	}
	c.looked = nil
}

// sound are the samples of the cell that can be estimated: one a round, in the order of the rounds, without the warm-up.
func (c *cellSamples) sound() []*results.Sample {
	if c.kept == nil {
		c.kept = c.rec.SamplesAt(c.numbers)
	}
	if c.rec.Packed() {
		c.recent.use(c)
	}
	return c.kept
}

// recent are the cells that were used last, in this order. Of packed samples only theirs are kept unpacked, or those of all cells
// would take several times the memory of the record.
type recent struct{ cells []*cellSamples }

// mostRecent is a cell, and its baseline or another one that it is compared with.
const mostRecent = 2

// use makes a cell the last one, and lets go of one that wasn't used for longest.
func (r *recent) use(c *cellSamples) {
	r.cells = append(slices.DeleteFunc(r.cells, func(x *cellSamples) bool { return x == c }), c)
	if len(r.cells) > mostRecent {
		r.cells[0].kept = nil
		r.cells = slices.Delete(r.cells, 0, 1)
	}
}

// pairs are the samples of two cells that were measured in the same round and did the same number of items.
func pairs(a, b *cellSamples) (as, bs []*results.Sample) {
	if a == nil || b == nil {
		return nil, nil
	}
	xs, ys := a.sound(), b.sound()
	n := min(len(xs), len(ys))
	as, bs = make([]*results.Sample, 0, n), make([]*results.Sample, 0, n)
	for i, j := 0, 0; i < len(xs) && j < len(ys); {
		x, y := xs[i], ys[j]
		if x.Round == y.Round && x.Items == y.Items {
			as, bs = append(as, x), append(bs, y)
		}
		if x.Round <= y.Round {
			i++
		}
		if y.Round <= x.Round {
			j++
		}
	}
	return as, bs
}

// A ranking numbers names in the order in which they come.
type ranking struct {
	names []string
	rank  map[string]int
}

// newRanking returns a ranking without names.
func newRanking() *ranking { return &ranking{names: []string{}, rank: map[string]int{}} }

// of is the number of a name, the next one where it is new.
func (r *ranking) of(name string) int {
	n, ok := r.rank[name]
	if !ok {
		n = len(r.names)
		r.rank[name] = n
		r.names = append(r.names, name)
	}
	return n
}
