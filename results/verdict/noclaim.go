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
	s += fmt.Sprintf(". Projected to an idle machine, %s is %s× as fast as %s",
		best, stats.Fixed(v.BestProjected.Center, 2), v.Baseline)
	if v.Next == v.serial() {
		return s + "."
	}
	return s + fmt.Sprintf(", %s %s×.", next, stats.Fixed(v.NextProjected.Center, 2))
}
