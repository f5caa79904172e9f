package content

import (
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/verdict"
)

// hostsDocument is a run whose workers ran on two hosts.
func hostsDocument() *Document {
	rec := &results.Record{Run: results.Run{Joined: []results.Machine{{Label: "lab-1", CPUModel: "A", CoresLogical: 2},
		{Label: "lab-2", CPUModel: "B", CoresLogical: 4}}}}
	for round := range 2 {
		rec.Samples = append(rec.Samples, results.Sample{Round: round, Wall: time.Second,
			Cell: results.Cell{Workload: "primes", Mode: "hosts", Workers: 3},
			PerWorker: []results.Worker{{Host: "lab-1", Shares: 1, User: time.Second}, {Host: "lab-2", Shares: 2,
				User: time.Second}, {Host: "lab-1", Shares: 3, User: time.Second / 2}}})
	}
	return &Document{Record: rec, Summary: &verdict.Summary{Cells: []verdict.CellSummary{
		{Cell: results.Cell{Workload: "primes", Mode: "hosts", Workers: 3}, HandOver: 200 * time.Microsecond,
			LotShares: 50}}}}
}

func TestHostsAreTheirMachinesAndWhatTheyDid(t *testing.T) {
	got := hostsDocument().HostTable()
	want := [][]string{{"lab-1", "A · 2 cores", "2", "4", "1.50 s", "1.50"}, {"lab-2", "B · 4 cores", "1", "2", "1.00 s",
		"1.00"}}
	if !slices.EqualFunc(got.Rows, want, slices.Equal) {
		t.Errorf("got %q, want %q", got.Rows, want)
	}
	alone := hostsDocument()
	alone.Record.Run.Joined = nil
	if rows := alone.HostTable().Rows; len(rows) > 0 {
		t.Errorf("nobody joined, and there are %q", rows)
	}
}

func TestTheCostOfAHandOverIsToldByTheLotAndByTheShare(t *testing.T) {
	d := hostsDocument()
	table := legible.Table{Header: []string{"mode", "efficiency"}, Rows: [][]string{{"hosts", ""}}}
	d.addHandOver(&table)
	if at := slices.Index(table.Header, HandOverHead); at < 0 || table.Rows[0][at] != "200 µs" {
		t.Errorf("%+v", table)
	}
	if note := d.handOverNote(); !strings.Contains(note, "with 50 shares in a lot it is 4.00 µs a share") {
		t.Error(note)
	}
	d.Summary.Cells[0].HandOver = 0
	if note := d.handOverNote(); note != "" {
		t.Error(note)
	}
}
