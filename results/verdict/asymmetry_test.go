package verdict

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
)

// unevenRecord is eight rounds on two cores of which the second has half the speed. Serial runs on the first in even
// rounds and on the second in odd ones; two workers use both, claim shares, and take 100 ms: 1.5 of the fast core's
// work. The truth is 2 against a core of mean speed.
func unevenRecord(speeds []float64) *results.Record {
	rec := &results.Record{End: &results.End{T: time.Minute},
		Run: results.Run{Hosts: []results.Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}}}}}
	rec.Own = append(rec.Own, results.Own{T: 0, Own: []float64{0, 0}})
	for round := range 9 {
		at := time.Duration(round) * time.Second
		serial, on := 150*ms, []float64{1, 0}
		if round%2 == 1 {
			serial, on = 300*ms, []float64{0, 1}
		}
		rec.Samples = append(rec.Samples,
			results.Sample{Round: round, Cell: results.Cell{Workload: "w", Mode: "serial", Workers: 1},
				Baseline: "serial", T: at + ms, Wall: serial,
				Items: 1, CPU: results.CPU{Workers: serial}},
			results.Sample{Round: round, Cell: results.Cell{Workload: "w", Mode: "processes", Workers: 2},
				Baseline: "serial", T: at + 500*ms, Wall: 100 * ms,
				Items: 1, CPU: results.CPU{Workers: 200 * ms}})
		rec.Own = append(rec.Own, results.Own{T: at + ms, Own: []float64{0, 0}},
			results.Own{T: at + ms + serial, Own: on},
			results.Own{T: at + 500*ms, Own: []float64{0, 0}}, results.Own{T: at + 600*ms, Own: []float64{1, 1}})
		rec.Rounds = append(rec.Rounds, results.Round{Round: round, Wall: time.Second, Others: new(0.0),
			Steal: new(0.0), CoreSpeeds: speeds})
	}
	return rec
}

func TestSpeedupIsAgainstACoreOfMeanSpeed(t *testing.T) {
	s := Summarize(unevenRecord([]float64{1, 0.5}))
	cell := s.Cells[1]
	if !near(cell.Measured.Center, 2, 1e-9) || !near(cell.Measured.Lo, 2, 1e-9) || !near(cell.Measured.Hi, 2, 1e-9) {
		t.Errorf("measured %v, want 2", cell.Measured)
	}
	if !near(s.Conditions.SlowestCore, 0.5, 1e-12) ||
		!strings.Contains(strings.Join(s.Warnings, "\n"), "the slowest core had 50 %") {
		t.Errorf("%+v %q", s.Conditions, s.Warnings)
	}
}

func TestSpeedupOfEvenCoresIsLeftAlone(t *testing.T) {
	for _, speeds := range [][]float64{nil, {1, 0.97}, {1}, {0, 0}} {
		s := Summarize(unevenRecord(speeds))
		if cell := s.Cells[1]; near(cell.Measured.Lo, cell.Measured.Hi, 1e-9) {
			t.Errorf("with speeds %v the baseline is corrected: %v", speeds, cell.Measured)
		}
		if len(s.Warnings) != 0 {
			t.Errorf("with speeds %v: %q", speeds, s.Warnings)
		}
	}
}
