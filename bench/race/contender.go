package race

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"corerace/results"
)

// A Contender is what a cell measures that is no workload in a mode of this program: a command. The rounds are those of
// any race; how a sample is taken is the contender's own.
type Contender struct {
	Cell     results.Cell
	Baseline string // the mode whose workers=1 cell its speedup is taken against
	// Expected is about how long a sample takes.
	Expected time.Duration
	// Take takes a sample in a round, and says when its wall time began. It calls mark right before the work and right
	// after it. Round, place, names and time stamp of the sample are filled in by the race.
	Take func(ctx context.Context, round int, mark func()) (results.Sample, time.Time, error)
}

// A Contest is a plan whose cells are contenders.
type Contest struct {
	Workloads  []results.PlannedWorkload
	Modes      []results.PlannedMode
	Contenders []*Contender
	// Notes go into the plan: what was left out, and why.
	Notes []string
	// CPU is the CPU time that what they started has used so far, where this process hasn't waited for it; nil is none.
	CPU func() time.Duration
}

// sample takes a sample of the contender.
func (c *Contender) sample(ctx context.Context, round int, mark func() time.Duration) (taking, error) {
	s, start, err := c.Take(ctx, round, func() { mark() })
	if err != nil {
		return taking{start: start}, err
	}
	s.Cell, s.Baseline = c.Cell, c.Baseline
	return taking{sample: s, start: start}, nil
}

// PlanContest plans to measure contenders, each once in every round. The experiment's own Workloads and Modes are left
// aside. prepare says what there is; its time is part of the budget.
func (e *Experiment) PlanContest(ctx context.Context, prepare func(context.Context) (Contest, error)) (*Race, error) {
	if err := e.checkAmounts(); err != nil {
		return nil, err
	}
	r := e.newRace(ctx)
	c, err := prepare(ctx)
	if err != nil {
		return nil, err
	}
	if len(c.Contenders) == 0 {
		return nil, errors.New("nothing to race")
	}
	r.Plan.Workloads, r.Plan.Modes = c.Workloads, c.Modes
	r.Plan.Notes = append(r.Plan.Notes, c.Notes...)
	r.enter(c, c.Workloads)
	r.fit()
	return r, nil
}

// enter adds the contenders of some workloads to the rounds, and of each workload a twin: the last one's.
func (r *Race) enter(c Contest, of []results.PlannedWorkload) {
	r.contest = c
	for _, w := range of {
		var last *Contender
		for _, x := range c.Contenders {
			if x.Cell.Workload == w.Name {
				last = x
				r.contend(cell{contender: x})
			}
		}
		if last != nil {
			r.contend(cell{contender: last, twin: true})
		}
	}
}

// contend adds one cell.
func (r *Race) contend(c cell) {
	r.cells = append(r.cells, c)
	r.estimates[c.workload()] += r.estimate(c, calibration{})
}

// ResumeContest plans to go on with a record of contenders that was cut short, as Resume does with one of workloads.
// The contest must have every cell that the record plans; whether they are the same as then is known to whom they are.
func ResumeContest(ctx context.Context, rec *results.Record, prepare func(context.Context) (Contest, error)) (
	*Race, error,
) {
	r, err := resumed(ctx, rec)
	if err != nil {
		return nil, err
	}
	c, err := prepare(ctx)
	if err != nil {
		return nil, err
	}
	raced := stillRaced(rec)
	for _, s := range rec.All() {
		still := slices.ContainsFunc(raced, func(w results.PlannedWorkload) bool { return w.Name == s.Workload })
		if still && !slices.ContainsFunc(c.Contenders, func(x *Contender) bool { return x.Cell == s.Cell }) {
			return nil, fmt.Errorf("the record has %s, %s ×%d, which isn't raced here", s.Workload, s.Mode, s.Workers)
		}
	}
	r.enter(c, raced)
	if len(r.cells) == 0 {
		return nil, errors.New("the record plans nothing")
	}
	r.expect()
	return r, nil
}
