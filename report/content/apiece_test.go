package content

import (
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// besidePython is a document in which Python made one pass where Go made forty.
func besidePython() *Document {
	d := &Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	d.Record.Run.Plan.Workloads = []results.PlannedWorkload{{Name: "w", Passes: 40,
		Baselines: []results.PlannedBaseline{{Baseline: "python-serial", Passes: 1}}}}
	for _, c := range []struct {
		mode, baseline string
		wall           time.Duration
	}{
		{"serial", "serial", 200 * time.Millisecond}, {"goroutines", "serial", 100 * time.Millisecond},
		{"python-serial", "python-serial", 150 * time.Millisecond},
	} {
		d.Summary.Cells = append(d.Summary.Cells, verdict.CellSummary{Wall: c.wall, Baseline: c.baseline,
			Cell:     results.Cell{Workload: "w", Mode: c.mode, Workers: 1},
			Measured: stats.Estimate{Center: 1, N: 6, Method: stats.MethodMedian}})
	}
	return d
}

// A serial loop of Go that made forty passes isn't slower than one of Python that made one.
func TestTimesAreToldByThePassWherePassesDiffer(t *testing.T) {
	d := besidePython()
	table := d.ResultTable(true)
	at := slices.Index(table.Header, passHead)
	if at < 0 || slices.Contains(table.Header, "wall") {
		t.Fatalf("the heads are %q", table.Header)
	}
	for i, want := range []string{"5.00 ms", "2.50 ms", "150 ms"} {
		if got := table.Rows[i][at]; got != want {
			t.Errorf("row %d takes %s a pass, want %s", i, got, want)
		}
	}
	if notes := strings.Join(d.ResultNotes(true), " "); !strings.Contains(notes, "another number of passes") {
		t.Errorf("the notes don't say it: %s", notes)
	}
}

func TestTimesStayWherePassesAreTheSame(t *testing.T) {
	d := besidePython()
	d.Record.Run.Plan.Workloads[0].Baselines[0].Passes = 40
	if head := d.ResultTable(true).Header; slices.Contains(head, passHead) || d.Apiece("w") != nil {
		t.Errorf("the heads are %q", head)
	}
	d.Record.Run.Plan.Workloads[0].Baselines[0].Passes = 0 // a record that doesn't tell
	if d.Apiece("w") != nil {
		t.Error("passes that aren't known are counted")
	}
}
