package bench

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"corerace/bench/machine"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/results/stats"
	"corerace/workloads"
)

// planModes returns the modes that are here, and notes the others.
func (r *Race) planModes() []*Mode {
	var here []*Mode
	for _, m := range r.exp.Modes {
		if err := m.here(); err != nil {
			r.note("mode %s isn't here: %v", m, err)
			continue
		}
		here = append(here, m)
		turns := m.oneAtATime()
		r.Plan.Modes = append(r.Plan.Modes, results.PlannedMode{Name: m.String(), Doc: m.Doc, Baseline: m.baseline(),
			OneAtATime: &turns, Added: slices.Contains(r.exp.Added, m.String())})
		if m.About != nil {
			r.note("mode %s: %s", m, m.About())
		}
	}
	return here
}

// asked returns why there is nothing to race: no cell of a mode that was asked for is here. Baselines that were added
// for modes that aren't here have nobody to be compared with.
func (r *Race) asked() error {
	for _, c := range r.cells {
		if !slices.Contains(r.exp.Added, c.m.String()) {
			return nil
		}
	}
	return fmt.Errorf("nothing to race: %s", strings.Join(r.Plan.Notes, "; "))
}

// suitable returns the modes that can run a workload, and notes the others.
func (r *Race) suitable(w *workloads.Workload, modes []*Mode) []*Mode {
	var suitable []*Mode
	for _, m := range modes {
		if err := m.suits(Spec{Workload: w}); err != nil {
			r.note("workload %s was left out of the mode %s: %v", w.Name, m, err)
			continue
		}
		suitable = append(suitable, m)
	}
	return suitable
}

func (r *Race) note(format string, args ...any) {
	r.Plan.Notes = append(r.Plan.Notes, fmt.Sprintf(format, args...))
}

// planWorkload calibrates a workload once for each baseline and adds its cells. A pass takes an interpreter a hundred
// times as long as Go, so each baseline has passes of its own.
func (r *Race) planWorkload(ctx context.Context, w *workloads.Workload, modes []*Mode) error {
	if err := w.Here(); err != nil {
		r.note("workload %s isn't here: %v", w.Name, err)
		return nil
	}
	w, err := worker.Bind(w)
	if err != nil {
		return err
	}
	if w.Unpublished {
		r.note("workload %s has no published sum: a serial pass computed it", w.Name)
	}
	modes = r.suitable(w, modes)
	c, err := calibrate(ctx, w, finest())
	if err != nil {
		return err
	}
	planned := r.size(w, c.pass)
	if err := c.check(planned); err != nil {
		return err
	}
	for _, m := range modes {
		if m.String() != m.baseline() || m.baseline() == "serial" {
			continue
		}
		pass, err := passIn(ctx, m, w)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", w.Name, m, err)
		}
		size := r.size(w, pass)
		planned.Baselines = append(planned.Baselines,
			results.PlannedBaseline{Baseline: m.String(), Passes: size.Passes, Share: size.Share, Pass: pass})
	}
	r.Plan.Workloads = append(r.Plan.Workloads, planned)
	r.noise[w.Name] = c.noise
	r.addCells(w, planned, modes, c, nil)
	return nil
}

// addCells adds a workload to the rounds, as it is here or in another build.
func (r *Race) addCells(w *workloads.Workload, planned results.PlannedWorkload, modes []*Mode, c calibration, build *Agent) {
	for _, m := range modes {
		for _, n := range r.workersOf(m) {
			cell := cell{w: w, m: m, workers: n, planned: planned.In(m.baseline()), agent: build}
			r.cells = append(r.cells, cell)
			r.estimates[w.Name] += r.estimate(cell, c)
		}
	}
	if build == nil && len(modes) > 0 {
		twin := r.twin(w, planned, modes)
		r.cells = append(r.cells, twin)
		r.estimates[w.Name] += r.estimate(twin, c)
	}
}

// twin is the second entry of a cell that is measured twice in every round, to see how far apart the same work comes
// out today: goroutines with the most workers, or the last mode where goroutines aren't raced.
func (r *Race) twin(w *workloads.Workload, planned results.PlannedWorkload, modes []*Mode) cell {
	m := modes[len(modes)-1]
	for _, x := range modes {
		if x.String() == "goroutines" {
			m = x
		}
	}
	workers := r.workersOf(m)
	return cell{w: w, m: m, workers: workers[len(workers)-1], planned: planned.In(m.baseline()), twin: true}
}

// Detectable is about the smallest difference between two modes, as a ratio less 1, that so many rounds can show on
// this machine today, judged by the noise of the calibration. It is infinite where there is no interval.
func (r *Race) Detectable(rounds int) float64 {
	worst := 0.0
	for _, c := range r.cells {
		worst = max(worst, r.noise[c.w.Name])
	}
	return stats.DetectableEffect(worst, rounds)
}

// workersOf returns the numbers of workers that a mode is measured with.
func (r *Race) workersOf(m *Mode) []int {
	if m.Most == 0 {
		return r.Plan.Workers
	}
	var ns []int
	for _, n := range r.Plan.Workers {
		ns = append(ns, min(n, m.Most))
	}
	return slices.Compact(ns)
}

// A calibration is what one workload costs here.
type calibration struct {
	setup time.Duration // 0: there is none, or it was done before
	pass  time.Duration // the fastest serial pass
	mean  time.Duration // of the passes of the fastest block
	noise float64       // standard deviation of the log ratio of two neighbouring blocks of passes

	timer timer
}

// A timer is a clock, and the smallest step that it makes: 0 where that isn't known.
type timer struct {
	now  func() time.Time
	step time.Duration
}

// clockSteps is how many steps of the clock long a time must be: it is known to 2 % then.
const clockSteps = 50

// least is the shortest time that the clock can tell.
func (t timer) least() time.Duration { return clockSteps * t.step }

// finest is the finest clock of the system.
func finest() timer { return timer{machine.Now, machine.TimerStep()} }

// A calibration times blocks of passes. Neighbouring blocks do the same, so they show the noise of the machine.
const (
	calibrationBlocks = 8
	calibrationBlock  = 20 * time.Millisecond // at least, and clockSteps steps of the clock
	// longestCalibration is when no further block is begun: a pass over blocks of 64 MiB takes seconds.
	longestCalibration = 2 * time.Second
)

// calibrate sets the workload up and times its serial pass, whose sum is checked.
func calibrate(ctx context.Context, w *workloads.Workload, by timer) (calibration, error) {
	defer machine.SetProcs(1)()
	setup, err := worker.Prepare(w)
	if err != nil {
		return calibration{}, err
	}
	if w, err = worker.Bind(w); err != nil {
		return calibration{}, err
	}
	c := calibration{setup: setup, timer: by}
	var logs []float64
	began := by.now()
	for len(logs) < calibrationBlocks && (len(logs) < 2 || by.now().Sub(began) < longestCalibration) {
		mean, err := c.block(ctx, w)
		if err != nil {
			return c, err
		}
		logs = append(logs, math.Log(mean))
	}
	var sum float64
	for i := 1; i < len(logs); i++ {
		sum += (logs[i] - logs[i-1]) * (logs[i] - logs[i-1])
	}
	c.noise = math.Sqrt(sum / float64(len(logs)-1))
	return c, nil
}

// block times passes for as long as the clock asks for, and returns their mean, in seconds. Single passes tell the
// fastest where the clock can tell them; where it steps too far, many a pass takes no time by it.
func (c *calibration) block(ctx context.Context, w *workloads.Workload) (mean float64, err error) {
	start := c.timer.now()
	var fastest time.Duration
	for n := 1; ; n++ {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		before := c.timer.now()
		sum, err := worker.RunShare(w.Run, 0, w.Size)
		if err != nil {
			return 0, fmt.Errorf("workload %s: %w", w.Name, err)
		}
		if sum != w.Sum {
			return 0, fmt.Errorf("workload %s: the sum of a pass is %d, %d expected", w.Name, sum, w.Sum)
		}
		now := c.timer.now()
		if took := now.Sub(before); n == 1 || took < fastest {
			fastest = took
		}
		if all := now.Sub(start); all >= max(calibrationBlock, c.timer.least()) {
			c.take(fastest, max(all/time.Duration(n), 1))
			return all.Seconds() / float64(n), nil
		}
	}
}

// take takes in the passes of a block: the fastest and their mean.
func (c *calibration) take(fastest, mean time.Duration) {
	if fastest < max(c.timer.least(), 1) {
		fastest = mean
	}
	if c.pass == 0 || fastest < c.pass {
		c.pass = fastest
	}
	if c.mean == 0 || mean < c.mean {
		c.mean = mean
	}
}

// farOff is how many times as long as it should be serial may take by a plan. Other programs make passes that much
// slower, and only a clock that can't be trusted makes more of it.
const farOff = 20

// check refuses a plan by which serial would take far longer than was set out.
func (c *calibration) check(p results.PlannedWorkload) error {
	planned, serial := p.Pass*time.Duration(p.Passes), float64(c.mean)*float64(p.Passes)
	if p.Passes == 1 || serial <= farOff*float64(planned) {
		return nil
	}
	return fmt.Errorf("workload %s: %d passes are to take %v, and would take %.3g s by the mean of the calibration: the clock "+
		"can't be trusted", p.Name, p.Passes, planned, serial/1e9)
}

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

// What starting costs, for the plan only.
const (
	startCell   = 3 * time.Millisecond
	startWorker = 12 * time.Millisecond
	startOther  = 60 * time.Millisecond // of a mode with another baseline than serial: an interpreter
)

// estimate is how long a sample of a cell is expected to take, with all that surrounds it.
func (r *Race) estimate(c cell, cal calibration) time.Duration {
	d := c.planned.Pass * time.Duration(c.planned.Passes)
	if !c.m.OneCore {
		d = d / time.Duration(min(c.workers, r.cores))
		if !keeps(c.m) {
			d += startWorker * time.Duration(c.workers)
		}
		d += (cal.setup * time.Duration((c.workers+r.cores-1)/r.cores))
	}
	if c.m.baseline() != "serial" {
		d += startOther
	}
	return d + startCell
}

// fit drops workloads from the end until the warm-up and the rounds that an interval needs fit into the budget.
func (r *Race) fit() {
	for {
		r.expect()
		rounds := MinRounds
		if r.exp.Rounds > 0 {
			rounds = min(rounds, r.exp.Rounds)
		}
		left := r.left()
		if r.exp.Budget == 0 || r.RoundTime*time.Duration(rounds+1) <= left {
			return
		}
		if len(r.Plan.Workloads) == 1 {
			r.note("the budget of %v is short: about %d rounds fit, an interval needs %d",
				r.exp.Budget, max(1, int(left/r.RoundTime)-1), MinRounds)
			return
		}
		dropped := r.drop()
		r.note("workload %s was dropped: %d rounds with it don't fit into the budget of %v", dropped, rounds, r.exp.Budget)
		i := len(r.Plan.Workloads) - 1
		r.Plan.Workloads = r.Plan.Workloads[:i]
	}
}

// expect adds up how long a round will take.
func (r *Race) expect() {
	r.RoundTime = 0
	for _, d := range r.estimates {
		r.RoundTime += d
	}
}

// drop takes the last workload out of the coming rounds.
func (r *Race) drop() (name string) {
	name = r.cells[len(r.cells)-1].w.Name
	delete(r.estimates, name)
	r.cells = slices.DeleteFunc(r.cells, func(c cell) bool { return c.w.Name == name })
	return name
}

// left is how much of the budget is left for rounds.
func (r *Race) left() time.Duration { return r.exp.Budget - r.exp.Reserve - time.Since(r.began) }

// Cells returns how many cells a round has.
func (r *Race) Cells() int { return len(r.cells) }

// Rounds returns about how many rounds there will be when all is done, without the warm-up.
func (r *Race) Rounds() int {
	fit := r.done + max(1, int(r.left()/max(r.RoundTime, 1))) - 1
	switch {
	case r.exp.Budget == 0:
		return r.exp.Rounds
	case r.exp.Rounds == 0:
		return max(1, fit)
	}
	return max(1, min(r.exp.Rounds, fit))
}

// Done returns how many rounds a resumed record has already, with the warm-up.
func (r *Race) Done() int { return r.done }
