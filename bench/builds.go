package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"corerace/workloads"
)

// PlanBuilds plans to measure builds of a program in the same rounds: each cell once in each build. The experiment's
// own Workloads are left aside; names are those of the builds. Workloads that differ between builds are refused: their
// times would tell nothing.
func (e *Experiment) PlanBuilds(ctx context.Context, builds []*Agent, names []string) (*Race, error) {
	if len(builds) < 2 || len(names) == 0 {
		return nil, errors.New("a comparison needs two builds and a workload")
	}
	stubs := *e
	for _, name := range names {
		w, err := sharedWorkload(ctx, builds, name)
		if err != nil {
			return nil, err
		}
		stubs.Workloads = append(stubs.Workloads, w)
	}
	if err := stubs.check(); err != nil {
		return nil, err
	}
	r := stubs.newRace(ctx)
	modes := r.planModes()
	for _, w := range stubs.Workloads {
		if err := r.planBuilds(ctx, w, modes, builds); err != nil {
			return nil, err
		}
	}
	if err := r.asked(); err != nil {
		return nil, err
	}
	r.fit()
	return r, nil
}

// sharedWorkload is a stand-in for a workload that all builds have: its Run is never called in this process.
func sharedWorkload(ctx context.Context, builds []*Agent, name string) (*workloads.Workload, error) {
	var first offer
	for i, b := range builds {
		rep, err := b.ask(ctx, request{Do: "list"})
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(rep.Workloads, func(o offer) bool { return o.Name == name })
		if at < 0 {
			var known []string
			for _, o := range rep.Workloads {
				known = append(known, o.Name)
			}
			return nil, fmt.Errorf("build %s: %w", b.Name, &UnknownError{"workload", name, known})
		}
		o := rep.Workloads[at]
		if i == 0 {
			first = o
		} else if o.Size != first.Size || o.Sum != first.Sum {
			return nil, fmt.Errorf("workload %s isn't the same work in both builds: %s has %d items with the sum %d, %s %d items with the sum %d",
				name, builds[0].Name, first.Size, first.Sum, b.Name, o.Size, o.Sum)
		}
	}
	return &workloads.Workload{Name: first.Name, Doc: first.Doc, Size: first.Size, Sum: first.Sum,
		Run: func(lo, hi int) uint64 { panic("a stand-in for the workload of another build was run") }}, nil
}

// planBuilds adds a workload's cells in every build. The fastest build sets the number of passes, so that no cell is
// shorter than the target.
func (r *Race) planBuilds(ctx context.Context, w *workloads.Workload, modes []*Mode, builds []*Agent) error {
	var pass time.Duration
	for _, b := range builds {
		rep, err := b.ask(ctx, request{Do: "calibrate", Workload: w.Name})
		if err != nil {
			return err
		}
		if rep.Pass <= 0 {
			return fmt.Errorf("build %s: a pass of %v", b.Name, rep.Pass)
		}
		if pass == 0 || rep.Pass < pass {
			pass = rep.Pass
		}
	}
	planned := r.size(w, pass)
	modes = r.suitable(w, modes)
	r.Plan.Workloads = append(r.Plan.Workloads, planned)
	for _, b := range builds {
		r.addCells(w, planned, modes, calibration{pass: pass}, b)
	}
	return nil
}
