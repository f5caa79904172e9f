package conditions

import (
	"math"
	"testing"

	"corerace/results"
)

func TestCoreSpeedsAreMediansOverTheFastest(t *testing.T) {
	rec := &results.Record{Rounds: []results.Round{
		{Round: 0, CoreSpeeds: []float64{1, 0.1, 0.1}},
		{Round: 1, CoreSpeeds: []float64{0.9, 0.5, 0}},
		{Round: 2, CoreSpeeds: []float64{1, 0.6, 0}},
		{Round: 3, CoreSpeeds: []float64{0.8, 0.2, 0}}, // one bad round
		{Round: 4, CoreSpeeds: []float64{1}},
		{Round: 5},
	}}
	got := CoreSpeeds(rec)
	if len(got) != 3 || got[0] != 1 || math.Abs(got[1]-0.5/0.9) > 1e-12 || got[2] != 0 {
		t.Errorf("speeds %v, want 1, 0.556 and none", got)
	}
	if a := Asymmetry(got); math.Abs(a-1.8) > 1e-9 {
		t.Errorf("asymmetry %.3f, want 1.8: a core that isn't known doesn't count", a)
	}
}

func TestCoreSpeedsThatArentKnown(t *testing.T) {
	for _, rec := range []*results.Record{{}, {Rounds: []results.Round{{Round: 1}}},
		{Rounds: []results.Round{{Round: 1, CoreSpeeds: []float64{0, 0}}}}} {
		if got := CoreSpeeds(rec); got != nil {
			t.Errorf("speeds %v of %+v, want none", got, rec.Rounds)
		}
	}
	for _, speeds := range [][]float64{nil, {0}, {1}} {
		if got := Asymmetry(speeds); got != 1 {
			t.Errorf("asymmetry of %v is %g, want 1", speeds, got)
		}
	}
}
