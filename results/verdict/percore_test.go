package verdict

import (
	"testing"
	"time"

	"corerace/results"
)

func TestCellHasTheBusySharesOfItsOwnSamples(t *testing.T) {
	rec := record(row{"serial", 1, []float64{1000, 1000}}, row{"a", 2, []float64{1000, 1000}})
	for i := range rec.Samples {
		rec.Samples[i].T = time.Duration(i) * time.Second // serial: 0 (warm-up), 1; a: 2 (warm-up), 3
	}
	for i, busy := range [][]float64{{0, 0}, {1, 1}, {1, 0.1}, {0.7, 0.7}, {0.9, 1}} {
		rec.Cores = append(rec.Cores, results.Cores{T: time.Duration(i) * time.Second, Busy: busy})
	}
	s := Summarize(rec)
	serial, a := cell(t, s, "serial", 1), cell(t, s, "a", 2)
	if !near(serial.PerCore[0], 1, 1e-9) || !near(serial.PerCore[1], 0.1, 1e-9) || !near(serial.CoresBusy, 1.1, 1e-9) {
		t.Errorf("serial: %v, together %v", serial.PerCore, serial.CoresBusy)
	}
	if !near(a.PerCore[0], 0.9, 1e-9) || !near(a.PerCore[1], 1, 1e-9) || !near(a.CoresBusy, 1.9, 1e-9) {
		t.Errorf("a: %v, together %v", a.PerCore, a.CoresBusy)
	}
}

func BenchmarkSummarizeLongRun(b *testing.B) {
	rec := &results.Record{}
	for i := range 20_000 {
		rec.Cores = append(rec.Cores, results.Cores{T: time.Duration(i) * 100 * ms, Busy: make([]float64, 8)})
	}
	for i := range 1000 {
		rec.Samples = append(rec.Samples, results.Sample{Round: i / 10,
			Cell: results.Cell{Workload: "w", Mode: "serial", Workers: 1 + i%10, Build: ""},
			T:    time.Duration(i) * 2 * time.Second, Wall: time.Second})
	}
	for b.Loop() {
		Summarize(rec)
	}
}
