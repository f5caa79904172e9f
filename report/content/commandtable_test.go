package content

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/verdict"
)

// It is said by what CPU time was counted, and of the command of which perf stat shows least that it does.
func TestClocksOfCommandsAreTold(t *testing.T) {
	const ms = time.Millisecond
	d := &Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	for mode, clock := range map[string]time.Duration{"a": 99 * ms, "b": 90 * ms, "c": 97 * ms} {
		d.Summary.Cells = append(d.Summary.Cells, verdict.CellSummary{Cell: results.Cell{Mode: mode, Workers: 2},
			Tree: &verdict.TreeSummary{User: 80 * ms, Sys: 20 * ms, CPUFrom: results.CPUCgroup, TaskClock: &clock}})
	}
	for _, notes := range [][]string{d.CommandNotes(), d.CommandLegend()} {
		said := strings.Join(notes, "\n")
		for _, want := range []string{"CPU time is that of all that was in the command's control group.",
			"perf stat's task-clock is less, 90.0 ms or 10 % less for b ×2"} {
			if strings.Count(said, want) != 1 {
				t.Errorf("%q is said, %q expected", said, want)
			}
		}
	}
	d.Summary.Cells[0].Tree.CPUFrom = results.CPUReaped
	if said := strings.Join(d.CommandNotes(), "\n"); strings.Contains(said, "CPU time is that") {
		t.Errorf("it can't be said of all alike: %q", said)
	}
}
