package conditions

import (
	"fmt"
	"strings"

	"corerace/results"
	"corerace/results/stats"
)

// doubt says why nothing may be claimed about wall times, without a full stop; "" where something may.
func (c Conditions) doubt() string {
	switch {
	case c.Claimable():
		return ""
	case c.Verdict == Inconclusive && !c.HostTookMost() && c.Contention != nil:
		return fmt.Sprintf("the machine was busy, other programs and the hypervisor had %.0f %% of the cores' time "+
			"in the median round",
			100**c.Contention)
	case c.Verdict == Inconclusive:
		return c.Reason()
	}
	return "conditions unknown, " + c.Reason()
}

// TooFew is why fewer than MinRounds bear no claim, in a few words.
const TooFew = "too few rounds"

// Why says in a few words why rounds under these conditions bear no claim about wall times, for a title; "" where they
// bear one.
func (c Conditions) Why(rounds int) string {
	switch {
	case c.Verdict == Inconclusive:
		return c.Reason()
	case !c.Claimable():
		return "conditions unknown"
	case rounds < stats.MinRounds:
		return TooFew
	}
	return ""
}

// Doubt says why rounds under these conditions bear no claim about wall times, as a sentence that stands before the
// figures and in place of what they would show; "" where they bear one. An interval needs MinRounds.
func (c Conditions) Doubt(rounds int) string {
	var why []string
	if d := c.doubt(); d != "" {
		why = append(why, d)
	}
	if rounds < stats.MinRounds {
		measured := fmt.Sprintf("%d rounds were", rounds)
		if rounds == 1 {
			measured = "1 round was"
		}
		why = append(why, fmt.Sprintf("%s measured, an interval needs %d", measured, stats.MinRounds))
	}
	if len(why) == 0 {
		return ""
	}
	return "Inconclusive: " + strings.Join(why, "; ") + "."
}

// Of judges some rounds on a machine, as those of a record are judged.
func Of(host results.Machine, rounds ...results.Round) Conditions {
	return OfRecord(recordOf(host, rounds))
}
