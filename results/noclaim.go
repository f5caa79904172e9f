package results

import "fmt"

// noClaim is the sentence of a verdict that the conditions don't carry.
func (v Verdict) noClaim(best, next string) string {
	if v.Unknown {
		return fmt.Sprintf("%s: no verdict, conditions unknown: %s, so no claim about wall times is made.", v.Workload, v.Why)
	}
	s := v.Workload + ": inconclusive, " + v.Why
	if v.BestProjected.N == 0 || v.NextProjected.N == 0 {
		if v.Why == busyWhy {
			return s + ": other programs had too much of its cores for any claim about wall times."
		}
		return s + ": no claim about wall times is made."
	}
	s += fmt.Sprintf(". Projected to an idle machine, %s is %s× as fast as %s", best, fixed(v.BestProjected.Center, 2), v.Baseline)
	if v.Next == v.serial() {
		return s + "."
	}
	return s + fmt.Sprintf(", %s %s×.", next, fixed(v.NextProjected.Center, 2))
}
