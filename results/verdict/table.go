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
	turns     map[string]bool // modes whose workers compute one at a time
	added     map[string]bool // modes that nobody asked for
	cores     float64         // that the run might use; 0: unknown
	unpaired  bool            // samples of a round weren't measured together
}

// newTable sorts the samples into cells. Those that the plan doesn't have are kept, and come last.
func newTable(rec *results.Record) *table {
	t := &table{byCell: map[results.Cell]*cellSamples{}, speeds: newSpeedTable(rec), cores: conditions.Cores(rec.Run),
		turns: turns(rec.Run.Plan), added: map[string]bool{}, unpaired: rec.Run.Unpaired()}
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
	for i := range rec.Samples {
		s := &rec.Samples[i]
		in, list := t.byCell, &t.cells
		if s.Twin {
			in, list = twins, &t.twins
		}
		c := in[s.Cell]
		if c == nil {
			c = &cellSamples{Cell: s.Cell, baseline: cmp.Or(s.Baseline, baselines[s.Mode], defaultBaseline)}
			c.workload, c.mode = workloads.of(s.Workload), modes.of(s.Mode)
			if c.workload >= plannedWorkloads || c.mode >= plannedModes {
				c.stray = 1
			}
			in[s.Cell] = c
			*list = append(*list, c)
		}
		c.sound = append(c.sound, s)
	}
	most, step := conditions.MostCores(rec), accountingStep(rec.Run)
	for _, c := range slices.Concat(t.cells, t.twins) {
		c.sift(most, step)
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
	sound          []*results.Sample // one a round, in the order of the rounds, without the warm-up
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

// sift keeps the samples that can be estimated, of a run on at most so many cores whose CPU time is off by up to step.
func (c *cellSamples) sift(cores float64, step time.Duration) {
	all := c.sound
	c.sound = nil
	slices.SortStableFunc(all, func(a, b *results.Sample) int { return cmp.Compare(a.Round, b.Round) })
	for _, s := range all {
		if s.Round == 0 {
			continue
		}
		why := s.Error
		switch {
		case why == "" && s.Recovered:
			c.excluded++
			c.recovered++
			continue
		case why != "":
		case s.Wall <= 0:
			why = "wall_ns is 0"
		case s.Impossible(cores, step) != nil:
			why = s.Impossible(cores, step).Error()
		case len(c.sound) > 0 && c.sound[len(c.sound)-1].Round == s.Round:
			why = "measured twice"
		default:
			c.sound = append(c.sound, s)
			continue
		}
		c.excluded++
		c.reason = cmp.Or(c.reason, fmt.Sprintf("round %d: %s", s.Round, why))
	}
}

// pairs are the samples of two cells that were measured in the same round and did the same number of items.
func pairs(a, b *cellSamples) (as, bs []*results.Sample) {
	if a == nil || b == nil {
		return nil, nil
	}
	for i, j := 0, 0; i < len(a.sound) && j < len(b.sound); {
		x, y := a.sound[i], b.sound[j]
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
