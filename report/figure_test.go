package report

import (
	"bytes"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/bench/testkit"
	"corerace/results"
	"corerace/results/verdict"
)

func TestPNGIsASlide(t *testing.T) {
	for i, f := range fixture(small).Figures() {
		for _, theme := range []Theme{Light, Dark} {
			if theme == Dark && i > 0 && !testkit.Long() {
				continue // the themes differ in colours alone
			}
			var buf bytes.Buffer
			if err := f.PNG(&buf, theme, 0); err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(&buf)
			if err != nil {
				t.Fatal(err)
			}
			if b := img.Bounds(); b.Dx() != 1440 || b.Dy() != 810 {
				t.Errorf("%s: %d × %d pixels, want 1440 × 810", f.Name, b.Dx(), b.Dy())
			}
			if share := differing(img, 1, 1); share < 0.01 {
				t.Errorf("%s: only %.3f of the picture is drawn on", f.Name, share)
			}
		}
	}
}

func TestFiguresOfACourse(t *testing.T) {
	for _, test := range []struct {
		course course
		want   string
	}{
		{small, "rounds-mandelbrot speedup-mandelbrot cores-mandelbrot cores"},
		{course{workloads: []string{"primes"}, modes: []string{"gil"}, workers: []int{2}, rounds: 1, cores: 2, wall: time.Second}, "rounds-primes cores-primes cores"},
		{course{workloads: []string{"a b", "a-b"}, modes: []string{"gil"}, workers: []int{2}, rounds: 1, cores: 2, wall: time.Second}, "rounds-a-b cores-a-b rounds-a-b-2 cores-a-b-2 cores"},
	} {
		var names []string
		for _, f := range fixture(test.course).Figures() {
			names = append(names, f.Name)
			if f.Title == "" || f.Alt == "" {
				t.Errorf("%s has no title or no words for those who can't see it", f.Name)
			}
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("figures %s, want %s", got, test.want)
		}
	}
}

// A figure's own file reads well without a program that knows style sheets' variables.
func TestSVGFilesHoldTheirColours(t *testing.T) {
	for _, f := range render(t, fixture(small), "svg") {
		wellFormed(t, f.Name, f.Data)
		if s := string(f.Data); strings.Contains(s, "var(") || !strings.Contains(s, ".f-ink{fill:#1b1f24}") || !strings.Contains(s, "prefers-color-scheme:dark") {
			t.Errorf("%s doesn't hold its colours for both schemes", f.Name)
		}
	}
	dark, err := Render(fixture(small), "svg", Options{Theme: Dark})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(dark[0].Data); strings.Contains(s, "prefers-color-scheme") || !strings.Contains(s, ".f-ink{fill:#f0f3f6}") {
		t.Error("a dark figure isn't dark everywhere")
	}
}

func TestLabelsDontTouch(t *testing.T) {
	for _, ys := range [][]float64{{100}, {100, 100, 100}, {0, 5, 6, 7, 200}, {200, 199, 198, 197, 196, 195}, {0, 0, 0, 0, 0, 0, 0}} {
		var labels []endLabel
		for _, y := range ys {
			labels = append(labels, endLabel{y: vg.Length(y)})
		}
		stack(labels, 10, 190)
		for i := 1; i < len(labels); i++ {
			if gap := labels[i-1].place - labels[i].place; gap < labelGap-0.1 {
				t.Errorf("%v: labels %d and %d are %.1f points apart, want %.0f", ys, i-1, i, gap, labelGap)
			}
			if labels[i-1].y < labels[i].y {
				t.Errorf("%v: labels are not in the order of their lines", ys)
			}
		}
		for _, l := range labels {
			if l.place < 9.9 || l.place > 190.1 {
				t.Errorf("%v: a label stands at %.1f, want 10 to 190", ys, l.place)
			}
		}
	}
}

func TestTicksAreRoundAndFew(t *testing.T) {
	for _, top := range []float64{0.3, 1, 1.04, 2, 2.08, 3.7, 8, 16.3, 64, 1000, 123456, math.Inf(1), 0, -1, math.NaN()} {
		ticks := niceTicks(top, 6, "×")
		if len(ticks) < 2 || len(ticks) > 7 {
			t.Errorf("%g: %d ticks, want 2 to 7", top, len(ticks))
		}
		if ticks[0].Label != "0×" {
			t.Errorf("%g: the first tick is %s, want 0×", top, ticks[0].Label)
		}
	}
}

func TestTheMiddleRoundIsTheOneOfMedianLength(t *testing.T) {
	d := &Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	for round, wall := range []time.Duration{1, 9, 3, 5} {
		d.Record.Samples = append(d.Record.Samples, results.Sample{Round: round, Wall: wall})
		d.Record.Rounds = append(d.Record.Rounds, results.Round{Round: round})
	}
	if got := d.middleRound(); got != 3 {
		t.Errorf("round %d, want 3: the warm-up doesn't count", got)
	}
}
