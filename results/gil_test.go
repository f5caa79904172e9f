package results

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSpreadHasQuantilesAndAHistogram(t *testing.T) {
	var ds []time.Duration
	for i := range 100 {
		ds = append(ds, time.Duration(100-i)*time.Millisecond) // 1 to 100 ms
	}
	s := NewSpread(ds)
	want := []time.Duration{5e6, 10e6, 50e6, 90e6, 95e6, 99e6, 100e6}
	if got := s.quantiles(); !slices.Equal(got, want) || s.N != 100 {
		t.Errorf("%d durations with the quantiles %v, 100 with %v expected", s.N, got, want)
	}
	edges := spreadEdges()
	if len(s.Counts) != len(edges)+1 {
		t.Fatalf("%d counts for %d edges", len(s.Counts), len(edges))
	}
	for i, n := range s.Counts[1:] {
		hi := time.Duration(math.MaxInt64)
		if i+1 < len(edges) {
			hi = edges[i+1]
		}
		var inside int64
		for _, d := range ds {
			if d >= edges[i] && d < hi {
				inside++
			}
		}
		if n != inside {
			t.Errorf("%d counted from %v to %v, %d are there", n, edges[i], hi, inside)
		}
	}
	if NewSpread(nil) != nil {
		t.Error("nothing has a spread")
	}
}

func TestSpreadEdgesRiseFromAMicrosecondToASecond(t *testing.T) {
	edges := spreadEdges()
	if edges[0] != time.Microsecond || edges[len(edges)-1] != time.Second || !slices.IsSorted(edges) {
		t.Errorf("edges are %v", edges)
	}
	for _, d := range []time.Duration{100e3, 1e6, 5e6, 20e6} {
		if !slices.Contains(edges, d) {
			t.Errorf("%v, an interval that experiments use, is no edge", d)
		}
	}
}

func TestJain(t *testing.T) {
	for _, c := range []struct {
		shares []float64
		want   float64
	}{{nil, 0}, {[]float64{0, 0}, 0}, {[]float64{3, 3, 3}, 1}, {[]float64{1, 0, 0, 0}, 0.25}, {[]float64{1, 3}, 0.8}} {
		if got := Jain(c.shares); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("the fairness of %v is %v, %v expected", c.shares, got, c.want)
		}
	}
}

func TestGILLinesAreChecked(t *testing.T) {
	good := GIL{Experiment: GILSlices, Subject: "gil-multicore", Threads: 2,
		Slices: NewSpread([]time.Duration{5e6, 6e6})}
	if err := good.check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*GIL){
		"subject is missing":         func(g *GIL) { g.Subject = "" },
		"switches is negative":       func(g *GIL) { g.Switches = -1 },
		"aren't in order":            func(g *GIL) { g.Slices.P50 = time.Second },
		"counts has 1 entries":       func(g *GIL) { g.Slices.Counts = []int64{1} },
		"add up to more":             func(g *GIL) { g.Slices.Counts[3] = math.MaxInt64 },
		"jain is above":              func(g *GIL) { g.Jain = 2 },
		"wall_ns is longer than a y": func(g *GIL) { g.Wall = math.MaxInt64 },
	} {
		g := good
		g.Slices = NewSpread([]time.Duration{5e6, 6e6})
		spoil(&g)
		if err := g.check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, %q expected", err, want)
		}
	}
}
