package figure

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/verdict"
)

func figureNamed(t *testing.T, d *content.Document, name string) Figure {
	t.Helper()
	for _, f := range Figures(d) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no figure %s", name)
	return Figure{}
}

func TestTheTimeOfWorkersAndPoolsIsDrawn(t *testing.T) {
	d := course.Fixture(course.TwoCores)
	course.AddTimes(d)
	f := figureNamed(t, d, "time-mandelbrot")
	want := [][]string{
		{"serial", "pool of 1", "60 %", "30 %", "0 %", "10 %"},
		{"goroutines", "pool of 2", "60 %", "30 %", "0 %", "10 %"},
		{"gil", "pool of 2", "60 %", "30 %", "0 %", "10 %"},
		{"processes", "worker 1", "90 %", "0 %", "10 %", "0 %"},
		{"processes", "worker 2", "80 %", "10 %", "10 %", "0 %"},
	}
	for i, row := range f.Data.Rows {
		if len(f.Data.Rows) != len(want) || fmt.Sprint(row[:6]) != fmt.Sprint(want[i]) {
			t.Errorf("row %d of the data is %q, want %q", i, row[:6], want[min(i, len(want)-1)])
		}
	}
	for _, said := range []string{"worker 2 80 % on a core, 10 % waiting for a core, 10 % blocked",
		"10 % waiting for Go's scheduler or blocked"} {
		if !strings.Contains(f.Alt, said) {
			t.Errorf("the picture in words doesn't say %q: %s", said, f.Alt)
		}
	}
}

func TestTimesThatAreNotShownAreNotDrawn(t *testing.T) {
	d := course.Fixture(course.Small)
	if _, ok := timeFigure(d, "mandelbrot", verdict.Times(d.Record)); ok {
		t.Error("there is a picture of no times")
	}
	for i := range d.Record.Samples {
		d.Record.Samples[i].PerWorker = make([]results.Worker, d.Record.Samples[i].Workers) // zero sums
		d.Record.Samples[i].Pool = &results.PoolTime{}
	}
	if _, ok := timeFigure(d, "mandelbrot", verdict.Times(d.Record)); ok {
		t.Error("there is a picture of times that are all zero")
	}
}

func TestThousandsOfWorkersAreGrouped(t *testing.T) {
	c := course.Course{Workloads: []string{"w"}, Modes: []string{"processes", "processes-pipe", "gil"},
		Workers: []int{4096}, Rounds: 1, Cores: 2, Wall: time.Second}
	d := course.Fixture(c)
	course.AddTimes(d)
	modes, dropped := timeModes(d, "w", verdict.Times(d.Record))
	rows := 0
	for _, m := range modes {
		rows += len(m.rows)
	}
	if rows > maxTimeRows || rows < 10 || dropped != 0 {
		t.Errorf("%d bars, %d modes left out, want at most %d and none", rows, dropped, maxTimeRows)
	}
	last := modes[2].rows
	if got := last[len(last)-1]; !strings.HasSuffix(got.name, "–4096") || math.Abs(shares(got.use)[0]-0.75) > 0.01 {
		t.Errorf("the last group is %q with %v, want one that ends at 4096 and was on a core for 75 %%", got.name,
			shares(got.use))
	}
	if f := figureNamed(t, d, "time-w"); len(f.Alt) > 4000 {
		t.Errorf("the picture in words has %d bytes", len(f.Alt))
	}
}

func TestMoreModesThanFitAreCounted(t *testing.T) {
	c := course.Course{Workloads: []string{"w"}, Workers: []int{2}, Rounds: 1, Cores: 2, Wall: time.Second}
	for i := range 12 {
		c.Modes = append(c.Modes, fmt.Sprintf("processes%d", i))
	}
	d := course.Fixture(c)
	course.AddTimes(d)
	if modes, dropped := timeModes(d, "w", verdict.Times(d.Record)); len(modes) != maxTimeModes || dropped != 13-maxTimeModes {
		t.Errorf("%d modes and %d left out, want %d and %d", len(modes), dropped, maxTimeModes, 13-maxTimeModes)
	}
}

// Where the conditions bear nothing the modes fade, serial too, and greys don't: what stands on each can be read.
func TestSharesAreReadableInDoubt(t *testing.T) {
	for _, doubt := range []bool{false, true} {
		d := course.Fixture(course.Small)
		course.AddTimes(d)
		course.AddLocks(d)
		d.Summary.Verdicts[0].Busy = doubt
		var b bytes.Buffer
		if err := figureNamed(t, d, "time-mandelbrot").SVG(&b, chart.Light); err != nil {
			t.Fatal(err)
		}
		ink := func(t chart.Token) string {
			c := chart.Themes[chart.Light][t]
			return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
		}
		serial := chart.Bg
		if doubt { // the bar below it is as faint as any mode's
			serial = chart.Fg
		}
		for on, token := range map[string]chart.Token{">60 %</text>": serial, ">50 %</text>": chart.Bg} { // the lock's
			if label := regexp.MustCompile(`<text fill="` + ink(token) + `"[^>]*` + on); !label.MatchString(b.String()) {
				t.Errorf("in doubt %v: %s isn't in the colour %s", doubt, on, token)
			}
		}
		solid := regexp.MustCompile(`<(rect|path) fill="` + ink(chart.Fg) + `" (x|d)`)
		if bars := len(solid.FindAllString(b.String(), -1)); doubt && bars > 1 { // that of the key
			t.Errorf("%d marks in the firm colour of serial", bars)
		}
	}
}
