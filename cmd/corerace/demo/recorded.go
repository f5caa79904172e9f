package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"corerace/bench/machine"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
)

// Recorded plays a record of a race: of every mode the cell with most workers, round by round at the speed that it had.
type Recorded struct {
	rec      *results.Record
	sum      *verdict.Summary
	workload string
	cells    []verdict.CellSummary
	rounds   []int // that are played
	pace     func(ctx context.Context, d time.Duration) error
}

// NewRecorded prepares a record of a race to be played: the workload of a name, or the first where that is ""; at most so
// many workers, 0 being any; and as many rounds as a base takes length for, but one at least.
func NewRecorded(rec *results.Record, workload string, workers int, length time.Duration) (*Recorded, error) {
	p := &Recorded{rec: rec, sum: verdict.Summarize(rec), workload: workload, pace: pause}
	if rec.Run.Imported != nil {
		return nil, errors.New("another tool measured it, and recorded no cores")
	}
	if len(p.sum.Cells) == 0 {
		return nil, errors.New("it has no race to play")
	}
	if workload == "" {
		p.workload = p.sum.Cells[0].Workload
	}
	p.cells = p.pick(workers)
	if len(p.cells) == 0 {
		return nil, fmt.Errorf("it has no samples of workload %q", legible.CleanName(p.workload))
	}
	p.rounds = p.fitting(length)
	return p, p.playable()
}

// longest is how long a round of a mode may take: nobody watches one for longer, and a record may say anything.
const longest = time.Minute

// playable says which round takes too long to be played, or nil.
func (p *Recorded) playable() error {
	for _, c := range p.cells {
		for _, s := range p.samples(c) {
			if s.Wall > longest && slices.Contains(p.rounds, s.Round) {
				return fmt.Errorf("round %d of %s takes %v: one of at most %v can be played", s.Round,
					legible.CleanName(c.Mode), s.Wall.Round(time.Second), longest)
			}
		}
	}
	return nil
}

// pick is the cell with most workers of every mode, in the order of the plan.
func (p *Recorded) pick(workers int) (cells []verdict.CellSummary) {
	for _, c := range p.sum.Cells {
		if c.Workload != p.workload || c.Build != "" || c.Wall == 0 || workers > 0 && c.Workers > workers {
			continue
		}
		i := slices.IndexFunc(cells, func(x verdict.CellSummary) bool { return x.Mode == c.Mode })
		switch {
		case i < 0:
			cells = append(cells, c)
		case content.IsBaseline(c) || !content.IsBaseline(cells[i]) && c.Workers > cells[i].Workers:
			cells[i] = c
		}
	}
	return cells
}

// fitting are the numbers of the rounds that are played: as many as the first cell takes length for.
func (p *Recorded) fitting(length time.Duration) (rounds []int) {
	var sum time.Duration
	for _, s := range p.samples(p.cells[0]) {
		if sum += s.Wall; len(rounds) > 0 && sum > length {
			break
		}
		rounds = append(rounds, s.Round)
	}
	return rounds
}

// samples are those of a cell that are estimated, in the order of their rounds.
func (p *Recorded) samples(c verdict.CellSummary) (all []*results.Sample) {
	for i, s := range p.rec.All() {
		if s.Cell == c.Cell && !s.Twin && s.Round > 0 && s.Error == "" && !s.Recovered && s.Wall > 0 {
			all = append(all, p.rec.SampleAt(i))
		}
	}
	slices.SortStableFunc(all, func(a, b *results.Sample) int { return a.Round - b.Round })
	return all
}

// Begin implements Source.
func (p *Recorded) Begin(_ context.Context, t *Texts) ([]string, error) {
	return []string{
		t.say("recording", "machine", scene.MachineLine(p.host()), "date", p.rec.Run.Started.Format(time.DateOnly),
			"conditions", t.say("recording."+p.sum.Conditions.Verdict), "workload", legible.CleanName(p.workload),
			"rounds", t.number(float64(p.sum.Rounds), 0)),
		t.say("recording.plays", "rounds", t.number(float64(len(p.rounds)), 0)),
	}, nil
}

// host is the machine that it was recorded on.
func (p *Recorded) host() results.Machine {
	if len(p.rec.Run.Hosts) == 0 {
		return results.Machine{}
	}
	return p.rec.Run.Hosts[0]
}

// Acts implements Source.
func (p *Recorded) Acts() (all []Act) {
	turns := map[string]bool{}
	docs := map[string]string{}
	for _, m := range p.rec.Run.Plan.Modes {
		docs[m.Name] = m.Doc
		turns[m.Name] = m.OneAtATime != nil && *m.OneAtATime
	}
	for _, s := range p.rec.All() {
		turns[s.Mode] = turns[s.Mode] || s.Lock != nil // older records don't say it of their modes
	}
	bases := map[string]bool{}
	for _, c := range p.cells {
		if !content.IsBaseline(c) {
			bases[c.Baseline] = true
		}
	}
	for _, c := range p.cells {
		a := Act{Mode: c.Mode, Doc: docs[c.Mode], Workers: c.Workers, All: machine.Usable(p.host()), Turns: turns[c.Mode],
			IsBase: bases[c.Mode]}
		if !content.IsBaseline(c) {
			a.Base = c.Baseline
		}
		all = append(all, a)
	}
	return all
}

// Recorded implements Source.
func (p *Recorded) Recorded() bool { return true }

// Close implements Source.
func (p *Recorded) Close() error { return nil }

// Play implements Source: it shows what the cores did in the rounds of a cell, one after the other.
func (p *Recorded) Play(ctx context.Context, act int, show func(Point)) (Result, error) {
	c := p.cells[act]
	r := Result{Act: p.Acts()[act], Cores: c.OwnCores, Conditions: p.sum.Conditions}
	if r.Base != "" {
		r.Measured, r.Projected = c.Measured, c.Projected
	}
	for _, s := range p.samples(c) {
		if !slices.Contains(p.rounds, s.Round) {
			continue
		}
		for _, at := range p.points(s) {
			if err := p.pace(ctx, at.T); err != nil {
				return Result{}, err
			}
			r.Wall += at.T
			if at.Busy != nil || at.Own != nil {
				at.T = r.Wall
				show(at)
			}
		}
	}
	return r, nil
}

// points are what the cores did in a sample, in parts of equal length, which is the T of each.
func (p *Recorded) points(s *results.Sample) (all []Point) {
	n := max(1, int((s.Wall+interval/2)/interval))
	busy := scene.Spans(p.rec.Cores, s.T, s.T+s.Wall)
	own := scene.Spans(conditions.OwnAsCores(p.rec.Own), s.T, s.T+s.Wall)
	for i := range n {
		from, to := s.T+s.Wall*time.Duration(i)/time.Duration(n), s.T+s.Wall*time.Duration(i+1)/time.Duration(n)
		at := Point{T: to - from}
		if shares, covered := scene.Average(busy, from, to); covered > 0 {
			at.Busy = shares
		}
		if shares, covered := scene.Average(own, from, to); covered > 0 {
			at.Own = shares
		}
		all = append(all, at)
	}
	return all
}
