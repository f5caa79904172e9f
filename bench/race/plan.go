package race

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"corerace/bench/mode"
	"corerace/results"
	"corerace/workloads"
)

// planModes returns the modes that are here, and notes the others.
func (r *Race) planModes() []*mode.Mode {
	var here []*mode.Mode
	for _, m := range r.exp.Modes {
		if err := m.Here(); err != nil {
			r.note("mode %s isn't here: %v", m, err)
			continue
		}
		here = append(here, m)
		turns := m.OneAtATime()
		planned := results.PlannedMode{Name: m.String(), Doc: m.Doc, Baseline: m.Against(), OneAtATime: &turns,
			Added: slices.Contains(r.exp.Added, m.String())}
		if m.About != nil {
			planned.Runtime = m.About()
			r.note("mode %s: %s", m, planned.Runtime)
		}
		r.Plan.Modes = append(r.Plan.Modes, planned)
	}
	return here
}

// asked returns why there is nothing to race: no cell of a mode that was asked for is here. Baselines that were added
// for modes that aren't here have nobody to be compared with.
func (r *Race) asked() error {
	for _, c := range r.cells {
		if !slices.Contains(r.exp.Added, c.mode()) {
			return nil
		}
	}
	return fmt.Errorf("nothing to race: %s", strings.Join(r.Plan.Notes, "; "))
}

// suitable returns the modes that can run a workload, and notes the others.
func (r *Race) suitable(w *workloads.Workload, modes []*mode.Mode) []*mode.Mode {
	var suitable []*mode.Mode
	for _, m := range modes {
		if err := m.Fits(mode.Spec{Workload: w}); err != nil {
			r.note("workload %s was left out of the mode %s: %v", w.Name, m, err)
			continue
		}
		suitable = append(suitable, m)
	}
	return suitable
}

// note tells whoever reads the plan or the record what was left out, and why.
func (r *Race) note(format string, args ...any) {
	r.Plan.Notes = append(r.Plan.Notes, fmt.Sprintf(format, args...))
}

// planWorkload takes a workload through the steps of its plan, each in a file of its own:
//
//	bind ─> calibrate ─> sizes ─> cells ─> (with all workloads) fit
func (r *Race) planWorkload(ctx context.Context, w *workloads.Workload, modes []*mode.Mode) error {
	if err := w.Here(); err != nil {
		r.note("workload %s isn't here: %v", w.Name, err)
		return nil
	}
	bound, setup, err := bind(w)
	if errors.Is(err, syscall.ENOMEM) {
		r.note("workload %s was left out: %v", w.Name, err)
		return nil
	}
	if err != nil {
		return err
	}
	w = bound
	if w.Unpublished {
		r.note("workload %s has no published sum: a serial pass computed it", w.Name)
	}
	modes = r.suitable(w, modes)
	c, err := calibrate(ctx, w, finest())
	if err != nil {
		return err
	}
	c.setup = setup
	planned, err := r.sizes(ctx, w, modes, c)
	if err != nil {
		return err
	}
	r.Plan.Workloads = append(r.Plan.Workloads, planned)
	r.noise[w.Name] = c.noise
	r.addCells(w, planned, modes, c, nil)
	return nil
}
