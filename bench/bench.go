// Package bench is the door to running a workload in different modes and measuring them side by side.
//
//	mode/      the contract: Mode, Spec, Pool, Job, Worker, and the modes of a few lines
//	process/   the parent's side of worker processes      worker/    what such a process runs, and nothing else
//	gil/       the locks of interpreters, and the modes behind them
//	language/  interpreters of other languages, and the modes in them
//	race/      the experiment: rounds of every cell       cost/      what it costs to start, to hand over, to move
//	lab/       experiments on locks                       machine/   what this machine is, and what its cores did
//
// A program of its own needs few names, which are here: [Hook], [Open] for one pool, [Experiment] for a race, [Modes]
// and [FindMode]. Processes are this program itself, started again: one whose workers may be processes calls Hook first
// in main.
package bench

import (
	"context"

	"corerace/bench/mode"
	"corerace/bench/race"
)

// What a mode is made of: see package mode.
type (
	Mode         = mode.Mode
	Option       = mode.Option
	Spec         = mode.Spec
	Pool         = mode.Pool
	Worker       = mode.Worker
	Job          = mode.Job
	Tally        = mode.Tally
	Outcome      = mode.Outcome
	UnknownError = mode.UnknownError
)

// What an experiment is made of: see package race.
type (
	Experiment = race.Experiment
	Race       = race.Race
	Sink       = race.Sink
	Kept       = race.Kept
)

// Each makes an Open from a function that starts worker i and returns when it is ready. The worker runs on the
// goroutine that start was called on.
func Each(start func(ctx context.Context, i int, s Spec) (Worker, error)) func(context.Context, Spec) (Pool, error) {
	return mode.Each(start)
}

// FindMode returns the mode that is spelt name or name:key=value:key=value.
func FindMode(modes []*Mode, spelling string) (*Mode, error) { return mode.FindMode(modes, spelling) }
