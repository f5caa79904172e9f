package lab

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

// A Lab measures cases in rounds: each once in every round, in random order.
type Lab struct {
	Cases  []Case
	Rounds int           // 0 is as many as fit into Budget
	Budget time.Duration // for everything; 0 is no limit
	Seed   uint64        // of the random orders
	Notes  []string      // of the plan
	// Progress, where it isn't nil, is told each measurement that is done, of so many in a round.
	Progress func(round, done, of int, line results.GIL)
}

// A Sink takes what is measured, as it comes. *results.Writer is one.
type Sink interface {
	Run(results.Run) error
	GIL(results.GIL) error
	Round(results.Round) error
	End(results.End) error
}

// Run measures until the rounds are done, or the next one wouldn't end within the budget. What was handed to the sink
// before an error stays good.
func (l *Lab) Run(ctx context.Context, sink Sink) error {
	if len(l.Cases) == 0 {
		return errors.New("there is nothing to measure")
	}
	if l.Rounds <= 0 && l.Budget <= 0 {
		return errors.New("neither rounds nor a budget: nothing says when to stop")
	}
	began := time.Now()
	plan := results.Plan{Rounds: l.Rounds, Budget: l.Budget, Notes: l.Notes}
	err := sink.Run(results.Run{Started: began.UTC().Truncate(time.Second), Seed: strconv.FormatUint(l.Seed, 10),
		Hosts: []results.Machine{machine.Facts(ctx)}, Plan: plan})
	if err != nil {
		return err
	}
	for round, longest := 1, time.Duration(0); ; round++ {
		took, err := l.round(ctx, sink, round, began)
		if err != nil {
			return err
		}
		longest = max(longest, took)
		reason := ""
		switch {
		case l.Rounds > 0 && round >= l.Rounds:
			reason = "rounds"
		case l.Budget > 0 && time.Since(began)+longest > l.Budget:
			reason = "budget"
		}
		if reason != "" {
			return sink.End(results.End{T: time.Since(began), Reason: reason})
		}
	}
}

// round measures every case once.
func (l *Lab) round(ctx context.Context, sink Sink, round int, began time.Time) (time.Duration, error) {
	start, before := time.Now(), machine.ReadConditions()
	rng := rand.New(rand.NewPCG(l.Seed, uint64(round)))
	for done, i := range rng.Perm(len(l.Cases)) {
		line, err := l.measure(ctx, l.Cases[i])
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if err != nil {
			return 0, fmt.Errorf("%s, %s with %d threads: %w", l.Cases[i].Subject.Name(), l.Cases[i].Experiment, l.Cases[i].Spec.Threads, err)
		}
		line.Round, line.T = round, time.Since(began)
		if err := sink.GIL(line); err != nil {
			return 0, err
		}
		if l.Progress != nil {
			l.Progress(round, done+1, len(l.Cases), line)
		}
	}
	line := results.Round{Round: round, T: start.Sub(began), Wall: time.Since(start)}
	machine.ReadConditions().Since(before).Into(&line)
	return line.Wall, sink.Round(line)
}

// measure measures one case, with what other programs used meanwhile.
func (l *Lab) measure(ctx context.Context, c Case) (results.GIL, error) {
	runtime.GC()
	before := machine.ReadConditions()
	line, err := c.do(ctx)
	if others := machine.ReadConditions().Since(before).Others; others != nil {
		line.Others = *others
	}
	return line, err
}
