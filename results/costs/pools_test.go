package costs

import (
	"math"
	"strings"
	"testing"

	"corerace/results"
)

func madePools(rounds int) *PoolsRun {
	run := &PoolsRun{Python: "3.11.7", Host: results.Machine{CoresLogical: 2}, Rows: []PoolsRow{
		{Name: "start", What: "two workers ready", Unit: UnitSeconds, Less: true, Bar: 4},
		{Name: "shares", What: "empty shares", Unit: UnitPerSecond, Bar: 400},
		{Name: "open", What: "an echo", Unit: UnitBytesPerSecond, Bar: 2},
		{Name: "told", What: "nothing is asked of it", Unit: UnitSeconds, Less: true, Beside: BesideC},
		{Name: "missing", What: "nothing", Bar: 1, NotHere: "no memfd"},
	}}
	for r := range rounds {
		wobble := 1 + 0.05*math.Sin(float64(3*r))
		run.Samples = append(run.Samples,
			PoolsSample{r + 1, "start", 0.010, 0.050 * wobble},
			PoolsSample{r + 1, "shares", 3e6, 30e3 * wobble},
			PoolsSample{r + 1, "open", 2e9, 1e9 * wobble},
			PoolsSample{r + 1, "told", 4e-3, 1e-3 * wobble})
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: 1e9, Others: new(0.0), Steal: new(0.0)})
	}
	run.Faults = []PoolsFault{
		{Round: 1, Who: "processes", Tasks: 8, Answered: 8, Seconds: 0.1},
		{Round: 2, Who: "processes", Tasks: 8, Answered: 8, Seconds: 0.2},
		{Round: 1, Who: "Pool", Tasks: 4, Answered: 3, Silent: 1, Seconds: 1},
		{Round: 1, Who: "gone", NotHere: "why not"},
	}
	return run
}

func TestPoolsAreComparedInEachRoundAndHeldToTheirBar(t *testing.T) {
	sum := SummarizePools(madePools(10))
	for i, want := range []struct {
		better  float64
		reached string
	}{{5, barReached}, {100, barMissed}, {2, barOpen}, {0.25, ""}, {0, ""}} {
		l := sum.Rows[i]
		if math.Abs(l.Better.Center-want.better) > 0.1*want.better || l.Reached != want.reached {
			t.Errorf("%s: better by %v, reached %q; %g and %q expected", l.Name, l.Better, l.Reached, want.better,
				want.reached)
		}
	}
	if few := SummarizePools(madePools(3)); few.Rows[0].Reached != barOpen {
		t.Errorf("three rounds say of a bar: %q", few.Rows[0].Reached)
	}
}

func TestFaultsAreAddedUpByWho(t *testing.T) {
	sum := SummarizePools(madePools(8))
	if len(sum.Faults) != 3 {
		t.Fatalf("%+v", sum.Faults)
	}
	if f := sum.Faults[0]; f.Times != 2 || f.Tasks != 16 || f.Answered != 16 || f.Seconds.N != 2 {
		t.Errorf("%+v", f)
	}
	if f := sum.Faults[1]; f.Silent != 1 || f.Answered != 3 {
		t.Errorf("%+v", f)
	}
	if f := sum.Faults[2]; f.Times != 0 || f.NotHere == "" {
		t.Errorf("%+v", f)
	}
	if notes := strings.Join(sum.Notes, "\n"); !strings.Contains(notes, "CPython 3.11.7") {
		t.Error(notes)
	}
}
