package report

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// projected is the small course with projections that are apart times what was measured.
func projected(verdict string, apart, floor float64) *content.Document {
	d := course.Fixture(course.Small)
	d.Summary.Conditions.Verdict, d.Summary.Conditions.Contention = verdict, ptr(0.53)
	d.Summary.Verdicts[0].NoiseFloor = floor
	for i := range d.Summary.Cells {
		c := &d.Summary.Cells[i]
		c.Projected, c.Inflation = c.Measured, c.Measured
		c.Projected.Center *= apart
		c.Projected.Hi *= apart
		c.Inflation.Center = 1.01
	}
	return d
}

func TestProjectionsStandWhereTheySayMore(t *testing.T) {
	for _, test := range []struct {
		verdict      string
		apart, floor float64
		want         bool
	}{
		{conditions.Quiet, 1.01, 0.02, false},
		{conditions.Quiet, 1.03, 0.02, true},
		{conditions.Quiet, 1 / 1.03, 0.02, true},
		{conditions.Quiet, 1.04, 0, false}, // no twin: 5 %
		{conditions.Quiet, 1.06, 0, true},
		{conditions.Quiet, 1.06, math.NaN(), true},
		{conditions.Noisy, 1, 0.02, true},
		{conditions.Inconclusive, 1, 0.02, true},
		{conditions.Unknown, 1, 0.02, true},
		{conditions.Quiet, math.NaN(), 0.02, false},
	} {
		d := projected(test.verdict, test.apart, test.floor)
		for _, full := range []bool{false, true} {
			head := d.ResultTable(full).Header
			if got := slices.Contains(head, "projected"); got != test.want || got != slices.Contains(head, "measured") {
				t.Errorf("%+v: the heads are %q, want projected and measured: %v", test, head, test.want)
			}
			if got := strings.Contains(strings.Join(d.ResultNotes(full), " "), "idle machine"); got != test.want {
				t.Errorf("%+v: the notes explain it: %v, want %v", test, got, test.want)
			}
		}
	}
}

func TestARecordWithoutProjectionsHasTheOldColumns(t *testing.T) {
	d := course.Fixture(course.Small)
	d.Summary.Conditions.Verdict = conditions.Inconclusive
	want := []string{"workload", "mode", "workers", "wall", "speedup", "with start", "efficiency", "cores busy",
		"spawn"}
	if got := d.ResultTable(true).Header; !slices.Equal(got, want) {
		t.Errorf("heads %q, want %q", got, want)
	}
}

func TestWorkIsAColumnOfATerminalWhereItGrew(t *testing.T) {
	d := projected(conditions.Quiet, 1, 0.02)
	if slices.Contains(d.ResultTable(false).Header, "work") || !slices.Contains(d.ResultTable(true).Header, "work") {
		t.Error("work that didn't grow is a column of the page alone")
	}
	d.Summary.Cells[1].Inflation.Center = 1.12
	table := d.ResultTable(false)
	at := slices.Index(table.Header, "work")
	if at < 0 || table.Rows[1][at] != "1.12×" || table.Rows[0][at] != "" {
		t.Errorf("the table is %+v, want 1.12× in the second row and nothing for the baseline", table)
	}
}

func TestQuietRoundsStandBesideAll(t *testing.T) {
	d := projected(conditions.Noisy, 1, 0.02)
	c := &d.Summary.Cells[2]
	c.Quiet = stats.Estimate{Center: 1.98, N: 3}
	c.Measured.Center = 1.5
	page := d.ResultTable(true)
	if at := slices.Index(page.Header, "quiet rounds"); at < 0 || page.Rows[2][at] != "1.98×, 3 of 6" {
		t.Errorf("the page's table is %+v, want 1.98× of 3 rounds", page)
	}
	table := string(render(t, d, "table")[0].Data)
	if want := "quiet rounds alone: goroutines ×2 1.98× of 3, all 1.50× of 6."; !strings.Contains(table, want) {
		t.Errorf("the table doesn't say %q:\n%s", want, table)
	}
	if notes := strings.Join(course.Fixture(course.Small).ResultNotes(false), " "); strings.Contains(notes, "quiet") {
		t.Errorf("a run without quiet rounds of its own says %q", notes)
	}
}

func TestTheConditionsAreAVerdict(t *testing.T) {
	for verdict, want := range map[string]string{
		conditions.Quiet: " · quiet · ", conditions.Noisy: " · noisy, contention 53 % · ",
		conditions.Inconclusive: " · inconclusive: machine busy, contention 53 % · ",
		conditions.Unknown:      " · conditions unknown · ", "evil": "s · others ",
	} {
		if got := projected(verdict, 1, 0.02).ConditionsLine(); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", verdict, got, want)
		}
	}
}

func TestTheNoiseFloorIsSaid(t *testing.T) {
	d := projected(conditions.Quiet, 1, 0.021)
	if got := d.FloorLine(); got != "differences below 2.1 % can't be seen today" {
		t.Errorf("the floor reads %q", got)
	}
	d.Summary.Verdicts = append(d.Summary.Verdicts, verdict.Verdict{Workload: "primes", NoiseFloor: 4.083},
		verdict.Verdict{Workload: "matmul"})
	want := "differences that can't be seen today: mandelbrot below 2.1 %, primes below 408 %"
	if got := d.FloorLine(); got != want {
		t.Errorf("the floors read %q, want %q", got, want)
	}
	for _, none := range []float64{0, math.NaN(), math.Inf(1), -1} {
		if got := projected(conditions.Quiet, 1, none).FloorLine(); got != "" {
			t.Errorf("a floor of %g reads %q", none, got)
		}
	}
}

// A twin is the same program again: it is no dot, and takes no original's place.
func TestTwinsAreNotCharted(t *testing.T) {
	d := course.Fixture(course.Small)
	for i := range d.Record.Samples {
		d.Record.Samples[i].Twin = true
	}
	if n := len(d.Dots(course.Small.Workloads[0])); n != 0 {
		t.Errorf("%d cells of twins have dots", n)
	}
}

func TestNumbersThatAreNoneMakeValidJSON(t *testing.T) {
	d := projected(conditions.Noisy, math.NaN(), math.NaN())
	d.Summary.Conditions.Contention = ptr(math.Inf(1))
	d.Summary.Verdicts[0].Twin.Center, d.Summary.Verdicts[0].P = math.NaN(), math.NaN()
	d.Summary.Cells[0].Quiet.Center, d.Summary.Cells[0].Autocorrelation = math.NaN(), math.NaN()
	if _, err := Render(d, "json", Options{}); err != nil {
		t.Error(err)
	}
}

func TestTheCSVSaysWhereTheTimeWent(t *testing.T) {
	d := course.Fixture(course.Small)
	d.Record.Samples[0].Pool = &results.PoolTime{OnCPU: 5, Wait: 3, Rest: 2}
	d.Record.Samples[1].PerWorker = []results.Worker{{OnCPU: 7, Wait: 1, Blocked: 4}, {OnCPU: 1, Wait: 1}}
	rows, err := csv.NewReader(bytes.NewReader(render(t, d, "csv")[0].Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	from := slices.Index(rows[0], "on_cpu_ns")
	for i, want := range [][]string{{"5", "3", "", "2"}, {"8", "2", "4", ""}, {"", "", "", ""}} {
		if got := rows[i+1][from : from+4]; !slices.Equal(got, want) {
			t.Errorf("row %d has times %q, want %q", i+1, got, want)
		}
	}
}
