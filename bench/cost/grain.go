package cost

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/bench/cost/rounds"
	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/results/costs"
	"corerace/workloads"
)

// A Grain measures how short a share and a job may be in each mode: what starting the workers takes, and how long they
// take for the same work cut into shares of different lengths. Its program gives [workloads.Spin] to [Hook].
type Grain struct {
	Modes   []*mode.Mode // the first is the baseline; the serial one is
	Workers int
	rounds.Plan
}

// grainWork is the serial length of a job. It is long beside what waking the workers takes and short enough that a
// round of all modes takes less than a second.
const grainWork = 20 * time.Millisecond

// grainLengths are the lengths of the shares. Longer ones would be too few for the workers to end together.
var grainLengths = []time.Duration{400 * time.Microsecond, 100 * time.Microsecond, 10 * time.Microsecond,
	time.Microsecond, 250 * time.Nanosecond, 50 * time.Nanosecond}

// Where shares go over a network in any mode, a job and its longest shares are longer for all of them: such a share costs
// more than most of the others do in all.
const farWork = 40 * time.Millisecond

var farLengths = []time.Duration{2 * time.Millisecond, time.Millisecond}

// job is how long one is, and how long its shares are.
func (g *Grain) job() (work time.Duration, lengths []time.Duration) {
	if slices.ContainsFunc(g.Modes, func(m *mode.Mode) bool { return m.Far }) {
		return farWork, slices.Concat(farLengths, grainLengths)
	}
	return grainWork, grainLengths
}

// grainSlowest is how many times its serial length a job may take before the shares of a mode get no shorter: the next
// would be four times as many, or more.
const grainSlowest = 5

// Run measures until the rounds are done, or the next one wouldn't end within the budget. The warm-up says which
// lengths of a share are worth their time in which mode.
// With an error comes what was measured before, in whole rounds; nil where that is nothing.
func (g *Grain) Run(ctx context.Context) (*costs.GrainRun, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	return rounds.Measure(ctx, g.Plan, &grainGoing{Grain: g, w: workloads.Spin()})
}

func (g *Grain) check() error {
	switch {
	case len(g.Modes) < 2 || g.Modes[0].Name != "serial":
		return errors.New("the grain of a mode is told against serial: serial and another mode expected")
	case g.Workers < 2 || g.Workers > results.MaxWorkers:
		return fmt.Errorf("%d workers: 2 to %d expected", g.Workers, results.MaxWorkers)
	}
	if err := g.CheckEnd(); err != nil {
		return err
	}
	if err := mode.CheckModes(g.Modes); err != nil {
		return err
	}
	for _, m := range g.Modes {
		if err := m.Here(); err != nil {
			return err
		}
	}
	return nil
}

// A grainGoing is a Grain that is under way.
type grainGoing struct {
	*Grain
	w      *workloads.Workload
	grids  []worker.Grid // by length, long shares first
	run    costs.GrainRun
	cells  []grainCell
	passes int
}

// A grainCell is a mode and the number of lengths that it is measured with.
type grainCell struct {
	m       *mode.Mode
	workers int
	lengths int
}

// Open finds out how long a pass takes, and plans.
func (g *grainGoing) Open(ctx context.Context) error {
	pass, err := race.PassTime(ctx, g.w)
	if err == nil {
		g.plan(ctx, pass)
	}
	return err
}

// Keep implements rounds.Experiment.
func (g *grainGoing) Keep(done rounds.Sequel[costs.GrainSample]) *costs.GrainRun {
	g.run.Samples, g.run.Rounds = done.Samples, done.Rounds
	return &g.run
}

// Close has nothing to close: a pool is open for a sample.
func (g *grainGoing) Close() error { return nil }

// plan cuts the job into shares. A share is a whole number of items, so its length is about what was asked for. Where a
// machine takes long for an item, the shortest shares would all be of one: such a length is there once.
func (g *grainGoing) plan(ctx context.Context, pass time.Duration) {
	work, lengths := g.job()
	g.passes = max(1, int((work+pass/2)/pass))
	item := pass.Seconds() / float64(g.w.Size)
	for _, length := range lengths {
		share := min(max(1, int(length.Seconds()/item+0.5)), g.w.Size)
		if n := len(g.grids); n > 0 && g.grids[n-1].Share == share {
			continue
		}
		g.grids = append(g.grids, worker.Grid{Size: g.w.Size, Share: share, Passes: g.passes})
	}
	facts := machine.Facts(ctx)
	g.run = costs.GrainRun{Seed: strconv.FormatUint(g.Seed, 10), Started: time.Now().UTC().Truncate(time.Second),
		Host:    facts,
		Workers: g.Workers, Cores: machine.Usable(facts), Work: pass * time.Duration(g.passes), Budget: g.Budget}
	for _, m := range g.Modes {
		c := grainCell{m: m, workers: g.Workers, lengths: len(g.grids)}
		if m.Most > 0 {
			c.workers = min(c.workers, m.Most)
		}
		g.cells = append(g.cells, c)
	}
}

// Round measures every mode once, in random order.
func (g *grainGoing) Round(ctx context.Context, round int, rng *rand.Rand) (samples []costs.GrainSample, err error) {
	for _, i := range rng.Perm(len(g.cells)) {
		c := &g.cells[i]
		s, err := g.measure(ctx, c, round, rng)
		if round == 0 && i > 0 && child.Refused(err) && ctx.Err() == nil { // the baseline can't be left out
			g.run.NotHere = append(g.run.NotHere, fmt.Sprintf("%s ×%d: %v", c.m, c.workers, err))
			c.lengths = 0
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s ×%d: %w", c.m, c.workers, err)
		}
		samples = append(samples, s)
	}
	if round == 0 {
		return samples, g.keepCells()
	}
	return samples, nil
}

// keepCells writes down what the warm-up left of the modes and of their lengths.
func (g *grainGoing) keepCells() error {
	g.cells = slices.DeleteFunc(g.cells, func(c grainCell) bool { return c.lengths == 0 })
	if len(g.cells) < 2 {
		return fmt.Errorf("nothing to tell against serial: %s", strings.Join(g.run.NotHere, "; "))
	}
	for _, c := range g.cells {
		atOnce := min(c.workers, g.run.Cores)
		if c.m.OneCore {
			atOnce = 1
		}
		cell := costs.GrainCell{Mode: c.m.String(), Workers: c.workers, AtOnce: atOnce}
		for _, grid := range g.grids[:c.lengths] {
			cell.Shares = append(cell.Shares, int64(grid.Shares()))
		}
		g.run.Modes = append(g.run.Modes, cell)
	}
	return nil
}

// measure starts a mode's workers and lets them do the job with shares of every length, in random order but in the
// warm-up: there from long to short, until the job takes too long.
func (g *grainGoing) measure(ctx context.Context, c *grainCell, round int, rng *rand.Rand) (costs.GrainSample, error) {
	s := costs.GrainSample{Round: round, Mode: c.m.String(), Walls: make([]time.Duration, c.lengths)}
	// What is run to get ready is one of the shortest shares, so that it doesn't show in the start.
	spec := mode.Spec{Workload: g.w, Workers: c.workers, Share: g.grids[len(g.grids)-1].Share}
	defer c.m.Around(spec)()
	began := time.Now()
	pool, err := c.m.Pool(ctx, spec)
	if err != nil {
		return s, err
	}
	defer pool.Close()
	s.Start = time.Since(began)
	runtime.GC()
	for k, at := range rng.Perm(c.lengths) {
		if round == 0 {
			at = k
		}
		o, err := pool.Run(ctx, mode.Job{Grid: g.grids[at]})
		if err != nil {
			return s, err
		}
		if want := g.w.Sum * uint64(g.passes); o.Sum != want {
			return s, fmt.Errorf("the sum is %d, %d expected", o.Sum, want)
		}
		s.Walls[at] = o.Wall
		if round == 0 && at >= 1 && o.Wall > grainSlowest*g.run.Work { // a line needs two lengths
			c.lengths = at + 1
			break
		}
	}
	return s, nil
}
