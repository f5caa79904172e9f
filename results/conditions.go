package results

import "fmt"

// Verdicts on the conditions of a run.
const (
	Quiet        = "quiet"
	Noisy        = "noisy"
	Inconclusive = "inconclusive" // the machine was too busy: no claim about wall times is made
	Unknown      = "unknown"      // no round tells
)

// The contention from which a round is noisy, and from which it is busy. On a virtual machine with two cores whose
// other tenants took more than the second, two goroutines measured 1.07 where the truth was 2.
const (
	noisyContention = 0.10
	busyContention  = 0.30
)

// contention is the share of the run's cores that it didn't get in a round: other programs or the hypervisor did.
func (r Round) contention(cores float64) float64 { return max(0, r.Others+r.Steal) / cores }

// conditions averages over the rounds after the warm-up, each by its length, and judges them by the median round.
func conditions(rec *Record, cores float64) Conditions {
	c := Conditions{Verdict: Unknown}
	var total float64
	var contentions []float64
	for _, r := range rec.Rounds {
		if r.Round == 0 {
			continue
		}
		w := r.Wall.Seconds()
		total += w
		c.Others += r.Others * w
		c.Steal += r.Steal * w
		c.Load1 = max(c.Load1, r.Load1)
		if cores > 0 {
			contentions = append(contentions, r.contention(cores))
		}
	}
	if total > 0 {
		// Each is the difference of two clocks, and nothing may read a little below 0.
		c.Others, c.Steal = max(0, c.Others/total), max(0, c.Steal/total)
	}
	if len(contentions) > 0 {
		c.Contention = median(contentions)
		c.Verdict = judge(c.Contention)
	}
	for _, x := range contentions {
		if judge(x) == Quiet {
			c.QuietRounds++
		}
	}
	return c
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

// quietRounds are the numbers of the rounds that were quiet, or nil where all were or none tells.
func quietRounds(rec *Record, cores float64) map[int]bool {
	if cores <= 0 {
		return nil
	}
	quiet, all := map[int]bool{}, true
	for _, r := range rec.Rounds {
		if judge(r.contention(cores)) == Quiet {
			quiet[r.Round] = true
		} else {
			all = false
		}
	}
	if all {
		return nil
	}
	return quiet
}

// busy is the sentence of a verdict that the conditions don't carry.
func (v Verdict) busy(best, next string) string {
	s := v.Workload + ": inconclusive, the machine was busy"
	if v.BestProjected.N == 0 || v.NextProjected.N == 0 {
		return s + ": other programs had too much of its cores for any claim about wall times."
	}
	s += fmt.Sprintf(". Projected to an idle machine, %s is %s× as fast as %s", best, fixed(v.BestProjected.Center, 2), v.Baseline)
	if v.Next == v.serial() {
		return s + "."
	}
	return s + fmt.Sprintf(", %s %s×.", next, fixed(v.NextProjected.Center, 2))
}
