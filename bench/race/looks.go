package race

import (
	"slices"

	"corerace/results/conditions"
	"corerace/results/verdict"
)

// Reasons for the end of a run.
const (
	ReasonRounds    = "rounds"    // all were measured
	ReasonBudget    = "budget"    // the next round wouldn't have ended in time
	ReasonPrecision = "precision" // every interval is as narrow as was asked for
	ReasonBusy      = "busy"      // the machine was too busy for any claim
)

// looks are the rounds after which a race asks whether it knows enough. They are set before it starts.
func (r *Race) looks() verdict.Looks {
	if r.exp.Precision == 0 {
		return nil
	}
	return verdict.LooksTo(max(r.Rounds(), MinRounds))
}

// look asks, after a round, whether the race may end before its rounds or its budget do. It never asks whether a
// difference has become significant: a run that stops for that finds differences where there are none.
func (g *going) look(round int) string {
	i := slices.Index(g.looks, round)
	if i < 0 {
		return ""
	}
	g.seen.Run = g.header()
	if verdict.ShouldStop(verdict.MeasuredAt(&g.seen, g.looks.Confidence(i)), g.exp.Precision) {
		return ReasonPrecision
	}
	// More rounds on a machine that bears no claim are no more than a longer wait.
	if verdict.Summarize(&g.seen).Conditions.Verdict == conditions.Inconclusive {
		return ReasonBusy
	}
	return ""
}
