package results

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// aTrack is what a host with cores 0 and 2 did in 100 ms.
func aTrack() Track {
	return Track{Host: "lab-1",
		Cores: []Cores{{T: 60 * ms, Busy: []float64{1, 0, 0.5}, Absent: []int{1}}, {T: 100 * ms, Busy: []float64{1, 0, 0}, Absent: []int{1}}},
		Own:   []Own{{T: 50 * ms, Own: []float64{0.9, 0, 0.1}}, {T: 100 * ms, Own: []float64{1, 0, 0}}}}
}

func TestTracksOfHostsComeBack(t *testing.T) {
	s := Sample{Cell: Cell{Workload: "primes", Mode: "hosts", Workers: 1}, PerWorker: []Worker{{Host: "lab-1", PID: 7}},
		Warnings: []string{}, Tracks: []Track{aTrack(), {Host: "lab-2", Cores: []Cores{{T: ms, Busy: []float64{0.5}}}}}}
	var out bytes.Buffer
	w := NewWriter(&out)
	if err := errors.Join(w.Run(Run{}), w.Sample(s)); err != nil {
		t.Fatal(err)
	}
	rec, err := Read(&out)
	if err != nil || rec.Skipped > 0 || !reflect.DeepEqual(rec.Samples, []Sample{s}) {
		t.Errorf("%v, %v: got %+v, want %+v", err, rec.Problems, rec.Samples, s)
	}
}

func TestATrackIsOfTheCoresThatWereThere(t *testing.T) {
	if a := aTrack(); !slices.Equal(a.CoreIDs(), []int{0, 2}) || a.Length() != 100*ms || a.Weight() != 46 {
		t.Errorf("cores %v, %v, weight %d", a.CoreIDs(), a.Length(), a.Weight())
	}
}

// A host isn't trusted: what it says of its cores may be anything.
func TestTracksThatCantBeAreRefused(t *testing.T) {
	if err := CheckTrack(aTrack()); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(a *Track){
		"host is missing":          func(a *Track) { a.Host = "" },
		"can't be printed":         func(a *Track) { a.Host = "a\x1b" },
		"no points":                func(a *Track) { a.Cores = nil },
		"don't come in order":      func(a *Track) { a.Cores[1].T = a.Cores[0].T },
		"busy is negative":         func(a *Track) { a.Cores[0].Busy[0] = -1 },
		"own is above":             func(a *Track) { a.Own[0].Own[0] = 1e6 },
		"t_ns is longer":           func(a *Track) { a.Cores[1].T = maxDuration + 1 },
		"more CPU time than 2 c":   func(a *Track) { a.Own[1].Own[0] = 4 },
		"more CPU time than 2 cor": func(a *Track) { a.Cores[1].Busy[0] = 8 },
		"own goes on":              func(a *Track) { a.Own[1].T = 200 * ms },
		"more than 4096 numbers":   func(a *Track) { a.Cores[0].Busy = make([]float64, MaxTrack) },
	} {
		a := aTrack()
		change(&a)
		if err := CheckTrack(a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	var s Sample
	s.Cell = Cell{Workload: "primes", Mode: "hosts", Workers: 1}
	for range MaxTracks/MaxTrack + 1 {
		a := aTrack()
		a.Cores[0].Busy = make([]float64, MaxTrack-60)
		s.Tracks = append(s.Tracks, a)
	}
	if err := s.check(); err == nil || !strings.Contains(err.Error(), "tracks") {
		t.Errorf("as many as no line has room for: %v", err)
	}
}

// Tracks as heavy as they may be fit into the line of a sample.
func TestTheHeaviestTracksFitIntoALine(t *testing.T) {
	s := Sample{Cell: Cell{Workload: "primes", Mode: "hosts", Workers: 1}}
	for range MaxTracks / MaxTrack {
		a := Track{Host: strings.Repeat("h", maxName)}
		for n := 1; a.Weight()+pointWeight+1 <= MaxTrack; n++ {
			a.Cores = append(a.Cores, Cores{T: time.Duration(n) * time.Hour, Busy: []float64{0.9999}})
		}
		s.Tracks = append(s.Tracks, a)
	}
	var out bytes.Buffer
	if err := NewWriter(&out).Sample(s); err != nil {
		t.Error(err)
	}
}
