package figure

import (
	"math"
	"slices"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results"
)

const ms = time.Millisecond

func TestAHeatMapKeepsGapsAndGroupsCores(t *testing.T) {
	m := heat([]scene.Span{{From: 0, To: 50 * ms, Busy: []float64{1, 0}}}, 0, 100*ms, 2, 4)
	if want := [][]int{{chart.HeatSteps - 1, chart.HeatSteps - 1, noHeat, noHeat},
		{0, 0, noHeat, noHeat}}; !slices.EqualFunc(m.steps, want, slices.Equal) {
		t.Errorf("steps %v, want %v", m.steps, want)
	}
	if big := heat(nil, 0, ms, 4096, 1); len(big.steps) != legible.MaxCoreRows || big.group != 256 {
		t.Errorf("%d rows of %d cores, want %d of 256", len(big.steps), big.group, legible.MaxCoreRows)
	}
	if odd := heat([]scene.Span{{From: 0, To: ms, Busy: make([]float64, 130)}}, 0, ms, 130,
		1); len(odd.steps) != 15 || odd.group != 9 {
		t.Errorf("%d rows of %d cores, want 15 of 9", len(odd.steps), odd.group)
	}
}

// A core that was switched off is blank while it was off: it wasn't idle.
func TestACoreThatWasOffIsBlank(t *testing.T) {
	d := &content.Document{Record: &results.Record{Cores: []results.Cores{
		{T: 100 * ms, Busy: []float64{1, 1}},
		{T: 200 * ms, Busy: []float64{1, 0}, Absent: []int{1}},
	}}}
	m := heat(scene.Merge(scene.Spans(d.CoreStream(), 0, 200*ms)), 0, 200*ms, coresOf(d), 4)
	if got := m.steps[1]; got[1] != chart.HeatSteps-1 || got[2] != noHeat || got[3] != noHeat {
		t.Errorf("the row of core 1 is %v, want busy and then blank", got)
	}
}

func TestShadesOfOddNumbers(t *testing.T) {
	for busy, want := range map[float64]int{0: 0, 1: chart.HeatSteps - 1, 1.1: chart.HeatSteps - 1, -1: 0,
		math.Inf(1): chart.HeatSteps - 1, 0.5: 16} {
		if got := chart.Shade(busy); got != want {
			t.Errorf("shade of %g is %d, want %d", busy, got, want)
		}
	}
	if chart.Shade(math.NaN()) != 0 {
		t.Error("what isn't a number has a shade")
	}
}
