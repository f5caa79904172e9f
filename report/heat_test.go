package report

import (
	"math"
	"slices"
	"testing"
	"time"

	"corerace/results"
)

const ms = time.Millisecond

func TestShortStretchesAreMergedByTime(t *testing.T) {
	got := merge([]span{
		{0, 100 * ms, []float64{1, 0}},
		{100 * ms, 104 * ms, []float64{0, 1}}, // a border of a sample: a tick of the kernel's clock is longer
		{104 * ms, 204 * ms, []float64{0.5, 0.5}},
		{204 * ms, 224 * ms, []float64{1, 1}}, // what is left at the end
	})
	if len(got) != 2 || got[0].to != 104*ms || got[1].to != 224*ms {
		t.Fatalf("stretches %v, want two, to 104 and 224 ms", got)
	}
	if want := 100.0 / 104; math.Abs(got[0].busy[0]-want) > 1e-9 {
		t.Errorf("core 0 was busy for %.4f of the first, want %.4f", got[0].busy[0], want)
	}
	if want := (0.5*100 + 20) / 120; math.Abs(got[1].busy[0]-want) > 1e-9 {
		t.Errorf("core 0 was busy for %.4f of the second, want %.4f", got[1].busy[0], want)
	}
}

func TestStretchesAreCutToTheirWindow(t *testing.T) {
	points := []results.Cores{{T: 100 * ms, Busy: []float64{0}}, {T: 200 * ms, Busy: []float64{1}}, {T: 150 * ms, Busy: []float64{0.7}}, {T: 300 * ms, Busy: []float64{0.5}}}
	got := spans(points, 150*ms, 250*ms)
	if len(got) != 2 || got[0].from != 150*ms || got[1].to != 250*ms {
		t.Fatalf("stretches %v, want 150 to 200 and 200 to 250 ms; a point that goes back in time is left out", got)
	}
	busy, covered := average(got, 150*ms, 250*ms)
	if covered != 100*ms || math.Abs(busy[0]-0.75) > 1e-9 {
		t.Errorf("busy for %v of %v, want 0.75 of 100 ms", busy, covered)
	}
	if _, covered := average(got, 900*ms, 950*ms); covered != 0 {
		t.Error("there is an average where nothing was recorded")
	}
}

func TestAHeatMapKeepsGapsAndGroupsCores(t *testing.T) {
	m := heat([]span{{0, 50 * ms, []float64{1, 0}}}, 0, 100*ms, 2, 4)
	if want := [][]int{{heatSteps - 1, heatSteps - 1, noHeat, noHeat}, {0, 0, noHeat, noHeat}}; !slices.EqualFunc(m.steps, want, slices.Equal) {
		t.Errorf("steps %v, want %v", m.steps, want)
	}
	if big := heat(nil, 0, ms, 4096, 1); len(big.steps) != maxCoreRows || big.group != 64 {
		t.Errorf("%d rows of %d cores, want %d of 64", len(big.steps), big.group, maxCoreRows)
	}
	if odd := heat([]span{{0, ms, make([]float64, 130)}}, 0, ms, 130, 1); len(odd.steps) != 44 || odd.group != 3 {
		t.Errorf("%d rows of %d cores, want 44 of 3", len(odd.steps), odd.group)
	}
}

func TestShadesOfOddNumbers(t *testing.T) {
	for busy, want := range map[float64]int{0: 0, 1: heatSteps - 1, 1.1: heatSteps - 1, -1: 0, math.Inf(1): heatSteps - 1, 0.5: 16} {
		if got := shade(busy); got != want {
			t.Errorf("shade of %g is %d, want %d", busy, got, want)
		}
	}
	if shade(math.NaN()) != 0 {
		t.Error("what isn't a number has a shade")
	}
}
