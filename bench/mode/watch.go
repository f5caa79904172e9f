package mode

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"corerace/bench/machine"
)

// A watch waits for the workers of a job, and sees to it that it never waits for ever.
type watch struct {
	crew     *Crew
	job      *Job
	tallies  []Tally
	finished []bool
	errs     []error
	pending  int
}

// newWatch returns the watch of a job that all members of a crew begin.
func newWatch(c *Crew, j *Job) *watch {
	n := len(c.members)
	return &watch{c, j, make([]Tally, n), make([]bool, n), make([]error, n), n}
}

// grace is how long workers may take to end the share that they are at when a job is given up. It leaves the rest
// of a second to those who wait for the job.
const grace = 300 * time.Millisecond

// wait returns when the last worker has finished. When one fails, stays silent past the deadline, or ctx ends, the
// others are stopped and the error names the worker.
func (w *watch) wait(ctx context.Context) (end time.Time, err error) {
	deadline := w.job.Silence()
	// A twentieth of the deadline is as much as a silent worker is noticed late.
	tick := time.NewTicker(min(max(deadline/20, 5*time.Millisecond), 100*time.Millisecond))
	defer tick.Stop()
	var late <-chan time.Time
	if w.job.Limit > 0 {
		late = time.After(w.job.Limit)
	}
	// Progress is a claim by anybody, which costs the workers nothing. So one silent worker is noticed once the others
	// have left nothing to claim.
	var seen uint64
	quiet := machine.Now()
	for w.pending > 0 {
		select {
		case r := <-w.crew.done:
			quiet = machine.Now()
			end = latest(end, cmp.Or(r.tally.End, quiet))
			if w.take(r); r.err != nil {
				w.giveUp(grace)
				return end, r.err
			}
		case <-ctx.Done():
			w.giveUp(grace)
			return end, context.Cause(ctx)
		case <-late:
			w.giveUp(grace)
			return end, fmt.Errorf("not done after %v, which is far longer than was planned",
				w.job.Limit.Round(time.Second))
		case now := <-tick.C:
			if claimed := w.crew.cursor.Claimed(); claimed != seen || w.crew.Watched {
				seen, quiet = claimed, now
			} else if now.Sub(quiet) >= deadline {
				return end, w.silent(deadline)
			}
		}
	}
	return end, nil
}

// latest is the later of two times. The end of a job is that of its last worker, not of the last report of one.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// take writes down what a worker has reported.
func (w *watch) take(r report) {
	w.tallies[r.i] = r.tally
	w.finished[r.i] = true
	w.errs[r.i] = r.err
	w.pending--
}

// silent ends the workers that haven't finished, and names the first of them.
func (w *watch) silent(deadline time.Duration) error {
	late := slices.Index(w.finished, false)
	w.giveUp(0)
	err := fmt.Errorf("silent for %v, past its deadline", deadline.Round(time.Millisecond))
	if w.errs[late] != nil {
		return fmt.Errorf("%w; %w", w.errs[late], err)
	}
	return fmt.Errorf("worker %d: %w", late, err)
}

// giveUp stops all workers: by leaving them nothing to claim, and those that go on for longer than patience by
// ending them. A goroutine can't be ended: one that never returns is left behind.
func (w *watch) giveUp(patience time.Duration) {
	w.crew.cursor.Stop()
	w.drain(patience)
	for i, m := range w.crew.members {
		if !w.finished[i] {
			m.worker.Close()
		}
	}
	w.drain(grace)
}

// drain takes the reports that come within some time.
func (w *watch) drain(patience time.Duration) {
	late := time.After(patience)
	for w.pending > 0 {
		select {
		case r := <-w.crew.done:
			w.take(r)
		case <-late:
			return
		}
	}
}
