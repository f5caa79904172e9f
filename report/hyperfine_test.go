package report

import (
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// What is filled in isn't filled in once more: the command is what was run, whatever the values look like.
func TestValuesOfACommandAreFilledInOnce(t *testing.T) {
	rec := &results.Record{}
	rec.Run.Plan.Workloads = []results.PlannedWorkload{{Name: "command", Params: []string{"a={b}", "b={a}"}}}
	rec.Run.Plan.Modes = []results.PlannedMode{{Name: "xz", Baseline: "xz",
		Command: &results.Command{Line: "xz -T{workers} {a} {b}"}}}
	for round := range 7 {
		rec.Samples = append(rec.Samples, results.Sample{Round: round, Baseline: "xz", Items: 1, Wall: time.Second,
			Cell: results.Cell{Workload: "command", Mode: "xz", Workers: 2}})
	}
	for range 20 { // a map has another order each time
		files, err := Render(&content.Document{Record: rec, Summary: verdict.Summarize(rec)}, "hyperfine", Options{})
		if err != nil || !strings.Contains(string(files[0].Data), `"command": "xz -T2 {b} {a}"`) {
			t.Fatalf("%v: %s", err, files[0].Data)
		}
	}
}
