package report

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
)

// The answer of a run of several runtimes is whose threads use the cores: every mark stands at its number, in the order of
// the rows, and the page says so before it says who won.
func TestTheMarksOfRuntimesStandAtTheirNumbers(t *testing.T) {
	d := ofManyLanguages("primes", "collatz")
	panels, _, _ := d.RuntimePanels()
	var want []content.RuntimeMark
	for _, p := range panels {
		for _, r := range p.Rows {
			want = append(want, r.Marks...)
		}
	}
	if len(panels) != 2 || len(panels[0].Rows) != 13 || len(want) != 78 ||
		!slices.ContainsFunc(want, func(m content.RuntimeMark) bool { return m.Name == "interpreters" }) {
		t.Fatalf("%d panels with %d marks", len(panels), len(want))
	}
	tick := regexp.MustCompile(`^([\d.]+)×$`)
	var a axis
	n := 0
	for _, s := range drawing(t, figure.Figures(d)[0]) {
		if m := tick.FindStringSubmatch(s.Text); m != nil {
			v, _ := strconv.ParseFloat(m[1], 64)
			if a.to = [2]float64{s.X, v}; v == 0 {
				a.from = a.to
			}
		}
		ofWay := s.Text == "" && s.Stroke == "" && a.to[1] > 0 && slices.ContainsFunc(chart.SeriesColours[:content.NumWays],
			func(c chart.Token) bool { return inkOf(c) == s.Fill })
		if !ofWay {
			continue
		}
		if n == len(want) {
			t.Fatal("there are more marks than numbers")
		}
		if m := want[n]; !near(a.at(s.X), m.Speedup.Center, 0.02) || s.Fill != inkOf(chart.SeriesColours[m.Way]) {
			t.Errorf("mark %d, %s of %v, stands at %.3f in %s", n, m.Name, m.Speedup, a.at(s.X), s.Fill)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d marks for %d numbers", n, len(want))
	}
	page := string(render(t, d, "html")[0].Data)
	threads, won := strings.Index(page, "Threads of "), strings.Index(page, "primes: ")
	if threads < 0 || won < threads {
		t.Error("the page doesn't begin with whose threads use the cores")
	}
}

// A picture with little room shows the threads of runtimes, and no row of each one's single worker.
func TestAPictureOfManyRuntimesShowsTheirThreads(t *testing.T) {
	d := ofManyLanguages("primes", "collatz")
	cells := content.MostWorkers(d, "primes")
	shown := content.Shown(d, "primes", cells, 5, content.WayThreads)
	if len(shown) != 5 {
		t.Fatalf("%d cells of 5", len(shown))
	}
	for _, c := range shown {
		if !strings.HasSuffix(c.Mode, "-threads") {
			t.Errorf("%s is shown", c.Mode)
		}
	}
	if all := content.Shown(d, "primes", cells, len(cells), content.WayThreads); len(all) != len(cells) {
		t.Errorf("where there is room, %d of %d are shown", len(all), len(cells))
	}
}
