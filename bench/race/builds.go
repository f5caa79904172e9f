package race

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/bench/mode"
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
		w, err := sharedWorkload(builds, name)
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
func sharedWorkload(builds []*Agent, name string) (*workloads.Workload, error) {
	var first offer
	for i, b := range builds {
		at := slices.IndexFunc(b.offers, func(o offer) bool { return o.Name == name })
		if at < 0 {
			var known []string
			for _, o := range b.offers {
				known = append(known, child.Plain(o.Name))
			}
			return nil, fmt.Errorf("build %s: %w", b.Name,
				&mode.UnknownError{Kind: "workload", Name: name, Known: known})
		}
		o := b.offers[at]
		if i == 0 {
			first = o
		} else if o.Size != first.Size || o.Sum != first.Sum {
			return nil, fmt.Errorf("workload %s isn't the same work in both builds: %s has %d items with the sum %d, "+
				"%s %d items with the sum %d",
				name, builds[0].Name, first.Size, first.Sum, b.Name, o.Size, o.Sum)
		}
	}
	return &workloads.Workload{Name: first.Name, Doc: child.Plain(first.Doc), Size: first.Size, Sum: first.Sum,
		Unpublished: first.Unpublished,
		Run:         func(lo, hi int) uint64 { panic("a stand-in for the workload of another build was run") }}, nil
}

// planBuilds adds a workload's cells in every build. The fastest build sets the number of passes, so that no cell is
// shorter than the target.
func (r *Race) planBuilds(ctx context.Context, w *workloads.Workload, modes []*mode.Mode, builds []*Agent) error {
	var pass time.Duration
	var sums []uint64
	for _, b := range builds {
		rep, err := b.ask(ctx, request{Do: "calibrate", Workload: w.Name}, calibrateWithin)
		if err != nil {
			return err
		}
		if rep.Pass <= 0 {
			return fmt.Errorf("build %s: a pass of %v", b.Name, rep.Pass)
		}
		if pass == 0 || rep.Pass < pass {
			pass = rep.Pass
		}
		sums = append(sums, rep.Sum)
	}
	if w.Unpublished {
		r.noteSums(w, builds, sums)
	}
	planned := r.size(w, modes, pass)
	modes = r.suitable(w, modes)
	r.Plan.Workloads = append(r.Plan.Workloads, planned)
	for _, b := range builds {
		r.addCells(w, planned, modes, calibration{pass: pass}, b)
	}
	return nil
}

// noteSums says that each build checks its samples against its own serial reference, and where these differ.
func (r *Race) noteSums(w *workloads.Workload, builds []*Agent, sums []uint64) {
	var differ []string
	for i, b := range builds {
		differ = append(differ, fmt.Sprintf("%d in build %s", sums[i], b.Name))
	}
	if len(slices.Compact(slices.Clone(sums))) == 1 {
		r.note("workload %s has no published sum: each build computed it by its own serial pass, and they agree",
			w.Name)
		return
	}
	r.note("workload %s has no published sum, and the serial passes of the builds differ: %s: it may not be the same "+
		"work",
		w.Name, strings.Join(differ, ", "))
}
