package verdict

import (
	"fmt"

	"corerace/results/conditions"
	"corerace/results/stats"
)

// noClaim is the sentence of a verdict that the conditions don't carry.
func (v Verdict) noClaim(best, next string) string {
	if v.Unknown {
		return fmt.Sprintf("%s: no verdict, conditions unknown: %s, so no claim about wall times is made.", v.Workload,
			v.Why)
	}
	s := v.Workload + ": inconclusive, " + v.Why
	switch {
	case v.Why != conditions.ReasonBusy: // and a projection would rest on CPU time that isn't the work's
		return s + ": no claim about wall times is made."
	case v.BestProjected.N == 0 || v.NextProjected.N == 0:
		return s + ": other programs had too much of its cores for any claim about wall times."
	}
	return s + ". Projected to an idle machine, " + v.projection(best, next)
}

// projection says how fast the two modes would be on an idle machine, the faster one first.
func (v Verdict) projection(best, next string) string {
	faster, slower := v.BestProjected.Center, v.NextProjected.Center
	serialWins, serialLoses := v.Best == v.serial(), v.Next == v.serial()
	if slower > faster { // against each other the two came out the other way round
		faster, slower, best, next = slower, faster, next, best
		serialWins, serialLoses = serialLoses, serialWins
	}
	if serialWins {
		return fmt.Sprintf("no mode beats %s: %s comes closest, at %s×.", best, next, stats.Fixed(slower, 2))
	}
	s := fmt.Sprintf("%s is %s× as fast as %s", best, stats.Fixed(faster, 2), v.Baseline)
	if serialLoses {
		return s + "."
	}
	return s + fmt.Sprintf(", %s %s×.", next, stats.Fixed(slower, 2))
}
