package race

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/results"
	"corerace/workloads"
)

// An Experiment says what is to be measured. Every cell (workload × mode × workers) is measured once in each round,
// in random order; round 0 warms up.
type Experiment struct {
	Workloads []*workloads.Workload
	Modes     []*mode.Mode
	// Added are those of Modes that nobody asked for, as they are spelt: the baselines of others. Without any other
	// mode that is here there is nothing to race.
	Added   []string
	Workers []int
	// Rounds is the number of rounds without the warm-up; 0 is as many as fit into Budget.
	Rounds int
	// Budget is the time for everything from Plan on; 0 is no limit.
	Budget time.Duration
	// Reserve is the part of Budget that is left for what comes after the last round.
	Reserve time.Duration
	// Target is the expected wall time of the shortest cell; 0 is 100 ms. A serial cell takes a second at most,
	// unless LongSerial is set.
	Target     time.Duration
	LongSerial bool
	// Share is how many items a worker claims at once, at most a pass; 0 is a fiftieth of a worker's part, and at most
	// 500 µs of work.
	Share int
	// Precision ends the run where the interval of every cell is as narrow: its half-width as a ratio less 1, so that
	// 0.02 is 2 % either way. It is looked at after preset numbers of rounds only, and never asks where an interval
	// lies. It also ends a run on a machine that is too busy for any claim. 0 is off.
	Precision float64
	// Seed sets the random orders.
	Seed uint64
	// Deadline of a silent worker; 0 is 2 s or twenty expected shares, whichever is longer.
	Deadline time.Duration
	// NoRecover lets the run fail where a worker process dies. Otherwise it is replaced, its unfinished share is run
	// again, and the sample is marked as recovered.
	NoRecover bool
	// WorkerMemory is how many bytes of memory a worker process may use; 0 is no limit.
	WorkerMemory uint64
	// Notes go into the plan as they are.
	Notes []string
	// Joined are other machines that workers run on.
	Joined []results.Machine

	unprobed bool // no probe spins: on a test's fake clock none would end
}

// Defaults of an experiment.
const (
	DefaultTarget = 100 * time.Millisecond
	longestSerial = time.Second
	// MinRounds is the number of rounds that a 95 % interval needs.
	MinRounds = 6
)

// A Sink takes what an experiment measures, as it comes. *results.Writer is one. Cores and Own are called from
// goroutines of their own.
type Sink interface {
	Run(results.Run) error
	Sample(results.Sample) error
	Cores(results.Cores) error
	Own(results.Own) error
	Holds(results.Holds) error
	Round(results.Round) error
	Note(results.Note) error
	Death(results.Death) error
	End(results.End) error
}

// A Race is an experiment that is planned: its workloads are set up and calibrated.
type Race struct {
	Plan    results.Plan
	Machine results.Machine
	// RoundTime is how long a round is expected to take.
	RoundTime time.Duration

	exp       *Experiment
	cores     int // that may be used at once
	began     time.Time
	cells     []cell
	estimates map[string]time.Duration // by workload: what it is expected to add to a round
	around    map[string]time.Duration // by baseline: what the start and the end of a worker took, as they were calibrated
	noise     map[string]float64       // by workload: of the calibration
	contest   Contest                  // where its cells are contenders

	resumed bool          // it goes on with a record
	done    int           // rounds that the record has already
	offset  time.Duration // the time stamp that it goes on from
	before  results.Record
}

// Plan sets the workloads up, calibrates them, and drops what can't be measured here or in time; the plan's notes
// say what and why.
func (e *Experiment) Plan(ctx context.Context) (*Race, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	r := e.newRace(ctx)
	modes := r.planModes()
	for _, w := range e.Workloads {
		if err := r.planWorkload(ctx, w, modes); err != nil {
			return nil, err
		}
	}
	if err := r.asked(); err != nil {
		return nil, err
	}
	r.fit()
	return r, nil
}

// newRace begins the plan of an experiment. The budget counts from here.
func (e *Experiment) newRace(ctx context.Context) *Race {
	r := &Race{exp: e, began: time.Now(), Machine: machine.Facts(ctx), estimates: map[string]time.Duration{},
		around: map[string]time.Duration{}, noise: map[string]float64{}}
	r.cores = machine.Usable(r.Machine)
	r.Plan = results.Plan{Rounds: e.Rounds, Budget: e.Budget, Target: cmp.Or(e.Target, DefaultTarget),
		Precision: e.Precision, WorkerMemory: e.WorkerMemory, Notes: slices.Clone(e.Notes)}
	if !e.unprobed {
		r.Machine.Epoch = machine.ProbeEpoch(ctx)
	}
	r.timeBy(finest())
	r.Plan.Workers = slices.Compact(slices.Sorted(slices.Values(e.Workers)))
	return r
}

// timeBy fits the plan to a clock: no cell is meant to be shorter than the clock can tell.
func (r *Race) timeBy(t timer) {
	r.Plan.ClockStep = t.step
	if r.Plan.Target < t.least() && !r.exp.LongSerial {
		r.Plan.Target = t.least()
		r.note("the clock steps by %v, so the shortest cell takes %v", t.step, t.least())
	}
}

// check reports what makes the experiment impossible.
func (e *Experiment) check() error {
	errs := []error{e.checkAmounts()}
	seen := map[string]bool{}
	for _, w := range e.Workloads {
		errs = append(errs, w.Check())
		if seen[w.Name] {
			errs = append(errs, fmt.Errorf("workload %s is there twice", w.Name))
		}
		seen[w.Name] = true
	}
	errs = append(errs, mode.CheckModes(e.Modes))
	for _, m := range e.Modes {
		if !slices.ContainsFunc(e.Modes, func(b *mode.Mode) bool { return b.String() == m.Against() }) {
			errs = append(errs, fmt.Errorf("mode %s needs its baseline %s among the modes", m, m.Against()))
		}
	}
	switch {
	case len(e.Workloads) == 0:
		errs = append(errs, errors.New("no workload"))
	case len(e.Modes) == 0:
		errs = append(errs, errors.New("no mode"))
	}
	return cmp.Or(errs...)
}

// checkAmounts reports what is impossible of how much is to be measured.
func (e *Experiment) checkAmounts() error {
	var errs []error
	for _, n := range e.Workers {
		if n < 1 || n > results.MaxWorkers {
			errs = append(errs, fmt.Errorf("%d workers: 1 to %d expected", n, results.MaxWorkers))
		}
	}
	switch {
	case len(e.Workers) == 0:
		errs = append(errs, errors.New("no number of workers"))
	case e.Rounds < 0 || e.Budget < 0 || e.Target < 0 || e.Deadline < 0:
		errs = append(errs, errors.New("rounds, budget, target and deadline can't be negative"))
	case e.Precision < 0 || e.Precision >= 1:
		errs = append(errs, fmt.Errorf("a precision of %g: more than 0 and less than 1 expected", e.Precision))
	case e.Rounds == 0 && e.Budget == 0:
		errs = append(errs, errors.New("neither rounds nor a budget: nothing says when to stop"))
	}
	return cmp.Or(errs...)
}

// header returns the first line of the record.
func (r *Race) header() results.Run {
	return results.Run{
		Format:  results.Format,
		Started: time.Now().UTC().Truncate(time.Second),
		Seed:    strconv.FormatUint(r.exp.Seed, 10),
		Hosts:   []results.Machine{r.Machine},
		Plan:    r.Plan,
		Joined:  r.exp.Joined,
	}
}
