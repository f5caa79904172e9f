// Package rounds measures in rounds: when to stop, in which order, and under which conditions. What a round measures is
// its caller's.
//
//	warm-up   round 1   round 2   …     as many as were asked for, or as fit into the budget
//	c a b     b a c     a c b           each in an order that the seed and its number say
//
// It knows the clock, the budget and the machine, and not what is measured.
package rounds

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

// A Plan says how many rounds there are.
type Plan struct {
	Rounds int           // without the warm-up; 0 is as many as fit into Budget
	Budget time.Duration // for everything; 0 is no limit
	Seed   uint64        // of the random orders
	// Progress, where it isn't nil, is told each round that ends, 0 being the warm-up.
	Progress func(round int, took time.Duration)
	// Kept, where it isn't nil, is told the line of each round that ends, and ends the rounds with its error.
	Kept func(results.Round) error
}

// CheckEnd returns an error where nothing says when to stop.
func (p *Plan) CheckEnd() error {
	if p.Rounds <= 0 && p.Budget <= 0 {
		return errors.New("neither rounds nor a budget: nothing says when to stop")
	}
	return nil
}

// A Sequel is what rounds came to.
type Sequel[S any] struct {
	Samples []S             // of whole rounds, without the warm-up's
	Rounds  []results.Round // whole ones, the warm-up among them
}

// Empty returns whether nothing was measured but the warm-up.
func (s *Sequel[S]) Empty() bool { return len(s.Rounds) < 2 }

// An Experiment is what is measured in rounds: samples of one kind, for a run of its own.
type Experiment[R, S any] interface {
	// Open gets ready what the rounds need. What it opened before it failed is closed by Close.
	Open(ctx context.Context) error
	Round(ctx context.Context, round int, rng *rand.Rand) (samples []S, err error) // is a Round
	// Keep writes down what was measured, and returns all there is to say of it.
	Keep(done Sequel[S]) *R
	Close() error
}

// Measure opens an experiment, measures rounds of it as Run does, and closes it. With an error comes what was measured
// before, in whole rounds; nil where that is nothing.
func Measure[R, S any](ctx context.Context, p Plan, x Experiment[R, S]) (run *R, err error) {
	began := time.Now()
	defer func() { err = errors.Join(err, x.Close()) }()
	if err := x.Open(ctx); err != nil {
		return nil, err
	}
	done, err := Run(ctx, p, began, x.Round)
	if done.Empty() {
		return nil, err
	}
	return x.Keep(done), err
}

// A Round measures everything once, in an order that rng says, and returns what it measured.
type Round[S any] func(ctx context.Context, round int, rng *rand.Rand) (samples []S, err error)

// Run measures rounds with one until they are done, or the next one wouldn't end within the budget, which counts from
// began. The warm-up is no measure of how long a round takes: it also finds out how much fits into one.
//
// With an error, which is that of one, comes what was measured before.
func Run[S any](ctx context.Context, p Plan, began time.Time, one Round[S]) (done Sequel[S], err error) {
	for longest := time.Duration(0); ; {
		round, from, before, children := len(done.Rounds), time.Now(), machine.ReadConditions(), machine.DescendantsCPU()
		samples, err := one(ctx, round, rand.New(rand.NewPCG(p.Seed, uint64(round))))
		if err != nil {
			return done, err
		}
		line := results.Round{Round: round, T: from.Sub(began), Wall: time.Since(from)}
		during := machine.ReadConditions().Since(before)
		during.Ours(machine.DescendantsCPU()-children, line.Wall)
		during.Into(&line)
		done.Rounds = append(done.Rounds, line)
		if p.Progress != nil {
			p.Progress(round, line.Wall)
		}
		if p.Kept != nil {
			if err := p.Kept(line); err != nil {
				return done, err
			}
		}
		if round > 0 {
			done.Samples, longest = append(done.Samples, samples...), max(longest, line.Wall)
		}
		if p.over(round, time.Since(began)+longest) {
			return done, nil
		}
	}
}

// over returns whether a round was the last, where one more would end at the time next.
func (p *Plan) over(round int, next time.Duration) bool {
	return p.Rounds > 0 && round >= p.Rounds || round > 0 && p.Budget > 0 && next > p.Budget
}
