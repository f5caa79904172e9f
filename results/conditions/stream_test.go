package conditions

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"corerace/results"
)

const ms = time.Millisecond

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// By hand. The first sample lies in the second point's second, half of it; the second lies half in the second
// point's time and half in the third's:
//
//	points    1 s ·····(1, 0)····· 2 s ·····(0.5, 0.25)····· 3 s
//	samples         |--------|
//	                     |--------------|
func TestBusyShareIsThatOfTheTimeTheSamplesRan(t *testing.T) {
	stream := NewCoreStream([]results.Cores{
		{T: time.Second, Busy: []float64{9, 9}}, // covers a time that nobody knows
		{T: 2 * time.Second, Busy: []float64{1, 0}},
		{T: 3 * time.Second, Busy: []float64{0.5, 0.25}},
	})
	for _, c := range []struct {
		samples []*results.Sample
		want    []float64
	}{
		{[]*results.Sample{{T: 1200 * ms, Wall: 500 * ms}}, []float64{1, 0}},
		{[]*results.Sample{{T: 1500 * ms, Wall: time.Second}}, []float64{0.75, 0.125}},
		{[]*results.Sample{{T: 1200 * ms, Wall: 500 * ms}, {T: 1500 * ms, Wall: time.Second}},
			[]float64{1.25 / 1.5, 0.125 / 1.5}},
		{[]*results.Sample{{T: 500 * ms, Wall: time.Second}}, []float64{1, 0}},       // begins before the stream
		{[]*results.Sample{{T: 2500 * ms, Wall: time.Minute}}, []float64{0.5, 0.25}}, // ends after it
		{[]*results.Sample{{T: 0, Wall: 900 * ms}, {T: time.Minute, Wall: ms}}, nil}, // outside
		{[]*results.Sample{{T: 0, Wall: time.Minute}}, []float64{0.75, 0.125}},       // all of it
		{[]*results.Sample{{T: 1500 * ms, Wall: 0}, {T: 2500 * ms, Wall: 0}}, nil},   // no time
		{nil, nil},
	} {
		got := stream.During(c.samples)
		if got == nil || len(got) != len(c.want) {
			t.Errorf("got %v, want %v", got, c.want)
			continue
		}
		for i, want := range c.want {
			if !near(got[i], want, 1e-9) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		}
	}
	if got := NewCoreStream(nil).During([]*results.Sample{{T: 0, Wall: ms}}); len(got) != 0 {
		t.Errorf("without a stream: %v", got)
	}
}

func TestOddPointsCoverNothing(t *testing.T) {
	got := NewCoreStream([]results.Cores{
		{T: 2 * time.Second, Busy: []float64{1}}, // out of order
		{T: 1 * time.Second, Busy: []float64{0}},
		{T: 2 * time.Second, Busy: []float64{0}},    // the same time again
		{T: 3 * time.Second, Busy: []float64{0, 0}}, // another machine
		{T: 4 * time.Second, Busy: []float64{0.5}},
	}).During([]*results.Sample{{T: 0, Wall: time.Minute}})
	if len(got) != 1 || !near(got[0], 0.75, 1e-12) {
		t.Errorf("got %v, want 0.75", got)
	}
}

func TestRunningSumsAgreeWithAddingUpOverlaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for range 50 {
		var points []results.Cores
		var now time.Duration
		for range 1 + rng.IntN(40) {
			now += time.Duration(1 + rng.IntN(200_000_000))
			points = append(points, results.Cores{T: now, Busy: []float64{rng.Float64(), rng.Float64(), rng.Float64()}})
		}
		var samples []*results.Sample
		for range rng.IntN(10) {
			samples = append(samples, &results.Sample{T: time.Duration(rng.Int64N(int64(now) + 1)),
				Wall: time.Duration(rng.IntN(400_000_000))})
		}
		var covered float64
		want := make([]float64, 3)
		for _, s := range samples {
			for i := 1; i < len(points); i++ {
				overlap := (min(points[i].T, s.T+s.Wall) - max(points[i-1].T, s.T)).Seconds()
				if overlap <= 0 {
					continue
				}
				covered += overlap
				for c, b := range points[i].Busy {
					want[c] += b * overlap
				}
			}
		}
		got := NewCoreStream(points).During(samples)
		if (covered == 0) != (len(got) == 0) {
			t.Fatalf("covered %v s, got %v", covered, got)
		}
		for c := range got {
			if !near(got[c], want[c]/covered, 1e-6) {
				t.Fatalf("core %d: got %v, want %v", c, got[c], want[c]/covered)
			}
		}
	}
}
