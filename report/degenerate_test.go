package report

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// odd are documents that no good run makes.
func odd() map[string]*content.Document {
	all := map[string]*content.Document{
		"empty":    {Record: &results.Record{}, Summary: &verdict.Summary{}},
		"hostless": course.Fixture(course.Small),
	}
	all["hostless"].Record.Run.Hosts = nil
	one := course.Small
	one.Rounds = 1
	all["one round"] = course.Fixture(one)
	one.Modes, one.Workers = []string{"goroutines"}, []int{2}
	all["one cell"] = course.Fixture(one)
	none := course.Small
	none.Modes = nil
	all["baseline only"] = course.Fixture(none)
	for what, x := range map[string]float64{"nan": math.NaN(), "inf": math.Inf(1), "zero": 0, "huge": 1e300,
		"tiny": 1e-300, "negative": -1} {
		d := course.Fixture(course.Small)
		for i := range d.Summary.Cells {
			c := &d.Summary.Cells[i]
			e := stats.Estimate{Center: x, Lo: x, Hi: x, Confidence: 0.95, N: 6}
			c.Measured, c.WithStart, c.Efficiency = e, e, e
			c.OwnCores, c.CoresBusy, c.PerCore = x, x, []float64{x, x}
		}
		for i := range d.Record.Cores {
			d.Record.Cores[i].Busy = []float64{x, x}
		}
		all[what] = d
	}
	still := course.Fixture(course.Small)
	for i := range still.Record.Samples {
		still.Record.Samples[i].Wall, still.Record.Samples[i].T = 0, 0
	}
	for i := range still.Record.Cores {
		still.Record.Cores[i].T = 0
	}
	all["no time"] = still
	backwards := course.Fixture(course.Small)
	for i := range backwards.Record.Cores {
		backwards.Record.Cores[i].T = -time.Duration(i)
	}
	for i := range backwards.Record.Samples {
		backwards.Record.Samples[i].T *= -1
	}
	all["backwards"] = backwards
	far := course.Fixture(course.Small)
	for i := range far.Summary.Cells {
		far.Summary.Cells[i].Workers = math.MaxInt - i
	}
	all["far too many workers"] = far
	broken := course.Fixture(course.Small)
	for i := range broken.Record.Samples {
		broken.Record.Samples[i].Error = "sum differs"
	}
	all["all excluded"] = broken
	single := course.Fixture(course.Course{Workloads: []string{"w"}, Modes: []string{"gil", "processes"},
		Workers: []int{2}, Rounds: 1, Cores: 2, Wall: time.Second})
	course.AddTimes(single)
	course.AddOwn(single, 0.5)
	all["one round that tells everything"] = single
	for what, x := range map[string]float64{"nan": math.NaN(), "inf": math.Inf(1), "zero": 0, "huge": 1e300} {
		d := projected(conditions.Noisy, x, x)
		for i := range d.Summary.Cells {
			c := &d.Summary.Cells[i]
			c.Projected.N, c.Inflation.Center, c.Quiet = 6, x, stats.Estimate{Center: x, N: 1}
		}
		for i := range d.Record.Rounds {
			d.Record.Rounds[i].CoreSpeeds = []float64{x, 1}
		}
		all["projections that are "+what] = d
	}
	return all
}

func TestOddDocumentsAreShownInEveryFormat(t *testing.T) {
	for what, d := range odd() {
		for _, f := range Formats() {
			if f.Name == "png" {
				continue // drawn by the same code as svg; TestPNG looks at pixels
			}
			files, err := Render(d, f.Name, Options{})
			if f.Many && errors.Is(err, ErrNoFigures) {
				continue
			}
			if err != nil {
				t.Errorf("%s as %s: %v", what, f.Name, err)
			}
			for _, file := range files {
				if f.Name == "svg" && (bytes.Contains(file.Data, []byte("NaN")) ||
					bytes.Contains(file.Data, []byte("Inf\""))) {
					t.Errorf("%s: %s has a coordinate that isn't a number", what, file.Name)
				}
			}
		}
	}
}

func TestAnEmptyRecordSaysSo(t *testing.T) {
	d := odd()["empty"]
	for _, format := range []string{"table", "html", "md", "json"} {
		files, err := Render(d, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(files[0].Data), "Nothing was measured") {
			t.Errorf("%s of an empty record doesn't say that nothing was measured", format)
		}
	}
	if _, err := Render(d, "svg", Options{}); !errors.Is(err, ErrNoFigures) {
		t.Errorf("figures of an empty record: %v, want ErrNoFigures", err)
	}
}

func TestADocumentNeedsARecordAndASummary(t *testing.T) {
	for _, d := range []*content.Document{nil, {}, {Record: &results.Record{}}, {Summary: &verdict.Summary{}}} {
		if _, err := Render(d, "table", Options{}); !errors.Is(err, content.ErrIncomplete) {
			t.Errorf("got %v, want ErrIncomplete", err)
		}
	}
}

// A record with thousands of cores or cells makes a page that still opens.
func TestAHugeRecordMakesAPageOfBoundedSize(t *testing.T) {
	c := course.Small
	c.Cores = 4096
	c.Rounds = 2
	d := course.Fixture(c)
	for i := range 600 {
		cell := d.Summary.Cells[1]
		cell.Workload = "w" + string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		cell.Warnings = []string{"doubtful"}
		d.Summary.Cells = append(d.Summary.Cells, cell)
	}
	files, err := Render(d, "html", Options{})
	if err != nil {
		t.Fatal(err)
	}
	page := string(files[0].Data)
	if len(page) > 1<<20 {
		t.Errorf("the page has %d bytes, want at most 1 MiB", len(page))
	}
	for _, said := range []string{"the first 200 of", "the first 32 cores of 4096", "Only the first 12 workloads",
		"one row is 256 cores", "more warnings"} {
		if !strings.Contains(page, said) {
			t.Errorf("the page doesn't say %q", said)
		}
	}
}
