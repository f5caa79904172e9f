package race

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
)

// Run measures round after round until the rounds are done or the next one wouldn't end within the budget. What
// was handed to the sink before an error stays good. A record that was ended by ctx or by an error has no end line.
func (r *Race) Run(ctx context.Context, sink Sink) error {
	g := &going{Race: r, sink: sink, looks: r.looks(), seen: r.before, start: time.Now().Add(-r.offset),
		spent: map[string]time.Duration{}}
	if err := g.begin(); err != nil {
		return err
	}
	g.record()
	defer g.streams.stop()
	defer g.kept.close()
	if g.exp.Rounds > 0 && g.done > g.exp.Rounds { // only the end was missing
		return g.end(ReasonRounds)
	}
	for round := r.done; ; round++ {
		if err := g.round(ctx, round); err != nil {
			return err
		}
		if reason := g.stop(round); reason != "" {
			return g.end(reason)
		}
		if err := g.thin(round); err != nil {
			return err
		}
	}
}

// end writes the last line, and returns the first guard that broke.
func (g *going) end(reason string) error {
	if err := g.endRecording(); err != nil {
		return err
	}
	if err := g.sink.End(results.End{T: time.Since(g.start), Reason: reason}); err != nil {
		return err
	}
	return g.broken
}

// A going is a race that is under way.
type going struct {
	*Race
	sink    Sink
	streams streams
	start   time.Time
	longest time.Duration            // of the rounds so far
	spent   map[string]time.Duration // by workload, in the last round
	broken  error                    // the first guard that broke, or mode that was refused
	out     []cell                   // that the system refused to start
	kept    keeper                   // pools that stay from round to round
	looks   verdict.Looks            // rounds after which the precision is looked at
	seen    results.Record           // what the precision is judged by
	grant   *grant                   // as it was at the end of the last round
}

// begin writes the header, or where a record goes on, that it does.
func (g *going) begin() error {
	if !g.resumed {
		return g.sink.Run(g.header())
	}
	return g.sink.Note(results.Note{T: g.offset,
		Text: fmt.Sprintf("the run was cut short here, and went on with round %d on %s",
			g.done, time.Now().UTC().Format(time.DateTime))})
}

// round measures every cell once, in the order that the seed gives to this round.
func (g *going) round(ctx context.Context, round int) error {
	began := time.Now()
	t := time.Since(g.start)
	before, unwaited := machine.ReadConditions(), g.unwaitedCPU()
	clear(g.spent)
	rng := rand.New(rand.NewPCG(g.exp.Seed, uint64(round)))
	for pos, i := range rng.Perm(len(g.cells)) {
		cellBegan := time.Now()
		c := g.cells[i]
		if g.isOut(c) {
			continue
		}
		t, err := g.measure(ctx, c, round)
		if err != nil {
			if err = g.refused(ctx, c, err); err != nil {
				return fmt.Errorf("%v: %w", c, err)
			}
			continue
		}
		s := &t.sample
		s.Round, s.Pos = round, pos
		if err := g.sink.Sample(*s); err != nil {
			return err
		}
		if err := g.writeHolds(t); err != nil {
			return err
		}
		g.spent[c.workload()] += time.Since(cellBegan)
		g.seen.Samples = append(g.seen.Samples, *s)
	}
	if err := g.leaveOut(); err != nil {
		return err
	}
	took := time.Since(began)
	g.longest = max(g.longest, took)
	line := results.Round{Round: round, T: t, Wall: time.Since(g.start) - t, CoreSpeeds: g.coreSpeeds(ctx)}
	after := machine.ReadConditions()
	during := after.Since(before)
	during.Ours(g.unwaitedCPU()-unwaited, line.Wall)
	during.Into(&line)
	if err := g.granted(&line, after); err != nil {
		return err
	}
	g.seen.Rounds = append(g.seen.Rounds, line)
	return g.sink.Round(line)
}

// granted says in a round's line what this program may use by now, where that isn't what it might when the run began,
// and notes when it changes.
func (g *going) granted(line *results.Round, now machine.Reading) error {
	if g.exp.unprobed {
		return nil
	}
	at := grant{now.Allowed, now.Quota}
	if g.grant == nil {
		g.grant = &grant{g.Machine.CoresAllowed, g.Machine.CPUQuota}
	}
	changed := conditions.Changed(g.grant.cores, at.cores, g.grant.quota, at.quota)
	g.grant = &at
	if !slices.Equal(at.cores, g.Machine.CoresAllowed) {
		line.CoresAllowed = at.cores
	}
	if at.quota != g.Machine.CPUQuota {
		line.CPUQuota = &at.quota
	}
	if changed == "" {
		return nil
	}
	return g.sink.Note(results.Note{T: time.Since(g.start), Text: fmt.Sprintf("in round %d %s", line.Round, changed)})
}

// A grant is how much of the machine this program may use: some cores, and of their time what a quota grants.
type grant struct {
	cores []int
	quota float64
}

// writeHolds writes who had the lock in a sample, where there is one.
func (g *going) writeHolds(t taking) error {
	if len(t.holds) == 0 {
		return nil
	}
	s := &t.sample
	left := max(0, s.Lock.HandOffs+1-int64(len(t.holds)))
	return g.sink.Holds(results.Holds{Round: s.Round, Cell: s.Cell, Twin: s.Twin, Holds: t.holds, Left: left})
}

// unwaitedCPU is what the agents, the kept pools and what modes keep beside their pools have used so far. They are
// waited for at the end, so the system doesn't count them as ours before.
func (g *going) unwaitedCPU() (sum time.Duration) {
	sum = g.kept.cpu
	for _, a := range g.agents() {
		sum += a.cpu
	}
	if g.contest.CPU != nil {
		sum += g.contest.CPU()
	}
	for _, m := range g.exp.Modes {
		if m.Unwaited != nil {
			sum += m.Unwaited()
		}
	}
	return sum
}

// agents are those that take samples in this race.
func (r *Race) agents() (all []*Agent) {
	for _, c := range r.cells {
		if c.agent != nil && !slices.Contains(all, c.agent) {
			all = append(all, c.agent)
		}
	}
	return all
}

// stop returns why this round was the last, or "".
func (g *going) stop(round int) string {
	if reason := g.look(round); reason != "" {
		return reason
	}
	if g.exp.Rounds > 0 && round >= g.exp.Rounds {
		return ReasonRounds
	}
	if g.exp.Budget > 0 && round > 0 && g.longest > g.left() {
		return ReasonBudget
	}
	return ""
}

// thin drops workloads, after a round, where the rounds that an interval needs don't fit into what is left of the
// budget.
func (g *going) thin(round int) error {
	need := MinRounds
	if g.exp.Rounds > 0 {
		need = min(need, g.exp.Rounds)
	}
	for g.exp.Budget > 0 && round < need && len(g.estimates) > 1 {
		var sum time.Duration
		for name := range g.estimates {
			sum += g.spent[name]
		}
		if sum*time.Duration(need-round) <= g.left() {
			return nil
		}
		name := g.drop()
		g.longest = sum - g.spent[name]
		g.kept.drop(name)
		text := fmt.Sprintf("workload %s was dropped after round %d: the machine is slower than at calibration, and "+
			"%d rounds "+
			"with it don't fit into the budget of %v", name, round, need, g.exp.Budget)
		if err := g.sink.Note(results.Note{T: time.Since(g.start), Text: text}); err != nil {
			return err
		}
	}
	return nil
}

// take takes one sample of a cell: here, in the build that it belongs to, or as its contender does.
func (g *going) take(ctx context.Context, c cell, round int) (t taking, err error) {
	switch {
	case c.contender != nil:
		return c.contender.sample(ctx, round, g.streams.mark)
	case c.agent != nil:
		g.streams.mark()
		t.sample, err = c.agent.sample(ctx, c, g.deadline(c))
		g.streams.mark()
		t.start = time.Now().Add(-t.sample.Wall)
		return t, err
	}
	return g.kept.take(ctx, c, g.deadline(c), g.terms(c), g.streams.mark)
}

// measure takes one sample of a cell, and sees to what came with it.
func (g *going) measure(ctx context.Context, c cell, round int) (taking, error) {
	t, err := g.take(ctx, c, round)
	for _, d := range t.deaths {
		d.Round, d.T = round, d.T+t.start.Sub(g.start)
		if err := g.sink.Death(d); err != nil {
			return taking{}, err
		}
	}
	if err != nil {
		return taking{}, err
	}
	s := &t.sample
	s.T, s.Twin = t.start.Sub(g.start), c.twin
	if c.m != nil && process.Keeps(c.m) && s.Spawn > 0 {
		if err := g.sink.Note(results.Note{T: s.T, Text: keptNote(c, *s)}); err != nil {
			return taking{}, err
		}
	}
	if s.Error != "" && g.broken == nil {
		g.broken = fmt.Errorf("%v: %s", c, s.Error)
	}
	return t, nil
}

// Most time that a sample may take: longestStart, and far longer than it is expected to, as on a busy machine.
const (
	longestStart = 10 * time.Second
	farTooLong   = 30
)

// terms are those of a sample of a cell.
func (g *going) terms(c cell) terms {
	on := terms{recover: !g.exp.NoRecover, memory: g.exp.WorkerMemory,
		limit: longestStart + farTooLong*g.estimate(c, calibration{})}
	if g.Machine.Epoch != nil {
		on.hidden = g.Machine.Epoch.Hidden()
	}
	return on
}

// meanShare is how long a share of a cell takes in the mean, as it was calibrated; 0 where it wasn't.
func meanShare(c cell) time.Duration {
	return time.Duration(float64(c.planned.Pass) * float64(c.planned.Share) / float64(c.w.Size))
}

// deadline is how long the workers of a cell may be silent.
func (g *going) deadline(c cell) time.Duration {
	if g.exp.Deadline > 0 {
		return g.exp.Deadline
	}
	share := meanShare(c)
	crowd := time.Duration((c.workers + g.Race.cores - 1) / g.Race.cores) // workers that wait for a core
	least := mode.DefaultDeadline
	if c.m != nil && c.m.Foreign {
		least = foreignDeadline
	}
	return max(least, 20*share*crowd)
}

// foreignDeadline is the shortest deadline of an interpreter: what it compiles or collects beside a busy machine is none
// of its workers' silence.
const foreignDeadline = 10 * time.Second
