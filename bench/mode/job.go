package mode

import (
	"cmp"
	"time"

	"corerace/bench/worker"
)

// A Job is a number of passes over a workload, cut into shares that any worker may claim.
type Job struct {
	worker.Grid
	// Deadline is how long the workers may be silent: nothing claimed and nothing finished. 0 is 2 s.
	Deadline time.Duration

	Cursor  *worker.Cursor
	Workers int           // that claim from it
	Chunk   uint64        // shares that a worker is given at once; 0 is one
	Limit   time.Duration // most time that it may take altogether; 0: none
	Parts   int           // equal parts that every pass is cut into, one a worker; 0: shares are claimed
}

// DefaultDeadline is the shortest deadline of a silent worker.
const DefaultDeadline = 2 * time.Second

// Silence is how long the workers may be silent. The deadline is meant for single shares and is twenty of them or more,
// so for chunks it is longer in proportion. The lots that workers claim are some microseconds, and need no longer one.
func (j *Job) Silence() time.Duration {
	return cmp.Or(j.Deadline, DefaultDeadline) * time.Duration(1+min(j.Chunk, j.Shares())/20)
}

// Claim returns the number of the next share.
func (j *Job) Claim() uint64 { return j.Cursor.Claim(1) }

// Loop claims shares and runs them until none is left. Short ones are claimed several at a time.
func (j *Job) Loop(run func(lo, hi int) uint64) (Tally, error) {
	claims := j.Cursor.Guided(j.Shares(), j.Workers)
	t, err := j.work(claims, run)
	t.Lots.Claims, t.Lots.Most = claims.Lots()
	return t, err
}

// LoopSingly is Loop, with every share claimed by itself.
func (j *Job) LoopSingly(run func(lo, hi int) uint64) (Tally, error) {
	return j.work(j.Cursor.Singly(j.Shares()), run)
}

// loop is Loop for worker i, whose shares may have been set beforehand.
func (j *Job) loop(i int, run func(lo, hi int) uint64) (Tally, error) {
	if j.Parts == 0 {
		return j.Loop(run)
	}
	return j.work(j.Part(i, j.Parts), run)
}

// work runs the shares that a worker has a claim to.
func (j *Job) work(c worker.Claimer, run func(lo, hi int) uint64) (Tally, error) {
	sum, shares, err := worker.Loop(c, j.Grid, run)
	return Tally{Sum: sum, Shares: shares}, err
}
