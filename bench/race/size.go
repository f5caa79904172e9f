package race

import (
	"context"
	"fmt"
	"slices"
	"time"

	"corerace/bench/mode"
	"corerace/results"
	"corerace/workloads"
)

// Shares are as short as balance asks for, a fiftieth of a worker's part, and no longer than longestShare; a share
// that is sent over a pipe costs some 20 µs.
const (
	sharesPerWorker = 50
	longestShare    = 500 * time.Microsecond
)

// sizes are those of the samples of a workload in every baseline. A pass takes an interpreter a hundred times as long
// as Go, so each baseline is timed, and has passes of its own.
func (r *Race) sizes(
	ctx context.Context, w *workloads.Workload, modes []*mode.Mode, c calibration,
) (results.PlannedWorkload, error) {
	planned := r.size(w, c.pass)
	if err := c.check(planned); err != nil {
		return planned, err
	}
	for _, m := range modes {
		if m.String() != m.Against() || m.Against() == "serial" {
			continue
		}
		pass, err := passIn(ctx, m, w)
		if err != nil {
			return planned, fmt.Errorf("%s, %s: %w", w.Name, m, err)
		}
		size := r.size(w, pass)
		planned.Baselines = append(planned.Baselines,
			results.PlannedBaseline{Baseline: m.String(), Passes: size.Passes, Share: size.Share, Pass: pass})
	}
	return planned, nil
}

// size turns the time of a pass into the size of the samples, alike in every cell of the workload.
func (r *Race) size(w *workloads.Workload, pass time.Duration) results.PlannedWorkload {
	serial := r.Plan.Target * time.Duration(r.speed())
	if !r.exp.LongSerial {
		serial = min(serial, max(longestSerial, clockSteps*r.Plan.ClockStep*time.Duration(r.speed())))
	}
	passes := max(1, int((serial+pass/2)/pass))
	shortest := pass * time.Duration(passes) / time.Duration(r.speed())
	share := min(r.exp.Share, w.Size)
	if share == 0 {
		share = ShareOf(w, pass, shortest)
	}
	return results.PlannedWorkload{Name: w.Name, Doc: w.Doc, Size: w.Size, Passes: passes, Pass: pass,
		Share: share, BlockBytes: int64(w.Block), File: w.File}
}

// ShareOf returns how many items of a workload make a good share where a pass takes pass and a worker's part of the
// job takes part.
func ShareOf(w *workloads.Workload, pass, part time.Duration) int {
	length := min(part/sharesPerWorker, longestShare)
	items := float64(w.Size) * float64(length) / float64(pass)
	return min(max(1, int(items)), w.Size)
}

// speed is the speedup that the shortest cell may have.
func (r *Race) speed() int {
	return min(slices.Max(r.Plan.Workers), r.cores)
}
