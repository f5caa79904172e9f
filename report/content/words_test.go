package content

import (
	"slices"
	"testing"

	"corerace/results/conditions"
	"corerace/results/verdict"
)

// The modes of every language have a baseline and so a verdict of their own, and on a busy machine none of them can tell.
func TestWhatSeveralVerdictsSayAlikeIsSaidOnce(t *testing.T) {
	busy := func(workload, baseline string) verdict.Verdict {
		return verdict.Verdict{Workload: workload, Baseline: baseline, Busy: true, Why: "others were at work"}
	}
	d := &Document{Summary: &verdict.Summary{Conditions: conditions.Conditions{Verdict: conditions.Inconclusive},
		Verdicts: []verdict.Verdict{busy("primes", "serial"), busy("primes", "c-serial"), busy("collatz", "serial")}}}
	said := d.Sentences()
	if len(said) != 2 || len(slices.Compact(slices.Sorted(slices.Values(said)))) != 2 {
		t.Errorf("it says %q", said)
	}
}
