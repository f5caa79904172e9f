package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// racedOf is a document of Go and some runtimes, with the speedups of their threads and processes.
func racedOf(v string, threads map[string][2]float64) *Document {
	rec := &results.Record{}
	rec.Run.Plan.Workloads = []results.PlannedWorkload{{Name: "w", Passes: 10}}
	sum := &verdict.Summary{}
	sum.Conditions.Verdict = v
	add := func(mode, base, about string, workers int, e stats.Estimate) {
		rec.Run.Plan.Modes = append(rec.Run.Plan.Modes, results.PlannedMode{Name: mode, Baseline: base, Runtime: about})
		c := verdict.CellSummary{Cell: results.Cell{Workload: "w", Mode: mode, Workers: workers}, Baseline: base,
			Wall: time.Second, Spawn: 5 * time.Millisecond, Measured: e, Projected: e}
		sum.Cells = append(sum.Cells, c)
	}
	one := stats.Estimate{Center: 1, N: 6}
	add("serial", "serial", "", 1, one)
	add("goroutines", "serial", "", 2, stats.Estimate{Center: 1.95, Lo: 1.9, Hi: 2, Confidence: 0.95, N: 6})
	for _, name := range []string{"a", "b", "c"} {
		about := strings.ToUpper(name) + " 1.2"
		e := stats.Estimate{Center: (threads[name][0] + threads[name][1]) / 2, Lo: threads[name][0], Hi: threads[name][1],
			Confidence: 0.95, N: 6}
		add(name+"-serial", name+"-serial", about, 1, one)
		add(name+"-threads", name+"-serial", about, 2, e)
		add(name+"-processes", name+"-serial", about+", processes by fork", 2, e)
		add(name+"-magic", name+"-serial", about, 2, e)
	}
	return &Document{Record: rec, Summary: sum}
}

func TestWhoseThreadsUseTheCores(t *testing.T) {
	d := racedOf(conditions.Quiet, map[string][2]float64{"a": {1.8, 2}, "b": {0.9, 1.1}, "c": {1.2, 1.9}})
	rows := d.RuntimesTable(true).Rows
	if len(rows) != 4 || rows[0][1] != "Go" || rows[1][1] != "A 1.2" || rows[1][3] != "100 ms" || rows[1][4] != "1.00×" ||
		!strings.HasPrefix(rows[1][5], "1.90× (1.80–2.00)") || !strings.HasPrefix(rows[1][7], "magic 1.90×") ||
		rows[1][8] != "5.00 ms" || rows[0][6] != "–" {
		t.Errorf("the rows are %q", rows)
	}
	if got := d.RuntimesTable(false); len(got.Header) != 7 {
		t.Errorf("a terminal gets %q", got.Header)
	}
	want := []string{"Threads of Go and A 1.2 use the cores: ", "Threads of B 1.2 take turns: ",
		"Threads of C 1.2 aren't told apart: "}
	if got := d.RuntimesSentences(); !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("said is %q", got)
	}
}

// A busy machine turns no sentence round: what is said rests on the projection, or isn't said.
func TestOnABusyMachineItIsTheProjectionOrSilence(t *testing.T) {
	d := racedOf(conditions.Inconclusive, map[string][2]float64{"a": {1.8, 2}, "b": {0.9, 1.1}, "c": {1.8, 2}})
	for i := range d.Summary.Cells {
		d.Summary.Cells[i].Measured = stats.Estimate{Center: 0.5, Lo: 0.4, Hi: 0.6, Confidence: 0.95, N: 6}
		if d.Summary.Cells[i].Mode == "c-threads" {
			d.Summary.Cells[i].Projected = stats.Estimate{}
		}
	}
	got := fmt.Sprint(d.RuntimesSentences())
	if !strings.Contains(got, "Projected to an idle machine, threads of Go and A 1.2 use the cores") ||
		!strings.Contains(got, "threads of B 1.2 take turns") || !strings.Contains(got, "C 1.2 aren't told apart") {
		t.Error(got)
	}
	if row := d.RuntimesTable(true).Rows[3]; row[5] != "not told" {
		t.Errorf("a cell without a projection: %q", row)
	}
}

func TestOneLanguageIsNoMatrix(t *testing.T) {
	d := racedOf(conditions.Quiet, map[string][2]float64{"a": {1.8, 2}, "b": {0.9, 1.1}, "c": {1, 1}})
	d.Summary.Cells = d.Summary.Cells[:6] // Go and A
	if rows := d.RuntimesTable(true).Rows; len(rows) != 0 {
		t.Errorf("the rows are %q", rows)
	}
}
