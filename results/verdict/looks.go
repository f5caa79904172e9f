package verdict

import (
	"corerace/results"
	"corerace/results/stats"
)

// Looks are the numbers of rounds after which a run may ask whether it knows enough, in ascending order. They are set
// before the run, and it is looked at nowhere else.
type Looks []int

// LooksTo returns the looks of a run of at most so many rounds: 10, 15, 20, 30, 40, 60, 80, 120 and on like that, and
// the last round. A run of fewer than 10 rounds has the last alone.
func LooksTo(rounds int) Looks {
	var looks Looks
	for n := 10; n < rounds; n *= 2 {
		looks = append(looks, n)
		if n+n/2 < rounds {
			looks = append(looks, n+n/2)
		}
	}
	return append(looks, rounds)
}

// lookLevel is the confidence at each of several looks.
const lookLevel = 0.97

// Confidence is the confidence that the intervals must have at look i, from 0, for those at which the run stops to
// cover with 95 %. It is 97 % at each of several looks, and 95 % where there is but one.
//
// A run that stops when its intervals are narrow stops a little too often when they are too narrow by chance: with
// 95 % at every look they covered with 92 % to 96 % in simulations of eight looks, normal, spiked and heavy-tailed
// noise; with 96 %, 94 % to 97 %; with 97 %, 96 % to 98 %, for up to a third more rounds. Spending α over the
// looks (5 % ÷ looks, or in the manner of Pocock or O'Brien and Fleming) covered with 97 % to 100 % and took half as
// many rounds again to three times as many: it keeps the interval of every look at once, which a run needs that may
// stop because a difference has become significant. None may here.
//
// Source: Chow and Robbins, On the asymptotic theory of fixed-width sequential confidence intervals for the mean,
// Annals of Mathematical Statistics 36 (1965); what it costs at few rounds is the simulation's, of which the package's
// tests hold a smaller copy. What spending is: Lan and DeMets, Biometrika 70 (1983).
func (l Looks) Confidence(i int) float64 {
	if len(l) < 2 {
		return stats.Level
	}
	return lookLevel
}

// ShouldStop reports whether estimates with the confidence of a look are as precise as the target, a ratio less 1:
// whether the half-width of every interval is at most the target. It doesn't ask where the intervals lie, so a run
// never stops because a difference became significant. An estimate without an interval is not precise, but one that
// rests on no round at all is no reason to go on.
func ShouldStop(estimates []stats.Estimate, target float64) bool {
	measured := false
	for _, e := range estimates {
		if e.N == 0 {
			continue
		}
		measured = true
		if !(e.HalfWidth() <= target) {
			return false
		}
	}
	return measured
}

// MeasuredAt is the speedup of every cell of a record, in the order of a Summary's cells, with intervals that have at
// least the confidence given: what ShouldStop asks for at a look.
func MeasuredAt(rec *results.Record, confidence float64) []stats.Estimate {
	t := newTable(rec)
	estimates := make([]stats.Estimate, 0, len(t.cells))
	for _, c := range t.cells {
		mine, theirs := t.againstBaseline(c)
		estimates = append(estimates, stats.PairedRatioAt(seconds(theirs, wallOf), seconds(mine, wallOf), confidence))
	}
	return estimates
}
