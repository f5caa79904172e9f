package race

import (
	"slices"
	"time"

	"corerace/results"
	"corerace/workloads"
)

// Shares are as short as balance asks for, a fiftieth of a worker's part, and no longer than longestShare; a share
// that is sent over a pipe costs some 20 µs.
const (
	sharesPerWorker = 50
	longestShare    = 500 * time.Microsecond
)

// size turns a calibration into the size of the samples, alike in every cell of the workload.
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
