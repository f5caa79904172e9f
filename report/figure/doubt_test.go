package figure

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"corerace/report/chart"
	"corerace/report/internal/course"
	"corerace/results/conditions"
)

// firm is what is drawn or written in the full colour of a mode.
var firm = func() *regexp.Regexp {
	var colours []string
	for _, t := range chart.SeriesColours {
		c := chart.Themes[chart.Light][t]
		colours = append(colours, fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B))
	}
	return regexp.MustCompile(`(fill|stroke)="(` + strings.Join(colours, "|") +
		`)" (fill="none" )?(x|cx|d|stroke-width|stroke-dasharray)=`)
}()

// A chart of unknown conditions is as faint as one of a busy machine, and neither as firm as a quiet one.
func TestChartsOfARunFadeWithoutAVerdict(t *testing.T) {
	for _, c := range []struct {
		verdict       string
		busy, unknown bool
		rounds        int
	}{
		{conditions.Quiet, false, false, 6}, {conditions.Noisy, false, false, 6},
		{conditions.Inconclusive, true, false, 6}, {conditions.Unknown, false, true, 6},
		{conditions.Inconclusive, false, false, 0}, {conditions.Unknown, false, false, 0},
		{conditions.Unknown, false, false, 6}, // our own CPU time showed that we had the cores
	} {
		lines := course.Small
		lines.Workers = []int{1, 2, 3}
		d := course.Fixture(lines)
		course.AddTimes(d)
		d.Summary.Conditions.Verdict = c.verdict
		v := &d.Summary.Verdicts[0]
		v.Busy, v.Unknown, v.Ratio.N = c.busy, c.unknown, c.rounds
		doubt := c.busy || c.unknown || c.rounds == 0
		for _, name := range []string{"rounds-mandelbrot", "speedup-mandelbrot", "time-mandelbrot", "answer"} {
			var b bytes.Buffer
			if err := figureNamed(t, d, name).SVG(&b, chart.Light); err != nil {
				t.Fatal(err)
			}
			if got := firm.FindString(b.String()); (got == "") != doubt {
				t.Errorf("%+v, %s: firm is %q", c, name, got)
			}
		}
	}
}
