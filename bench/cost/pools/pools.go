// Package pools measures this project's pools of processes and Python's in the same rounds: how soon they are ready,
// how many shares they hand out, how fast bytes go to and fro, what an idle worker takes, and what becomes of a pool
// whose worker is killed.
//
//	round   ours: two workers ready      theirs: Pool(2), both workers met
//	        theirs: Pool.map             ours: a job of empty shares
//	        …                            each row once, and which side is first is random, too
//
// Machines drift by the minute, and the ratio in a round drifts less than either side.
//
// It asks the modes of processes as any program may, and Python by one line a question. What a row is held to stands in
// its row; whether that was reached is said in results/costs.
package pools

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"corerace/bench/child"
	"corerace/bench/cost/rounds"
	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/results/costs"
)

// A Pools measures both sides in rounds.
type Pools struct {
	Python *python.Interpreter
	// Only, where it isn't empty, names the rows to measure, and no worker is killed then.
	Only []string
	rounds.Plan
}

// killRounds is in how many rounds workers are killed: Python's pool is then waited for in vain.
const killRounds = 3

// Run measures until the rounds are done, or the next one wouldn't end within the budget. With an error comes what was
// measured before, in whole rounds; nil where that is nothing.
func (p *Pools) Run(ctx context.Context) (*costs.PoolsRun, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	return rounds.Measure(ctx, p.Plan, &going{Pools: p})
}

// Check says why it can't be measured, or nil.
func (p *Pools) Check() error {
	switch {
	case p.Python == nil:
		return errors.New("no Python to compare with was found")
	case !p.Python.AtLeast(3, 8):
		return fmt.Errorf("%s is too old: 3.8 or later expected", p.Python)
	}
	if err := p.CheckEnd(); err != nil {
		return err
	}
	for _, name := range p.Only {
		if _, err := find(name); err != nil {
			return err
		}
	}
	return nil
}

// A going is a Pools that is under way.
type going struct {
	*Pools
	run  costs.PoolsRun
	rows []*openRow
	theirs
}

// An openRow is a row whose sides are open.
type openRow struct {
	row
	ours, theirs measure
}

// Open implements rounds.Experiment. A row that isn't on this machine is named with the reason.
func (g *going) Open(ctx context.Context) error {
	facts := machine.Facts(ctx)
	g.run = costs.PoolsRun{Seed: strconv.FormatUint(g.Seed, 10), Started: time.Now().UTC().Truncate(time.Second),
		Host: facts, Python: g.Python.Version, PythonStart: g.Python.Start, Budget: g.Budget}
	if err := g.theirs.open(g.Python.Path); err != nil {
		return err
	}
	for _, r := range g.chosen() {
		if r.Theirs == "Pool(2), "+g.Python.Start {
			r.Theirs += " (its default)"
		}
		open, err := g.openRow(ctx, r)
		if child.Refused(err) {
			err = &notHere{err.Error()}
		}
		if no, ok := errors.AsType[*notHere](err); ok {
			r.NotHere = no.why
		} else if err != nil {
			return fmt.Errorf("%s: %w", r.Name, err)
		} else {
			g.rows = append(g.rows, open)
		}
		g.run.Rows = append(g.run.Rows, r.PoolsRow)
	}
	return nil
}

// openRow opens both sides, or neither.
func (g *going) openRow(ctx context.Context, r row) (*openRow, error) {
	theirs, err := r.theirs(ctx, &g.theirs)
	if err != nil {
		return nil, err
	}
	ours, err := r.ours(ctx, &g.theirs)
	if err != nil {
		return nil, errors.Join(err, theirs.close())
	}
	return &openRow{r, ours, theirs}, nil
}

// chosen are the rows to measure.
func (g *going) chosen() []row {
	if len(g.Only) == 0 {
		return rows()
	}
	var some []row
	for _, name := range g.Only {
		r, _ := find(name) // was checked
		some = append(some, r)
	}
	return some
}

// Keep implements rounds.Experiment.
func (g *going) Keep(done rounds.Sequel[costs.PoolsSample]) *costs.PoolsRun {
	g.run.Samples, g.run.Rounds = done.Samples, done.Rounds
	return &g.run
}

// Close implements rounds.Experiment.
func (g *going) Close() error {
	var errs []error
	for _, r := range g.rows {
		errs = append(errs, r.ours.close(), r.theirs.close())
	}
	return errors.Join(append(errs, g.theirs.close())...)
}

// Round measures every row once on both sides, in random order, and kills a worker in each of the first rounds.
func (g *going) Round(ctx context.Context, round int, rng *rand.Rand) (samples []costs.PoolsSample, err error) {
	for _, i := range rng.Perm(len(g.rows)) {
		s, err := g.measure(ctx, g.rows[i], rng.IntN(2) == 0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.rows[i].Name, err)
		}
		s.Round = round
		samples = append(samples, s)
	}
	if round > 0 && round <= killRounds && len(g.Only) == 0 {
		faults, err := g.kill(ctx, round)
		if err != nil {
			return nil, err
		}
		g.run.Faults = append(g.run.Faults, faults...)
	}
	return samples, nil
}

// measure takes both sides of a row.
func (g *going) measure(ctx context.Context, r *openRow, oursFirst bool) (s costs.PoolsSample, err error) {
	s.Row = r.Name
	sides := []struct {
		measure
		to *float64
	}{{r.ours, &s.Ours}, {r.theirs, &s.Theirs}}
	if !oursFirst {
		slices.Reverse(sides)
	}
	for _, side := range sides {
		if *side.to, err = side.take(ctx); err != nil {
			return s, err
		}
	}
	return s, nil
}
