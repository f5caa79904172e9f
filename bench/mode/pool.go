package mode

import (
	"context"
)

// A Pool is a number of workers that are ready, and what they share.
type Pool interface {
	// Run gives the job to all workers at once and returns when the last sum is in. An error ends the pool: it
	// names the worker that failed.
	Run(ctx context.Context, j Job) (Outcome, error)
	// Close ends the workers and waits for them.
	Close() error
}
