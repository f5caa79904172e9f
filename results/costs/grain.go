package costs

import (
	"cmp"
	"fmt"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A GrainRun is what was measured to tell how short a share and a job may be in each mode.
type GrainRun struct {
	Seed    string          `json:"seed"`
	Started time.Time       `json:"started"`
	Host    results.Machine `json:"host"`
	Workers int             `json:"workers"`
	Cores   int             `json:"cores"`     // that could be used at once
	Work    time.Duration   `json:"work_ns"`   // serial wall time of a job, as calibrated
	Budget  time.Duration   `json:"budget_ns"` // 0: none
	Modes   []GrainCell     `json:"modes"`     // the first is the serial baseline
	// NotHere are the modes that the system refused processes or memory, with the reason.
	NotHere []string        `json:"not_here,omitempty"`
	Samples []GrainSample   `json:"samples"`
	Rounds  []results.Round `json:"rounds"`
}

// A GrainCell is a mode of a GrainRun.
type GrainCell struct {
	Mode    string `json:"mode"`
	Workers int    `json:"workers"`
	AtOnce  int    `json:"at_once"` // workers that can run at the same time
	// Shares has for each length the number of shares that the job was cut into, ascending. The shortest lengths are
	// left out where the job would take too long.
	Shares []int64 `json:"shares"`
}

// A GrainSample is one mode in one round: its workers were started once, and did the same job cut into shares of
// every length.
type GrainSample struct {
	Round int             `json:"round"` // from 1
	Mode  string          `json:"mode"`
	Start time.Duration   `json:"start_ns"` // starting all workers
	Walls []time.Duration `json:"walls_ns"` // in the order of the cell's Shares
}

// A Grain is what a GrainRun says.
type Grain struct {
	Workers    int                   `json:"workers"`
	Rounds     int                   `json:"rounds"`
	Work       time.Duration         `json:"work_ns"`
	Conditions conditions.Conditions `json:"conditions"`
	// Doubt says why nothing may be claimed, as Conditions.Doubt does; "" where something may. Then no mode beats, is
	// near or pays from any length.
	Doubt  string      `json:"doubt,omitempty"`
	Modes  []GrainMode `json:"modes"` // without the serial baseline
	Serial GrainMode   `json:"serial"`
	Notes  []string    `json:"notes"`
}

// A GrainMode is what a mode's shares and workers cost, and from where they pay. Times are in seconds.
type GrainMode struct {
	Mode    string `json:"mode"`
	Workers int    `json:"workers"`
	// Start is the time to start a worker, and Share what a share costs the worker that takes it.
	Start stats.Estimate `json:"start_seconds"`
	Share stats.Estimate `json:"share_seconds"`
	// Limit is the speedup over serial that shares without a cost would reach.
	Limit stats.Estimate `json:"limit"`
	// Behind is the wall over that of goroutines with the longest shares.
	Behind stats.Estimate `json:"wall_over_goroutines"`
	// Beats is the share length from which the mode beats serial, Near the one from which it is within 5 % of
	// goroutines, and Pays the serial length of a job from which starting fresh workers pays. 0 is any length; one
	// that rests on no round isn't there up to the greatest length that was measured.
	Beats  stats.Estimate `json:"beats_serial_from_seconds"`
	Near   stats.Estimate `json:"near_goroutines_from_seconds"`
	Pays   stats.Estimate `json:"starting_pays_from_seconds"`
	Points []GrainPoint   `json:"points"`
	Words  string         `json:"words"`
}

// A GrainPoint is a mode with shares of one length.
type GrainPoint struct {
	Length  time.Duration  `json:"length_ns"`
	Shares  int64          `json:"shares"`
	Speedup stats.Estimate `json:"speedup"` // over serial with shares of the same length, paired in each round
}

// grainNear is how much longer than goroutines is near, grainGain the least speedup that is worth a claim, and
// grainReps how often a bootstrap draws: all of them together take about a second.
const (
	grainNear = 0.05
	grainGain = 1.05
	grainReps = 1000
)

// SummarizeGrain estimates what the shares and workers of each mode cost. A job of serial length W, cut into k shares,
// takes
//
//	wall(k) = W/s + k·b
//
// where s is the mode's limit and b the part of a share's cost that isn't hidden by other workers: c = b × workers at
// once. Both come from the median wall over the rounds at each length, by least squares of the relative residuals.
// With L = W/k, wall(k) ≤ wall of serial gives L ≥ (b − b₁) ÷ (1 − 1/s), which is (c − n·b₁) ÷ (n − 1) where s = n;
// wall(k) ≤ 1.05 × that of goroutines gives L ≥ (b − 1.05·b₂) ÷ (1.05/s₂ − 1/s), which is (c − 1.05·c₂) ÷ 0.05 where
// s₂ = s = n; and W/s + start ≤ W gives W ≥ start ÷ (1 − 1/s). Intervals are bootstrapped over whole rounds.
//
// The line fits an atomic add well and a pipe less, where longer shares were seen to cost more. So a length that lies
// between two that were measured is taken from those two alone.
//
// Where some rounds were quiet, others not, and the quiet ones are enough for an interval, all rests on those alone.
// Quiet is judged by what other programs used, never by a wall time.
func SummarizeGrain(run *GrainRun, seed uint64) *Grain {
	rounds, note := grainRounds(run)
	t := newGrainTable(run, rounds)
	g := &Grain{Workers: run.Workers, Rounds: t.rounds, Work: run.Work, Notes: []string{grainMoved}}
	if note != "" {
		g.Notes = append(g.Notes, note)
	}
	for _, why := range run.NotHere {
		g.Notes = append(g.Notes, "Left out: "+why+".")
	}
	g.Conditions = conditions.Of(run.Host, rounds...)
	g.Doubt = g.Conditions.Doubt(g.Rounds)
	for i, c := range run.Modes {
		m := t.mode(i, seed)
		if i == 0 {
			m.Words = c.Mode + ": a share costs " + lengthWords(m.Share) + "."
			if !g.Conditions.Claimable() {
				m.leaveOpen(g.Conditions.Why(g.Rounds))
			}
			g.Serial = m
			continue
		}
		if g.Doubt != "" && m.Limit.N > 0 {
			m.leaveOpen(g.Conditions.Why(g.Rounds))
		} else {
			m.Words = m.sentence(t.goroutines > 0 && t.goroutines != i)
		}
		g.Modes = append(g.Modes, m)
	}
	return g
}

// leaveOpen takes back what a mode says of the lengths from which it pays, for the rounds don't bear it.
func (m *GrainMode) leaveOpen(why string) {
	m.Beats, m.Near, m.Pays = stats.Estimate{}, stats.Estimate{}, stats.Estimate{}
	if why == conditions.TooFew {
		why += fmt.Sprintf(" (no interval: needs %d rounds)", stats.MinRounds)
	}
	m.Words = m.Mode + ": inconclusive, " + why + "."
}

// mode estimates one mode of the table.
func (t *grainTable) mode(i int, seed uint64) GrainMode {
	c := t.run.Modes[i]
	m := GrainMode{Mode: c.Mode, Workers: c.Workers}
	boot := func(stat func(idx []int) float64) stats.Estimate {
		return stats.Bootstrap(t.rounds, seed, grainReps, stat)
	}
	m.Start = boot(func(idx []int) float64 { return t.start(i, idx) / float64(c.Workers) })
	m.Share = boot(func(idx []int) float64 { return t.line(i, idx).b * float64(cmp.Or(c.AtOnce, 1)) })
	m.Limit = boot(func(idx []int) float64 { return t.line(0, idx).a / t.line(i, idx).a })
	for j, k := range c.Shares[:min(len(c.Shares), len(t.walls[0]))] {
		m.Points = append(m.Points, GrainPoint{Length: t.run.Work / time.Duration(max(k, 1)), Shares: k,
			Speedup: stats.PairedRatio(t.walls[0][j], t.walls[i][j])})
	}
	if i == 0 {
		return m
	}
	if m.gains() {
		m.Beats = boot(func(idx []int) float64 { return t.within(i, 0, 1, idx) })
		m.Pays = boot(func(idx []int) float64 { return t.pays(i, idx) })
	}
	if t.goroutines > 0 && t.goroutines != i {
		m.Behind = stats.PairedRatio(t.walls[i][0], t.walls[t.goroutines][0])
		m.Near = boot(func(idx []int) float64 { return t.within(i, t.goroutines, 1+grainNear, idx) })
	}
	return m
}

// gains reports whether shares without a cost would beat serial by enough to be worth a claim.
func (m GrainMode) gains() bool {
	if m.Limit.HasInterval() {
		return m.Limit.Lo > grainGain
	}
	return m.Limit.Center > grainGain
}
