package scene

import (
	"math"
	"testing"
	"time"

	"corerace/results"
)

func TestShortStretchesAreMergedByTime(t *testing.T) {
	got := Merge([]Span{
		{0, 100 * time.Millisecond, []float64{1, 0}},
		// a border of a sample: a tick of the kernel's clock is longer
		{100 * time.Millisecond, 104 * time.Millisecond, []float64{0, 1}},
		{104 * time.Millisecond, 204 * time.Millisecond, []float64{0.5, 0.5}},
		{204 * time.Millisecond, 224 * time.Millisecond, []float64{1, 1}}, // what is left at the end
	})
	if len(got) != 2 || got[0].To != 104*time.Millisecond || got[1].To != 224*time.Millisecond {
		t.Fatalf("stretches %v, want two, to 104 and 224 time.Millisecond", got)
	}
	if want := 100.0 / 104; math.Abs(got[0].Busy[0]-want) > 1e-9 {
		t.Errorf("core 0 was busy for %.4f of the first, want %.4f", got[0].Busy[0], want)
	}
	if want := (0.5*100 + 20) / 120; math.Abs(got[1].Busy[0]-want) > 1e-9 {
		t.Errorf("core 0 was busy for %.4f of the second, want %.4f", got[1].Busy[0], want)
	}
}

func TestStretchesAreCutToTheirWindow(t *testing.T) {
	points := []results.Cores{{T: 100 * time.Millisecond, Busy: []float64{0}},
		{T: 200 * time.Millisecond, Busy: []float64{1}}, {T: 150 * time.Millisecond, Busy: []float64{0.7}},
		{T: 300 * time.Millisecond, Busy: []float64{0.5}}}
	got := Spans(points, 150*time.Millisecond, 250*time.Millisecond)
	if len(got) != 2 || got[0].From != 150*time.Millisecond || got[1].To != 250*time.Millisecond {
		t.Fatalf("stretches %v, want 150 to 200 and 200 to 250 ms; a point that goes back in time is "+
			"left out", got)
	}
	busy, covered := Average(got, 150*time.Millisecond, 250*time.Millisecond)
	if covered != 100*time.Millisecond || math.Abs(busy[0]-0.75) > 1e-9 {
		t.Errorf("busy for %v of %v, want 0.75 of 100 time.Millisecond", busy, covered)
	}
	if _, covered := Average(got, 900*time.Millisecond, 950*time.Millisecond); covered != 0 {
		t.Error("there is an average where nothing was recorded")
	}
}
