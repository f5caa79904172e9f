package locks

import (
	"fmt"

	"corerace/results/stats"
	"corerace/results/verdict"
)

// doubt says why nothing may be claimed of any row: the conditions of the rounds, or that other programs were in the
// way of every row, or that nobody knows.
func (s *GILSummary) doubt() string {
	if s.told && !s.Conditions.Claimable() {
		return s.Conditions.Doubt(max(s.Rounds, stats.MinRounds)) // rounds are counted row by row
	}
	busy, unknown := 0, 0
	for _, r := range s.Rows {
		switch {
		case r.Busy:
			busy++
		case r.Unknown && !s.told:
			unknown++
		default:
			return ""
		}
	}
	switch {
	case busy > 0:
		return fmt.Sprintf("Inconclusive: other programs used more than %g cores in every round of every row.", gilQuiet)
	case unknown > 0:
		return "Inconclusive: conditions unknown, what other programs used of the cores isn't known."
	}
	return ""
}

// open says why a figure that rests on rows can't be judged, in a few words; "" where it can be.
func (s *GILSummary) open(rows ...*GILRow) string {
	rounds := -1
	for _, r := range rows {
		switch {
		case r == nil || r.Rounds == 0:
			continue
		case r.Busy:
			return "the machine was busy"
		case r.Unknown && !s.told:
			return "conditions unknown"
		case rounds < 0 || r.Rounds < rounds:
			rounds = r.Rounds
		}
	}
	switch {
	case s.Doubt != "":
		return s.Conditions.Why(stats.MinRounds)
	case rounds >= 0 && rounds < stats.MinRounds:
		return fmt.Sprintf("%s, an interval needs %d", verdict.Plural(rounds, "round"), stats.MinRounds)
	}
	return ""
}
