package conditions

import (
	"fmt"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// Conditions are averages over the rounds that are estimated, and what they mean for the estimates.
type Conditions struct {
	// Verdict is "quiet", "noisy" or "inconclusive", by the median round's contention: the machine may have been too
	// busy for any claim about wall times, or its host took too much of the time. It is "unknown" where most rounds
	// don't tell, and then there is no claim either. What isn't known is nil.
	Verdict string `json:"verdict"`
	// Contention is that of the median round: what others and the hypervisor took of the time that this program might
	// use, over all that it might. Under a quota that is what they took beyond the capacity that the quota leaves
	// unused.
	Contention *float64 `json:"contention,omitempty"`
	// QuietRounds are those whose own contention is quiet; 0 where the host took most without a word.
	QuietRounds int `json:"quiet_rounds"`
	// UnknownRounds are those that don't tell what others took.
	UnknownRounds int `json:"unknown_rounds,omitempty"`
	// Others is the cores' worth of time that other programs used of the allowed cores.
	Others    *float64 `json:"others,omitempty"`
	Elsewhere *float64 `json:"elsewhere,omitempty"` // and of the machine's other cores; nil where there are none
	// Steal is the cores' worth of time that the hypervisor took of the allowed cores.
	Steal *float64 `json:"steal,omitempty"`
	Load1 *float64 `json:"load1,omitempty"` // highest load average over one minute
	// Throttled is the time that a quota held the run back, all cores added up, over the length of its rounds.
	Throttled *float64 `json:"throttled,omitempty"`
	// Hidden is the share of the time that the host of a virtual machine took without a word, before the first round:
	// from one core, or from all that were busy at once, whichever is more.
	Hidden *float64 `json:"hidden,omitempty"`
	// SlowestCore is the speed of the slowest allowed core over that of the fastest, by the medians of the rounds; 1
	// where they weren't measured. Below 0.95, speedups are against a baseline at the mean speed of the cores.
	SlowestCore float64 `json:"slowest_core"`
}

// Verdicts on the conditions of a run.
const (
	Quiet        = "quiet"
	Noisy        = "noisy"
	Inconclusive = "inconclusive" // the machine was too busy: no claim about wall times is made
	Unknown      = "unknown"      // most rounds don't tell: no claim about wall times is made
)

// The contention from which a round is noisy, and from which it is busy. On a virtual machine with two cores whose
// other tenants took more than the second, two goroutines measured 1.07 where the truth was 2.
const (
	noisyContention = 0.10
	busyContention  = 0.30
)

// The share of the time that the host may take without a word: above the first it is warned of, and above the second
// no wall time says anything.
const (
	hiddenDoubt = 0.05
	hiddenMost  = 0.30
)

// throttledDoubt is the share of a run for which a quota may hold it back before a reader is told.
const throttledDoubt = 0.05

// ReasonBusy is the Reason of a machine whose other programs took too much.
const ReasonBusy = "the machine was busy"

// recordOf is a record of nothing but a host and rounds.
func recordOf(host results.Machine, rounds []results.Round) *results.Record {
	return &results.Record{Run: results.Run{Hosts: []results.Machine{host}}, Rounds: rounds}
}

// OfRecord are those of a record of which nothing else is summed up.
func OfRecord(rec *results.Record) Conditions { return NewTaking(rec).Conditions() }

// Conditions averages over the rounds after the warm-up, each by its length, and judges them by the median round.
func (t *Taking) Conditions() Conditions {
	c := Conditions{Verdict: Unknown}
	rounds, all := t.rounds()
	var others, steal, elsewhere, load average
	var contentions []float64
	for i, r := range rounds {
		if r.Load1 != nil {
			load.add(*r.Load1, 1)
		}
		if x := all[i]; x.known {
			w := r.Wall.Seconds()
			others.add(x.others, w)
			elsewhere.add(x.elsewhere, w)
			if r.Steal != nil {
				steal.add(x.steal, w)
			}
		}
		switch x := all[i].contention; {
		case x == nil:
			c.UnknownRounds++
		default:
			contentions = append(contentions, *x)
			if judge(*x) == Quiet {
				c.QuietRounds++
			}
		}
	}
	c.Others, c.Steal, c.Load1 = others.mean(), steal.mean(), load.largest()
	if t.grant.part() {
		c.Elsewhere = elsewhere.mean()
	}
	c.Throttled = throttledShare(rounds, t.grant.machine)
	c.Hidden = t.hidden()
	if 2*len(contentions) >= len(rounds) && len(contentions) > 0 {
		c.Contention = new(stats.Median(contentions))
		c.Verdict = judge(*c.Contention)
	}
	if c.hidden() > hiddenMost {
		c.Verdict, c.QuietRounds = Inconclusive, 0
	}
	return c
}

// An average adds up weighted numbers.
type average struct {
	sum, weight, most float64
	n                 int
}

func (a *average) add(x, weight float64) {
	a.most = max(a.most, x)
	a.sum, a.weight, a.n = a.sum+x*weight, a.weight+weight, a.n+1
}

// mean is nil where nothing was added that counts.
func (a *average) mean() *float64 {
	switch {
	case a.n == 0:
		return nil
	case a.weight <= 0:
		return new(a.most)
	}
	return new(a.sum / a.weight)
}

// largest is nil where nothing was added.
func (a *average) largest() *float64 {
	if a.n == 0 {
		return nil
	}
	return new(a.most)
}

// throttledShare is the time that a quota held the run back over the length of its rounds; nil where none tells. Where
// several cores were stopped at once each counts, so it can be above 1. A round in which more was stopped than a machine
// of so many cores has, 0 for unknown, doesn't tell: it can't be true.
func throttledShare(rounds []results.Round, cores float64) *float64 {
	const slack = 1.05 // the two are read one after the other
	var held, wall time.Duration
	for _, r := range rounds {
		if r.Throttled == nil || cores > 0 && r.Throttled.Seconds() > slack*cores*r.Wall.Seconds() {
			continue
		}
		held, wall = held+*r.Throttled, wall+r.Wall
	}
	if wall <= 0 {
		return nil
	}
	return new(held.Seconds() / wall.Seconds())
}

func judge(contention float64) string {
	switch {
	case contention > busyContention:
		return Inconclusive
	case contention > noisyContention:
		return Noisy
	}
	return Quiet
}

// Claimable is whether the conditions bear claims about wall times.
func (c Conditions) Claimable() bool { return c.Verdict == Quiet || c.Verdict == Noisy }

// hidden is the share that the host took without a word, 0 where that isn't known.
func (c Conditions) hidden() float64 {
	if c.Hidden == nil {
		return 0
	}
	return *c.Hidden
}

// HostTook is whether the host of a virtual machine took so much time without a word that CPU time is more than the
// work's.
func (c Conditions) HostTook() bool { return c.hidden() > hiddenDoubt }

// HostTookMost is whether the host of a virtual machine took so much that nothing is claimed.
func (c Conditions) HostTookMost() bool { return c.hidden() > hiddenMost }

// Throttle says, as a clause, that a quota held the run back for a part of it that shows; "" where it didn't.
func (c Conditions) Throttle() string {
	if c.Throttled == nil || *c.Throttled <= throttledDoubt {
		return ""
	}
	return fmt.Sprintf("a quota held this program back: its threads were stopped for %.0f %% of the time, all cores "+
		"added up, so modes that want more than it grants are as slow as it makes them", 100**c.Throttled)
}

// Reason is what keeps claims away, as a clause; "" where nothing does.
func (c Conditions) Reason() string {
	switch {
	case c.HostTookMost():
		return fmt.Sprintf("the host took %.0f %% of the time without a word", 100*c.hidden())
	case c.Verdict == Inconclusive:
		return ReasonBusy
	case !c.Claimable():
		return "what other programs used of the cores isn't known"
	}
	return ""
}
