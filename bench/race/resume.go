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
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// Resume plans to go on with a record that was cut short: the rounds that are missing, by the record's own plan. The
// record must be of this machine, and the workloads and modes those of then.
func Resume(ctx context.Context, rec *results.Record, known []*workloads.Workload, modes []*mode.Mode) (*Race, error) {
	r, err := resumed(ctx, rec)
	if err != nil {
		return nil, err
	}
	for _, p := range stillRaced(rec) {
		if err := r.resumeWorkload(ctx, p, known, modes); err != nil {
			return nil, err
		}
	}
	if len(r.cells) == 0 {
		return nil, errors.New("the record plans nothing")
	}
	r.expect()
	return r, nil
}

// resumed is the race of a record that was cut short, as far as the record and the machine tell it: without its cells.
func resumed(ctx context.Context, rec *results.Record) (*Race, error) {
	if rec.End != nil {
		return nil, errors.New("the record has its end: nothing of it is missing")
	}
	if err := checkResumed(rec); err != nil {
		return nil, err
	}
	here := machine.Facts(ctx)
	if err := sameMachine(rec.Run.Hosts, here); err != nil {
		return nil, err
	}
	seed, err := strconv.ParseUint(rec.Run.Seed, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("the record's seed %q is not a number", rec.Run.Seed)
	}
	plan := rec.Run.Plan
	r := &Race{
		Plan: plan, Machine: here, cores: machine.Usable(here),
		exp: &Experiment{Rounds: plan.Rounds, Budget: plan.Budget, Seed: seed, Precision: plan.Precision,
			WorkerMemory: plan.WorkerMemory},
		estimates: map[string]time.Duration{}, noise: map[string]float64{},
		resumed: true,
		done:    lastRound(rec) + 1,
		offset:  lastTime(rec),
	}
	// Time goes on where the record ends, without the pause in between.
	r.began = time.Now().Add(-r.offset)
	return r, nil
}

// sameMachine returns how two machines differ in what a measurement depends on, or nil.
func sameMachine(hosts []results.Machine, here results.Machine) error {
	if len(hosts) != 1 {
		return fmt.Errorf("the record is of %d machines, one expected", len(hosts))
	}
	if err := SameMachine(hosts[0], here); err != nil {
		return fmt.Errorf("the record is of another machine: %w", err)
	}
	return nil
}

// SameMachine says how a machine differs, in what a measurement depends on, from what it was then, or nil.
func SameMachine(then, here results.Machine) error {
	for _, f := range []struct {
		name      string
		then, now any
	}{
		{"processor", then.CPUModel, here.CPUModel},
		{"cores", then.CoresLogical, here.CoresLogical},
		{"allowed cores", fmt.Sprint(then.CoresAllowed), fmt.Sprint(here.CoresAllowed)},
		{"CPU quota", then.CPUQuota, here.CPUQuota},
		{"architecture", then.Arch, here.Arch},
		{"kernel", then.Kernel, here.Kernel},
		{"Go", then.GoVersion, here.GoVersion},
	} {
		if f.then != f.now {
			return fmt.Errorf("its %s is %v, here it is %v", f.name, f.then, f.now)
		}
	}
	return nil
}

// lastRound is the number of the last round that has a line, -1 where there is none. A round that was cut keeps the
// pairs that it has, and isn't measured again, though its samples be lines that can't be read.
func lastRound(rec *results.Record) int {
	last := -1
	for _, s := range rec.All() {
		last = max(last, s.Round)
	}
	for _, d := range rec.Deaths {
		last = max(last, d.Round)
	}
	for _, r := range rec.Rounds {
		last = max(last, r.Round)
	}
	return last
}

// lastTime is the latest time stamp of the record.
func lastTime(rec *results.Record) (t time.Duration) {
	for _, s := range rec.All() {
		t = max(t, s.T+s.Wall)
	}
	for _, c := range rec.Cores {
		t = max(t, c.T)
	}
	for _, r := range rec.Rounds {
		t = max(t, r.T+r.Wall)
	}
	return t
}

// stillRaced are the workloads of the plan that weren't dropped in the run: those of its last whole round of which
// there are samples.
func stillRaced(rec *results.Record) []results.PlannedWorkload {
	sampled := map[int]map[string]bool{}
	for _, s := range rec.All() {
		if sampled[s.Round] == nil {
			sampled[s.Round] = map[string]bool{}
		}
		sampled[s.Round][s.Workload] = true
	}
	for _, r := range slices.Backward(rec.Rounds) {
		if raced := sampled[r.Round]; raced != nil {
			dropped := func(p results.PlannedWorkload) bool { return !raced[p.Name] }
			return slices.DeleteFunc(slices.Clone(rec.Run.Plan.Workloads), dropped)
		}
	}
	return rec.Run.Plan.Workloads
}

// resumeWorkload sets a workload up, checks that it is the one of then, and adds its cells.
func (r *Race) resumeWorkload(ctx context.Context, p results.PlannedWorkload, known []*workloads.Workload,
	modes []*mode.Mode) error {
	i := slices.IndexFunc(known, func(w *workloads.Workload) bool { return w.Name == p.Name })
	if i < 0 {
		return fmt.Errorf("workload %s of the record isn't known here", p.Name)
	}
	w := known[i]
	switch {
	case w.Size != p.Size:
		return fmt.Errorf("workload %s has %d items, %d in the record: it has changed", w.Name, w.Size, p.Size)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	w, _, err := bind(w)
	if err != nil {
		return err
	}
	// One pass is run before anything is planned: it checks the sum, and its time says whether the record's sizes can be.
	began := time.Now()
	if sum, err := worker.RunShare(w.Run, 0, w.Size); err != nil || sum != w.Sum {
		return cmp.Or(err, fmt.Errorf("workload %s: the sum of a pass is %d, %d expected", w.Name, sum, w.Sum))
	}
	if err := r.checkSizes(p, time.Since(began)); err != nil {
		return err
	}
	var here []*mode.Mode
	for _, pm := range r.Plan.Modes {
		m, err := mode.FindMode(modes, pm.Name)
		if err != nil {
			return fmt.Errorf("a mode of the record: %w", err)
		}
		if err := m.Here(); err != nil {
			return fmt.Errorf("mode %s of the record isn't here: %w", m, err)
		}
		if m.Fits(mode.Spec{Workload: w}) == nil {
			here = append(here, m)
		}
	}
	r.addCells(w, p, here, calibration{pass: p.Pass}, nil)
	return nil
}
