package race

import (
	"context"
	"fmt"
	"slices"
	"time"

	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// Shares are as short as balance asks for, a fiftieth of a worker's part, and no longer than longestShare; a share
// that is sent over a pipe costs some 20 µs.
const (
	sharesPerWorker = 50
	longestShare    = 500 * time.Microsecond
	unevenMost      = 0.01 // of what is set beforehand
)

// sizes are those of the samples of a workload in every baseline. A pass takes an interpreter a hundred times as long
// as Go, so each baseline is timed, and has passes of its own.
func (r *Race) sizes(
	ctx context.Context, w *workloads.Workload, modes []*mode.Mode, c calibration,
) (results.PlannedWorkload, error) {
	planned := r.size(w, modes, c.pass)
	if err := c.check(planned); err != nil {
		return planned, err
	}
	for _, m := range modes {
		if m.String() != m.Against() || m.Against() == "serial" {
			continue
		}
		pass, around, err := passIn(ctx, m, w)
		if err != nil && ctx.Err() == nil && r.sparesForeign(m, err) {
			r.note("workload %s was left out of the mode %s, and of what is measured against it: %v", w.Name, m, err)
			continue
		}
		if err != nil {
			return planned, fmt.Errorf("%s, %s: %w", w.Name, m, err)
		}
		if seen, ok := r.around[m.String()]; !ok || around < seen {
			r.around[m.String()] = around
		}
		size := r.size(w, modes, pass)
		planned.Baselines = append(planned.Baselines,
			results.PlannedBaseline{Baseline: m.String(), Passes: size.Passes, Share: size.Share, Pass: pass})
	}
	return planned, nil
}

// size turns the time of a pass into the size of the samples, alike in every cell of the workload.
func (r *Race) size(w *workloads.Workload, modes []*mode.Mode, pass time.Duration) results.PlannedWorkload {
	serial := r.Plan.Target * time.Duration(r.speed())
	if !r.exp.LongSerial {
		serial = min(serial, max(longestSerial, clockSteps*r.Plan.ClockStep*time.Duration(r.speed())))
	}
	passes := max(1, int((serial+pass/2)/pass))
	shortest := pass * time.Duration(passes) / time.Duration(r.speed())
	share := min(r.exp.Share, w.Size)
	if share == 0 {
		share = ShareOf(w, pass, shortest)
		if slices.ContainsFunc(modes, (*mode.Mode).Beforehand) {
			share = evenShare(w.Size, share, r.Plan.Workers)
		}
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

// evenShare returns the longest share, at most share, of which every number of workers may have parts of a pass that
// are equal to within unevenMost, where the parts are set beforehand. A pass of a few shares has none: of seven, the
// last of them short, one of two workers has twice the items of the other.
func evenShare(size, share int, workers []int) int {
	uneven := func(share int) bool {
		return slices.ContainsFunc(workers, func(n int) bool {
			shares := worker.Grid{Size: size, Share: share, Passes: 1}.LongestPart(n)
			return float64(shares)*float64(share) > (1+unevenMost)*float64(size)/float64(n)
		})
	}
	for n := (size + share - 1) / share; share > 1 && uneven(share); n++ {
		share = (size + n - 1) / n
	}
	return share
}

// speed is the speedup that the shortest cell may have.
func (r *Race) speed() int {
	return min(slices.Max(r.Plan.Workers), r.cores)
}
