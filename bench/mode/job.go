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

	Cursor *worker.Cursor
	Chunk  uint64        // shares that a worker is given at once; 0 is one
	Limit  time.Duration // most time that it may take altogether; 0: none
	Parts  int           // equal parts that every pass is cut into, one a worker; 0: shares are claimed
}

// DefaultDeadline is the shortest deadline of a silent worker.
const DefaultDeadline = 2 * time.Second

// Silence is how long the workers may be silent. The deadline is meant for single shares and is twenty of them or more,
// so for chunks it is longer in proportion.
func (j *Job) Silence() time.Duration {
	return cmp.Or(j.Deadline, DefaultDeadline) * time.Duration(1+min(j.Chunk, j.Shares())/20)
}

// Claim returns the number of the next share. It makes a Job a [worker.Claimer].
func (j *Job) Claim() uint64 { return j.Cursor.Claim() }

// Loop claims shares and runs them until none is left.
func (j *Job) Loop(run func(lo, hi int) uint64) (Tally, error) {
	sum, shares, err := worker.Loop(j.Cursor, j.Grid, run)
	return Tally{Sum: sum, Shares: shares}, err
}

// loop is Loop for worker i, whose shares may have been set beforehand.
func (j *Job) loop(i int, run func(lo, hi int) uint64) (Tally, error) {
	if j.Parts == 0 {
		return j.Loop(run)
	}
	sum, shares, err := worker.Loop(j.Part(i, j.Parts), j.Grid, run)
	return Tally{Sum: sum, Shares: shares}, err
}
