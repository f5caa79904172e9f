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
	"corerace/results/locks"
	"corerace/results/stats"
)

// A Lab measures cases in rounds: each once in a round, in random order.
type Lab struct {
	Cases  []Case
	Rounds int           // 0 is as many as fit into Budget
	Budget time.Duration // for everything; 0 is no limit
	Seed   uint64        // of the random orders
	// Compare says that intervals of what is compared matter: where a budget says when to stop, the rounds from the
	// second to the last that an interval needs measure nothing else.
	Compare bool
	Notes   []string // of the plan
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
	perCase := time.Duration(0) // the longest of a round
	for round := 1; ; round++ {
		cases := l.of(round)
		took, err := l.round(ctx, sink, round, cases, began)
		if err != nil {
			return err
		}
		perCase = max(perCase, took/time.Duration(len(cases)))
		next := perCase * time.Duration(len(l.of(round+1)))
		reason := ""
		switch {
		case l.Rounds > 0 && round >= l.Rounds:
			reason = "rounds"
		case l.Budget > 0 && time.Since(began)+next > l.Budget:
			reason = "budget"
		}
		if reason != "" {
			return sink.End(results.End{T: time.Since(began), Reason: reason})
		}
	}
}

// of are the cases of a round.
func (l *Lab) of(round int) []Case {
	if !l.Compare || l.Rounds > 0 || round == 1 || round > stats.MinRounds {
		return l.Cases
	}
	var compared []Case
	for _, c := range l.Cases {
		if c.Subject.Rule() != Free && locks.GILCompares(c.Experiment, c.Spec.Threads, c.Spec.OneCore) {
			compared = append(compared, c)
		}
	}
	if len(compared) == 0 {
		return l.Cases
	}
	return compared
}

// round measures cases once.
func (l *Lab) round(ctx context.Context, sink Sink, round int, cases []Case, began time.Time) (time.Duration, error) {
	start, before := time.Now(), machine.ReadConditions()
	rng := rand.New(rand.NewPCG(l.Seed, uint64(round)))
	for done, i := range rng.Perm(len(cases)) {
		c := cases[i]
		line, err := l.measure(ctx, c)
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if err != nil {
			return 0, fmt.Errorf("%s, %s with %d threads: %w", c.Subject.Name(), c.Experiment, c.Spec.Threads, err)
		}
		line.Round, line.T = round, time.Since(began)
		if err := sink.GIL(line); err != nil {
			return 0, err
		}
		if l.Progress != nil {
			l.Progress(round, done+1, len(cases), line)
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
	line.Others = machine.ReadConditions().Since(before).Others
	return line, err
}
