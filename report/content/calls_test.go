package content

import (
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// What another tool measured is told as in its own file, though its samples are of many calls.
func TestTimesOfAnImportAreThoseOfACall(t *testing.T) {
	d := &Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	d.Record.Run.Imported = &results.Imported{Tool: "go test -bench", Unpaired: true}
	d.Record.Run.Plan.Workloads = []results.PlannedWorkload{{Name: "w", Passes: 1000}}
	d.Summary.Cells = []verdict.CellSummary{{Wall: 2970 * time.Microsecond, Baseline: "w",
		Cell: results.Cell{Workload: "w", Mode: "w", Workers: 1}, Measured: stats.Estimate{Center: 1, N: 6}}}
	table := d.ResultTable(true)
	if table.Header[3] != callHead || table.Rows[0][3] != "2.97 µs" {
		t.Errorf("%q: %q, want a call of 2.97 µs", table.Header, table.Rows[0])
	}
}

func TestLengthsOfCalls(t *testing.T) {
	for _, c := range []struct {
		d     time.Duration
		calls int
		want  string
	}{{81 * time.Microsecond, 1e6, "0.081 ns"}, {10900 * time.Nanosecond, 1000, "10.9 ns"},
		{9996 * time.Microsecond, 1e4, "1.00 µs"}, {12 * time.Millisecond, 1, "12.0 ms"}, {0, 1, "–"}, {5, 0, "5.00 ns"}} {
		if got := callLength(c.d, c.calls); got != c.want {
			t.Errorf("%v of %d calls: %q, want %q", c.d, c.calls, got, c.want)
		}
	}
}
