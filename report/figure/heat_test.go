package figure

import (
	"math"
	"slices"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
)

const ms = time.Millisecond

func TestAHeatMapKeepsGapsAndGroupsCores(t *testing.T) {
	m := Heat([]content.Span{{From: 0, To: 50 * ms, Busy: []float64{1, 0}}}, 0, 100*ms, 2, 4)
	if want := [][]int{{chart.HeatSteps - 1, chart.HeatSteps - 1, NoHeat, NoHeat}, {0, 0, NoHeat, NoHeat}}; !slices.EqualFunc(m.Steps, want, slices.Equal) {
		t.Errorf("steps %v, want %v", m.Steps, want)
	}
	if big := Heat(nil, 0, ms, 4096, 1); len(big.Steps) != content.MaxCoreRows || big.group != 64 {
		t.Errorf("%d rows of %d cores, want %d of 64", len(big.Steps), big.group, content.MaxCoreRows)
	}
	if odd := Heat([]content.Span{{From: 0, To: ms, Busy: make([]float64, 130)}}, 0, ms, 130, 1); len(odd.Steps) != 44 || odd.group != 3 {
		t.Errorf("%d rows of %d cores, want 44 of 3", len(odd.Steps), odd.group)
	}
}

func TestShadesOfOddNumbers(t *testing.T) {
	for busy, want := range map[float64]int{0: 0, 1: chart.HeatSteps - 1, 1.1: chart.HeatSteps - 1, -1: 0, math.Inf(1): chart.HeatSteps - 1, 0.5: 16} {
		if got := chart.Shade(busy); got != want {
			t.Errorf("shade of %g is %d, want %d", busy, got, want)
		}
	}
	if chart.Shade(math.NaN()) != 0 {
		t.Error("what isn't a number has a shade")
	}
}
