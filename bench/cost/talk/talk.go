// Package talk measures what it costs to hand a message over: between goroutines, between threads and between
// processes, in the ways that an operating system and a language offer, and beside them in Python.
//
//	this side                        the other side: a goroutine, a thread or a process
//	   │  message 1 ──────────────────>  │
//	   │  <────────────────── message 1  │    a round trip, one at a time
//	   │
//	   │  message 1, 2, 3 … n ────────>  │    a stream: as fast as it goes,
//	   │  <────────────────── message n  │    with one answer at its end
//
// Every message carries its number, in many places, and whoever receives it looks at them: a way that drops a message,
// doubles it or tears it is an error, not a figure.
//
// Waiting never spins: a waiting side is parked by the runtime or asleep in the kernel, for there are as few cores as
// sides, and the core that one spins on is the one that the other needs.
//
// It knows how messages go, and Python only by the programs it asks. What the figures bear is said in results/costs.
package talk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/bench/cost/rounds"
	"corerace/bench/language"
	"corerace/bench/language/python"
	"corerace/bench/machine"
	"corerace/results/costs"
)

// A Talk measures ways in rounds: in each, every way carries messages of every size, in random order.
type Talk struct {
	Ways   []Way
	Sizes  []int               // bytes of a message, from MinSize to MaxSize
	Python *python.Interpreter // nil: Python's ways aren't measured
	Slice  time.Duration       // how long one exchange is to take; 0 is 5 ms
	// Measured, where it isn't nil, is told the samples of each round after the warm-up, before the round's line, and
	// ends the rounds with its error.
	Measured func([]costs.TalkSample) error
	rounds.Plan
}

// The sizes of a message.
const (
	MinSize = 8
	MaxSize = 16 << 20
)

// Sizes are those that are measured where nobody asks for others.
func Sizes() []int { return []int{8, 64, 1 << 10, 64 << 10, 1 << 20} }

const defaultSlice = 5 * time.Millisecond

// Run measures until the rounds are done, or the next one wouldn't end within the budget. The warm-up finds out how
// many messages fit into a slice. A way that isn't on this machine is named with the reason, and is no error.
// With an error comes what was measured before, in whole rounds; nil where that is nothing.
func (t *Talk) Run(ctx context.Context) (*costs.TalkRun, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	return rounds.Measure(ctx, t.Plan, &going{Talk: t})
}

func (t *Talk) check() error {
	if len(t.Ways) == 0 || len(t.Sizes) == 0 {
		return errors.New("no way or no size: nothing to measure")
	}
	for _, size := range t.Sizes {
		if size < MinSize || size > MaxSize {
			return fmt.Errorf("a message of %d bytes: %d to %d expected", size, MinSize, MaxSize)
		}
	}
	return t.CheckEnd()
}

// A going is a Talk that is under way.
type going struct {
	*Talk
	run   costs.TalkRun
	cells []*cell
	host  *language.Driver // Python, for all of its ways; nil where there is none
}

// A cell is a way that is open, with the number of messages that each of its exchanges takes.
type cell struct {
	way    Way
	pair   pair
	sizes  []int
	counts map[exchange]int
}

// An exchange is what is measured of a cell.
type exchange struct {
	pattern pattern
	size    int
}

// Open opens the ways that are here. One that the system refuses a process or memory is named with the reason, and the
// others are measured.
func (g *going) Open(ctx context.Context) error {
	facts := machine.Facts(ctx)
	g.run = costs.TalkRun{Seed: strconv.FormatUint(g.Seed, 10), Started: time.Now().UTC().Truncate(time.Second),
		Host:   facts,
		Budget: g.Budget, Sizes: g.Sizes}
	all := opening{largest: slices.Max(g.Sizes)}
	if g.Python != nil {
		g.run.Python = g.Python.Version
		var err error
		if g.host, err = language.Start(g.Python.Path, pythonSource); err != nil && !child.Refused(err) {
			return err
		}
		if err != nil {
			all.without = err.Error()
		}
	}
	all.python = g.host
	for _, w := range g.Ways {
		p, err := w.open(ctx, all)
		if _, no := errors.AsType[*notHere](err); no || child.Refused(err) {
			g.run.NotHere = append(g.run.NotHere, fmt.Sprintf("%s: %s", w, reason(err)))
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", w, err)
		}
		c := &cell{way: w, pair: p, sizes: g.Sizes, counts: map[exchange]int{}}
		if w.sizeless {
			c.sizes = []int{MinSize}
		}
		g.cells = append(g.cells, c)
		g.run.Cells = append(g.run.Cells, costs.TalkCell{Way: w.Name, Between: w.Between})
	}
	if len(g.cells) == 0 {
		return fmt.Errorf("none of the ways is on this machine: %s", strings.Join(g.run.NotHere, "; "))
	}
	return nil
}

// reason says in words why a way isn't here.
func reason(err error) string {
	if no, ok := errors.AsType[*notHere](err); ok {
		return no.why
	}
	return err.Error()
}

// Keep implements rounds.Experiment.
func (g *going) Keep(done rounds.Sequel[costs.TalkSample]) *costs.TalkRun {
	g.run.Samples, g.run.Rounds = done.Samples, done.Rounds
	return &g.run
}

// Close ends the other sides.
func (g *going) Close() error {
	var errs []error
	for _, c := range g.cells {
		errs = append(errs, c.pair.close())
	}
	if g.host != nil {
		errs = append(errs, g.host.Close())
	}
	return errors.Join(errs...)
}

// Round measures every cell at every size once, in random order.
func (g *going) Round(ctx context.Context, round int, rng *rand.Rand) (samples []costs.TalkSample, err error) {
	for _, i := range rng.Perm(len(g.cells)) {
		c := g.cells[i]
		for _, j := range rng.Perm(len(c.sizes)) {
			s, err := g.measure(ctx, c, c.sizes[j], round)
			if err != nil {
				return nil, fmt.Errorf("%s, messages of %d bytes: %w", c.way, c.sizes[j], err)
			}
			samples = append(samples, s)
		}
	}
	if g.Measured != nil && round > 0 {
		err = g.Measured(samples)
	}
	return samples, err
}

func (g *going) measure(ctx context.Context, c *cell, size, round int) (costs.TalkSample, error) {
	s := costs.TalkSample{Round: round, Way: c.way.Name, Between: c.way.Between, Size: size}
	trips, err := g.exchange(ctx, c, exchange{trip, size})
	if err != nil {
		return s, err
	}
	s.Trip, s.Trip99, s.Trips = trips.median, trips.p99, trips.messages
	streamed, err := g.exchange(ctx, c, exchange{stream, size})
	s.PerSecond, s.Messages = streamed.perSecond, streamed.messages
	return s, err
}

// exchange takes as many messages as fit into a slice. How many that is, the first time finds out: it sends more and
// more, until they take long enough to tell.
func (g *going) exchange(ctx context.Context, c *cell, e exchange) (figures, error) {
	slice := sliceOf(g.Slice, machine.TimerStep())
	if n, ok := c.counts[e]; ok {
		return c.pair.exchange(ctx, order{pattern: e.pattern, size: e.size, count: n})
	}
	for n := 4; ; n *= 4 {
		began := machine.Now()
		f, err := c.pair.exchange(ctx, order{pattern: e.pattern, size: e.size, count: n})
		if err != nil {
			return f, err
		}
		took := machine.Now().Sub(began)
		if took < slice/2 && n < maxCount/4 {
			continue
		}
		n = countFor(e.pattern, slice, took/time.Duration(n))
		began = machine.Now() // again: the first ones were cold
		if f, err = c.pair.exchange(ctx, order{pattern: e.pattern, size: e.size, count: n}); err != nil {
			return f, err
		}
		c.counts[e] = countFor(e.pattern, slice, machine.Now().Sub(began)/time.Duration(n))
		return f, nil
	}
}

// clockSteps is how many steps of the clock long an exchange must be: its time is known to 2 % then.
const clockSteps = 50

// sliceOf is how long an exchange is to take where the plan says so, or 0, and the clock makes such steps. Where an
// exchange can be over within one step, it takes no time by the clock, and as many messages as there may be seem to fit.
func sliceOf(planned, step time.Duration) time.Duration {
	if planned <= 0 {
		planned = defaultSlice
	}
	return max(planned, clockSteps*step)
}

// tailTrips is how many round trips a 99th percentile wants, and tailSlices how many slices they may take.
const (
	tailTrips  = 100
	tailSlices = 5
)

// countFor is how many messages to send where each takes so long.
func countFor(p pattern, slice, each time.Duration) int {
	each = max(each, 1)
	n := int(slice / each)
	if p == trip && n < tailTrips {
		n = min(tailTrips, int(tailSlices*slice/each))
	}
	return min(max(n, 4), maxCount)
}
