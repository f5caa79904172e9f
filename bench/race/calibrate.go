package race

import (
	"context"
	"fmt"
	"math"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/worker"
	"corerace/results"
	"corerace/workloads"
)

// clockSteps is how many steps of the clock long a time must be: it is known to 2 % then.
const clockSteps = 50

// farOff is how many times as long as it should be serial may take by a plan. Where the CPU time isn't known, other
// programs make passes that much slower, too, and hardly more.
const farOff = 20

// A calibration is what one workload costs here.
type calibration struct {
	setup time.Duration // 0: there is none, or it was done before
	pass  time.Duration // the fastest serial pass
	mean  time.Duration // of the passes of the fastest block
	cpu   time.Duration // the same of this program's CPU time; 0: the system doesn't tell, or too coarsely
	noise float64       // standard deviation of the log ratio of two neighbouring blocks of passes

	timer timer
}

// A timer is a clock, and the smallest step that it makes: 0 where that isn't known. Beside it may be a clock of the CPU
// time that this program used; nil where none is known.
type timer struct {
	now  func() time.Time
	step time.Duration
	cpu  func() time.Duration
}

// used is the CPU time that this program used, 0 where that isn't known.
func (t timer) used() time.Duration {
	if t.cpu == nil {
		return 0
	}
	return t.cpu()
}

// least is the shortest time that the clock can tell.
func (t timer) least() time.Duration { return clockSteps * t.step }

// finest is the finest clock of the system.
func finest() timer { return timer{machine.Now, machine.TimerStep(), ownCPU} }

// A calibration times blocks of passes. Neighbouring blocks do the same, so they show the noise of the machine.
const (
	calibrationBlocks = 8
	calibrationBlock  = 20 * time.Millisecond // at least, and clockSteps steps of the clock
	// longestCalibration is when no further block is begun: a pass over blocks of 64 MiB takes seconds.
	longestCalibration = 2 * time.Second
)

// calibrate times the serial pass of a workload that is bound, and checks its sum.
func calibrate(ctx context.Context, w *workloads.Workload, by timer) (calibration, error) {
	defer machine.SetProcs(1)()
	c := calibration{timer: by}
	var logs []float64
	began := by.now()
	for len(logs) < calibrationBlocks && (len(logs) < 2 || by.now().Sub(began) < longestCalibration) {
		mean, err := c.block(ctx, w)
		if err != nil {
			return c, err
		}
		logs = append(logs, math.Log(mean))
	}
	// The mean square of successive differences, so that a drift over the calibration isn't taken for noise. It is that
	// of a ratio of two blocks, as the noise of a paired ratio is: it isn't halved.
	//
	// Source: von Neumann, Kent, Bellinson and Hart, The Mean Square Successive Difference, Annals of Mathematical
	// Statistics 12 (1941).
	var sum float64
	for i := 1; i < len(logs); i++ {
		sum += (logs[i] - logs[i-1]) * (logs[i] - logs[i-1])
	}
	c.noise = math.Sqrt(sum / float64(len(logs)-1))
	return c, nil
}

// passError is that a pass in this process has another sum than the workload's.
func passError(w *workloads.Workload, sum uint64) error {
	if w.Unpublished {
		return fmt.Errorf("workload %s: the sum of a pass is %d, and was %d before: an item hasn't the same value each time",
			w.Name, sum, w.Sum)
	}
	return fmt.Errorf("workload %s: the sum of a pass is %d, %d expected", w.Name, sum, w.Sum)
}

// block times passes for as long as the clock asks for, and returns their mean, in seconds. Single passes tell the
// fastest where the clock can tell them; where it steps too far, many a pass takes no time by it.
func (c *calibration) block(ctx context.Context, w *workloads.Workload) (mean float64, err error) {
	start, used := c.timer.now(), c.timer.used()
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
			return 0, passError(w, sum)
		}
		now := c.timer.now()
		if took := now.Sub(before); n == 1 || took < fastest {
			fastest = took
		}
		if all := now.Sub(start); all >= max(calibrationBlock, c.timer.least()) {
			c.take(fastest, max(all/time.Duration(n), 1), (c.timer.used()-used)/time.Duration(n))
			return all.Seconds() / float64(n), nil
		}
	}
}

// take takes in the passes of a block: the fastest, their mean, and that of their CPU time.
func (c *calibration) take(fastest, mean, cpu time.Duration) {
	if fastest < max(c.timer.least(), 1) {
		fastest = mean
	}
	if c.pass == 0 || fastest < c.pass {
		c.pass = fastest
	}
	if c.mean == 0 || mean < c.mean {
		c.mean = mean
	}
	if c.cpu == 0 || cpu > 0 && cpu < c.cpu {
		c.cpu = cpu
	}
}

// check refuses a plan by which serial would take far longer than was set out. What is waited for a core doesn't count,
// where the CPU time is known: that is the machine's doing, and not the clock's.
func (c *calibration) check(p results.PlannedWorkload) error {
	mean := c.mean
	if c.cpu > 0 {
		mean = min(mean, c.cpu)
	}
	planned, serial := p.Pass*time.Duration(p.Passes), float64(mean)*float64(p.Passes)
	if p.Passes == 1 || serial <= farOff*float64(planned) {
		return nil
	}
	return fmt.Errorf("workload %s: %d passes are to take %v, and would take %.3g s by the mean of the calibration: "+
		"the clock can't be trusted", p.Name, p.Passes, planned, serial/1e9)
}

// A pass in another baseline than serial is timed for so long, and at least once.
const passInTime = 200 * time.Millisecond

// passIn returns about how long a pass of a workload takes a worker of a mode, the fastest of some, whose sums are
// checked, and what surrounds a sample of it: the start of the worker, until it is warm, and its end.
func passIn(ctx context.Context, m *mode.Mode, w *workloads.Workload) (pass, around time.Duration, err error) {
	began := time.Now()
	k, err := Keep(ctx, m, w, 1, passInTime, passInTime)
	if err != nil {
		return 0, 0, err
	}
	around = time.Since(began)
	defer func() {
		ends := time.Now()
		k.Close()
		around += time.Since(ends)
	}()
	defer k.Enter()()
	k.deadline = mode.DefaultReadyWithin
	for start := time.Now(); pass == 0 || time.Since(start) < passInTime; {
		o, err := k.Run(ctx, 1)
		if err != nil {
			return 0, 0, err
		}
		if pass == 0 {
			around -= o.Made
		}
		if pass == 0 || o.Wall < pass {
			pass = max(o.Wall, 1)
		}
	}
	return pass, around, nil
}

// PassTime sets a workload up and returns about how long its serial pass takes here.
func PassTime(ctx context.Context, w *workloads.Workload) (time.Duration, error) {
	if err := w.Check(); err != nil {
		return 0, err
	}
	c, err := calibrateAlone(ctx, w)
	return c.pass, err
}

// Noise returns how far the same serial work differs from one time to the next: the standard deviation of the log ratio
// of two neighbouring blocks of passes of some 20 ms.
func Noise(ctx context.Context, w *workloads.Workload) (float64, error) {
	c, err := calibrateAlone(ctx, w)
	return c.noise, err
}

// calibrateAlone is the calibration of a workload that is in no plan.
func calibrateAlone(ctx context.Context, w *workloads.Workload) (calibration, error) {
	w, _, err := bind(w)
	if err != nil {
		return calibration{}, err
	}
	return calibrate(ctx, w, finest())
}
