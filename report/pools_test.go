package report

import (
	"bytes"
	"strings"
	"testing"

	"corerace/report/studies"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/costs"
)

func madePools() (*costs.PoolsRun, *costs.Pools) {
	run := &costs.PoolsRun{Python: "3.11.7", Host: results.Machine{CPUModel: "Test CPU", CoresLogical: 2},
		Rows: []costs.PoolsRow{
			{Name: "a", What: "two workers ready", Ours: "processes", Theirs: "Pool(2), spawn", Unit: costs.UnitSeconds,
				Less: true, Bar: 10},
			{Name: "b", What: "empty shares", Ours: "processes", Theirs: "Pool.map", Unit: costs.UnitPerSecond,
				Bar: 400},
			{Name: "c", What: "echo of 1 MiB", Ours: "memory", Theirs: "Pool.apply", Unit: costs.UnitBytesPerSecond,
				Bar: 50},
			{Name: "d", What: "memory", Ours: "processes", Theirs: "Pool(2)", Unit: costs.UnitBytes, Less: true,
				Bar: 7},
			{Name: "e", What: "round trip", Ours: "a | pipe", Theirs: "Pipe", Unit: costs.UnitSeconds, Less: true,
				Bar:     2,
				NotHere: "no pipe here"},
			{Name: "f", What: "two workers ready", Ours: "processes", Theirs: "C", Unit: costs.UnitSeconds, Less: true,
				Beside: costs.BesideC, NotHere: "no compiler"},
			{Name: "g", What: "echo of 16 MiB", Ours: "memory", Theirs: "three copies", Unit: costs.UnitBytesPerSecond,
				Beside: costs.BesideMemory, Bar: 0.8},
		}}
	for r := range 8 {
		w := 1 + 0.01*float64(r)
		for row, x := range map[string][2]float64{"a": {0.009, 0.13}, "b": {2e7, 3e4}, "c": {8 << 30, 90 << 20},
			"d": {1 << 20, 9 << 20}, "g": {9 << 30, 10 << 30}} {
			run.Samples = append(run.Samples, costs.PoolsSample{Round: r + 1, Row: row, Ours: x[0] * w, Theirs: x[1]})
		}
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: 1e9, Others: new(0.0), Steal: new(0.0)})
	}
	run.Faults = []costs.PoolsFault{{Who: "processes", Tasks: 8, Answered: 8, Seconds: 0.08},
		{Who: "multiprocessing.Pool", Tasks: 4, Answered: 3, Silent: 1, Seconds: 1},
		{Who: "ProcessPoolExecutor", Tasks: 4, Failed: 4, Seconds: 0.01}, {Who: "threads", NotHere: "none"}}
	return run, costs.SummarizePools(run)
}

func TestPoolsTableHoldsBothSidesTheRatioAndTheBar(t *testing.T) {
	run, sum := madePools()
	var b bytes.Buffer
	if err := text.Pools(&b, run, sum, text.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Test CPU", "9.3 ms", "130 ms", "14.0×", "yes", "21 M/s", "30 k/s", "8477 MiB/s",
		"90.0 MiB/s", "1.0 MiB", "not here", "no pipe here",
		"all of it done, and the sum right", "of 4 tasks: 3 answered, 1 never answered", "given up after 1.0 s",
		"every task fails", "CPython 3.11.7"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestPoolsRowsStandBesideWhatTheyAreMeasuredBeside(t *testing.T) {
	_, sum := madePools()
	tables := studies.PoolsTables(sum)
	if len(tables) != 4 || len(tables[0].Rows) != 5 || len(tables[1].Rows) != 1 || len(tables[2].Rows) != 1 {
		t.Fatalf("%+v", tables)
	}
	if bar := tables[1].Rows[0][6]; bar != "" {
		t.Errorf("a row without a bar is to be better by %q", bar)
	}
	if row := tables[2].Rows[0]; row[6] != "0.80×" || row[7] != "yes" {
		t.Errorf("%q", row)
	}
	sum.Rows = sum.Rows[:5] // as an older build's
	if tables := studies.PoolsTables(sum); len(tables) != 2 || len(tables[0].Rows) != 5 {
		t.Errorf("%+v", tables)
	}
}

func TestPoolsMarkdownIsATable(t *testing.T) {
	run, sum := madePools()
	var b bytes.Buffer
	if err := text.PoolsMarkdown(&b, run, sum); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| what", "|---", `a \| pipe`, "- Python is CPython 3.11.7"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
