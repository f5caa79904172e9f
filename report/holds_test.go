package report

import (
	"bytes"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/internal/course"
	"corerace/results"
)

// heldDocument is a document in which a mode has a lock.
func heldDocument() *content.Document {
	d := course.Fixture(course.Course{Workloads: []string{"w"}, Modes: []string{"gil"}, Workers: []int{2}, Rounds: 1,
		Cores: 2, Wall: time.Second})
	for i, s := range d.Record.Samples {
		if s.Mode == "gil" {
			d.Record.Samples[i].PerWorker = []results.Worker{{Shares: 1}, {Shares: 2}}
			d.Record.Holds = append(d.Record.Holds, results.Holds{Round: s.Round, Cell: s.Cell, Twin: s.Twin,
				Holds: []results.Hold{{Worker: 0, From: 1e6, For: 5e6}, {Worker: 1, From: 7e6, For: 5e6}}})
		}
	}
	return d
}

func TestHoldsAreDrawn(t *testing.T) {
	d := heldDocument()
	f := figureNamed(t, d, "lock-w")
	if len(f.Data.Rows) != 2 {
		t.Fatalf("%d rows, want one a worker", len(f.Data.Rows))
	}
	var svg bytes.Buffer
	if err := f.SVG(&svg, chart.Light); err != nil {
		t.Error(err)
	}
	d.Record.Holds = nil
	for _, f := range figure.Figures(d) {
		if f.Name == "lock-w" {
			t.Error("a record without holds has the figure")
		}
	}
}
