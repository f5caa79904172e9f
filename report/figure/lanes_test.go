package figure

import (
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/verdict"
)

func TestTheMiddleRoundIsTheOneOfMedianLength(t *testing.T) {
	d := &content.Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	for round, wall := range []time.Duration{1, 9, 3, 5} {
		d.Record.Samples = append(d.Record.Samples, results.Sample{Round: round, Wall: wall})
		d.Record.Rounds = append(d.Record.Rounds, results.Round{Round: round})
	}
	if got := middleRound(d); got != 3 {
		t.Errorf("round %d, want 3: the warm-up doesn't count", got)
	}
}

// A mode that made one pass where others made many isn't drawn as the faster one.
func TestLanesAreScaledToOnePass(t *testing.T) {
	d := course.Fixture(course.Small)
	d.Record.Run.Plan.Workloads[0].Baselines = []results.PlannedBaseline{{Baseline: "python-serial", Passes: 1}}
	for i := range d.Summary.Cells {
		if c := &d.Summary.Cells[i]; c.Mode == "gil" {
			c.Baseline = "python-serial"
		}
	}
	for _, l := range lanes(d, "mandelbrot", 1) {
		want := l.sample.Wall / 21 // passes of the plan
		if l.sample.Mode == "gil" {
			want = l.sample.Wall
		}
		if l.length() != want {
			t.Errorf("%s is drawn with %v, want %v", l.sample.Mode, l.length(), want)
		}
	}
	if f := figureNamed(t, d, "cores-mandelbrot"); !strings.Contains(strings.Join(f.Lines, " "), "scaled to one pass") {
		t.Errorf("the picture doesn't say it: %q", f.Lines)
	}
}
