package report

import (
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

func TestThePageShowsHowWorkersStartedAndWhatTheyHad(t *testing.T) {
	d := &content.Document{Record: &results.Record{}, Summary: &verdict.Summary{Cells: []verdict.CellSummary{
		{Cell: results.Cell{Workload: "primes", Mode: "goroutines", Workers: 2}},
		{Cell: results.Cell{Workload: "primes", Mode: "processes:start=kept", Workers: 2},
			Memory: results.Memory{PSS: 3 << 20, USS: 2 << 20, RSS: 9 << 20}},
		{Cell: results.Cell{Workload: "primes", Mode: "processes", Workers: 2},
			Stages: results.Stages{Exec: time.Millisecond, Runtime: 3 * time.Millisecond, Ready: 2 * time.Millisecond}},
	}}}
	var got []string
	for _, row := range d.StartTable().Rows {
		got = append(got, strings.Join(row, "|"))
	}
	want := "primes|processes:start=kept|2||||2.0 MiB|3.0 MiB|9.0 MiB\nprimes|processes|2|1.00 ms|3.00 ms|2.00 ms|||"
	if strings.Join(got, "\n") != want {
		t.Errorf("%s\nexpected:\n%s", strings.Join(got, "\n"), want)
	}
}
