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
		for round := 1; round <= 6; round++ {
			rec.Samples = append(rec.Samples, results.Sample{Cell: c.Cell, Baseline: base, Round: round, Wall: c.Wall})
		}
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
	rows := d.RuntimesTable().Rows
	if len(rows) != 4 || rows[0][1] != "Go" || rows[1][1] != "A 1.2" || rows[1][5] != "100 ms" ||
		!strings.HasPrefix(rows[1][6], "1.00× (1.00–1.00)") ||
		!strings.HasPrefix(rows[1][2], "1.90× (1.80–2.00)") || !strings.HasPrefix(rows[1][4], "magic 1.90×") ||
		rows[1][7] != "5.00 ms" || rows[0][3] != "–" {
		t.Errorf("the rows are %q", rows)
	}
	for i, got := range d.RuntimesTables() {
		heads := strings.Join(got.Header, "|")
		if !strings.Contains(heads, "|threads ×2|processes ×2") || len(got.Header) > 7 || strings.Contains(heads, "start") {
			t.Errorf("a terminal gets %q", got.Header)
		}
		if beside := got.Rows[1][len(got.Header)-1]; i == 1 && beside != "1.00×" {
			t.Errorf("without its interval a ratio is %q", beside)
		}
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
	if row := d.RuntimesTable().Rows[3]; row[2] != "not told" {
		t.Errorf("a cell without a projection: %q", row)
	}
}

// An interval that is narrow is told, wherever it lies.
func TestThreadsThatLoseOrGainALittleAreToldToo(t *testing.T) {
	d := racedOf(conditions.Quiet, map[string][2]float64{"a": {0.2, 0.3}, "b": {1.4, 1.45}, "c": {0.7, 0.9}})
	want := []string{"Threads of Go use", "Threads of A 1.2 take longer than one worker",
		"Threads of B 1.2 are faster than one worker, and don't use the cores in full", "Threads of C 1.2 aren't told apart"}
	if got := d.RuntimesSentences(); !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("said is %q", got)
	}
}

func TestARuntimeThatDiffersByWorkloadIsNotLeftOut(t *testing.T) {
	for want, sides := range map[string][]string{"use": {"use", "use"}, "varies": {"use", "turns"}, "": {"use", ""}} {
		if got := sideOf(sides); got != want {
			t.Errorf("%q is %q, want %q", sides, got, want)
		}
	}
}

// Where the host took time, or nothing is known, there is neither a measurement nor a projection.
func TestWhereConditionsAreUnknownNothingIsTold(t *testing.T) {
	for _, v := range []string{conditions.Unknown, conditions.Inconclusive} {
		d := racedOf(v, map[string][2]float64{"a": {1.8, 2}, "b": {0.9, 1.1}, "c": {1.8, 2}})
		table := d.RuntimesTable()
		if row := table.Rows[1]; row[5] != "" || row[6] != "" {
			t.Errorf("%s: wall times are shown: %q", v, row)
		}
		if v == conditions.Inconclusive {
			continue
		}
		if !strings.Contains(table.Caption, "isn't known") || table.Rows[1][2] != "not told" {
			t.Errorf("%q: %q", table.Caption, table.Rows[1])
		}
		want := "Threads of Go, A 1.2, B 1.2 and C 1.2 aren't told"
		if got := d.RuntimesSentences(); len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("said is %q", got)
		}
	}
}

func TestALockThatAProjectionPresumesIsSaid(t *testing.T) {
	d := racedOf(conditions.Inconclusive, map[string][2]float64{"a": {1.8, 2}, "b": {0.9, 1.1}, "c": {1.8, 2}})
	yes := true
	for i := range d.Record.Run.Plan.Modes {
		if m := &d.Record.Run.Plan.Modes[i]; m.Name == "b-threads" {
			m.OneAtATime = &yes
		}
	}
	want := "That one thread of B 1.2 computes at a time is presumed by the projection, and not shown by it."
	got := d.RuntimesSentences()
	if last := got[len(got)-1]; last != want {
		t.Errorf("said is %q", got)
	}
}

func TestOneLanguageIsNoMatrix(t *testing.T) {
	d := racedOf(conditions.Quiet, map[string][2]float64{"a": {1.8, 2}, "b": {0.9, 1.1}, "c": {1, 1}})
	d.Summary.Cells = d.Summary.Cells[:6] // Go and A
	if rows := d.RuntimesTable().Rows; len(rows) != 0 {
		t.Errorf("the rows are %q", rows)
	}
}
