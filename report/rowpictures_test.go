package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results/locks"
)

// A number in the matrix is that of its cell, and stands on a colour that is fuller the nearer it is to the ideal.
func TestTheMatrixIsFullerWhereItsNumbersAreNearerToTheIdeal(t *testing.T) {
	each(t, "matrix", func(t *testing.T, d *content.Document, _ string, all []shape) {
		numbers := map[string]bool{}
		for _, c := range d.Summary.Cells {
			for _, x := range []float64{c.Measured.Center, c.Projected.Center} {
				numbers[fmt.Sprintf("%.2f×", x)] = true
			}
		}
		type filled struct{ number, opacity float64 }
		var cells []filled
		var on shape
		for _, s := range all {
			if s.Text == "" && s.Stroke == "" && s.Opacity < 1 {
				on = s
			}
			text, _, _ := strings.Cut(s.Text, " ")
			number, err := strconv.ParseFloat(strings.TrimSuffix(text, "×"), 64)
			if !strings.HasSuffix(text, "×") || err != nil {
				continue
			}
			if !numbers[text] || s.X < on.Left || s.X > on.Right || s.Y < on.Top || s.Y > on.Bottom {
				t.Errorf("%q stands on none of its own", s.Text)
			}
			if !strings.Contains(s.Text, "(") { // of as many workers as the others
				cells = append(cells, filled{number, on.Opacity})
			}
		}
		for _, a := range cells {
			for _, b := range cells {
				if a.number > b.number && a.opacity < b.opacity && b.number < 2 {
					t.Errorf("%v is on %v of its colour, and %v on %v", a.number, a.opacity, b.number, b.opacity)
				}
			}
		}
		if len(numbers) == 0 {
			t.Error("no cell has a number")
		}
	})
}

// rowPictures are the figures that are rows along one axis, with the rows that they are drawn from.
func rowPictures(t *testing.T) map[string]struct {
	pic legible.Picture
	f   figure.Figure
} {
	t.Helper()
	type both = struct {
		pic legible.Picture
		f   figure.Figure
	}
	all := map[string]both{}
	add := func(name string, pic legible.Picture, f figure.Figure, ok bool) {
		if !ok {
			t.Fatalf("%s isn't drawn", name)
		}
		all[name] = both{pic, f}
	}
	talkRun, talk := madeTalk()
	add("talk", studies.TalkPicture(talk), figure.TalkFigure(talkRun, talk), true)
	poolsRun, pools := madePools()
	f, ok := figure.PoolsFigure(poolsRun, pools)
	add("pools", studies.PoolsPicture(pools), f, ok)
	f, ok = figure.FitFigure(madeFits())
	add("fit", studies.FitPicture(madeFits()), f, ok)
	f, ok = figure.ComparisonFigure(madeComparison())
	add("compare", studies.ComparisonPicture(madeComparison()), f, ok)
	f, ok = figure.ComparisonFigure(madeBest())
	add("machines", studies.ComparisonPicture(madeBest()), f, ok)
	f, ok = figure.SeveralFigure(madeSeveral(""))
	add("several", studies.SeveralPicture(madeSeveral("")), f, ok)
	past := []studies.Past{{Machine: "A", When: "2026-11-01", Mode: "gil ×2", Speedup: madeEstimate(1)},
		{Machine: "A", When: "2026-11-02", Mode: "processes ×2", Speedup: madeEstimate(1.9)},
		{Machine: "B", When: "2026-11-03", Mode: "goroutines ×8", Speedup: madeEstimate(7.4)}}
	f, ok = figure.HistoryFigure("history-1", "primes", past)
	add("history", studies.HistoryPicture("history-1", "primes", past), f, ok)
	gil := gilRecord()
	for i, pic := range studies.GILPictures(locks.SummarizeGIL(gil)) {
		f := figure.GILFigures(gil, locks.SummarizeGIL(gil))[i]
		add("gil "+pic.Name, pic, f, true)
	}
	return all
}

// rowAxis is the axis of a picture of rows, by its first and its last label.
func rowAxis(t *testing.T, pic legible.Picture, all []shape) axis {
	t.Helper()
	values := map[string]float64{}
	for e := -12; e < 12; e++ {
		for m := 1.0; m < 10; m += 0.5 {
			x := m * math.Pow10(e)
			values[pic.TickLabel(x)] = x
		}
	}
	var ticks [][2]float64
	for _, s := range all {
		if x := values[s.Text]; x > 0 && s.Size == chart.AxisHand.Size.Points() {
			ticks = append(ticks, [2]float64{s.X, x})
		}
	}
	if len(ticks) < 2 {
		t.Fatalf("%s has no axis", pic.Title)
	}
	return axis{ticks[0], ticks[len(ticks)-1], true}
}

// Every mark of a picture of rows stands at its number, and its figures are written beside it.
func TestTheMarksOfRowsStandAtTheirNumbers(t *testing.T) {
	for name, x := range rowPictures(t) {
		if x.pic.Bars || x.f.Title != x.pic.Title {
			t.Errorf("%s: %q is drawn from %q", name, x.f.Title, x.pic.Title)
		}
		all, at := drawing(t, x.f), 0
		a, places := rowAxis(t, x.pic, all), 0
		for _, r := range x.pic.Rows {
			mark := -1
			for i := at; i < len(all); i++ {
				if all[i].Text == "" && all[i].Stroke == "" && ofMode(all[i].Fill) {
					mark = i
				}
				if all[i].Text == r.Name && mark >= at {
					at = i + 1
					break
				}
			}
			if mark < 0 || at >= len(all) || all[at].Text != r.Text {
				t.Fatalf("%s: the row %+v isn't drawn, or without %q", name, r, r.Text)
			}
			if got := a.at(all[mark].X); !near(math.Log(got), math.Log(r.Mid), 0.004*math.Abs(math.Log(a.to[1]/a.from[1]))) {
				t.Errorf("%s: the mark of %+v stands at %v", name, r, got)
			}
			places++
		}
		if places == 0 {
			t.Errorf("%s has no rows", name)
		}
	}
}

// The rings of grain stand at the lengths from which a mode pays, which its label says.
func TestTheRingsOfGrainStandWhereAModePays(t *testing.T) {
	run, g := madeGrain()
	all := drawing(t, figure.GrainFigure(run, g))
	var decades [][2]float64
	for _, s := range all {
		if d, err := time.ParseDuration(strings.ReplaceAll(s.Text, " ", "")); err == nil && s.Size == 10.5 {
			decades = append(decades, [2]float64{s.X, float64(d)})
		}
	}
	if len(decades) < 2 {
		t.Fatal("no axis")
	}
	a := axis{decades[0], decades[len(decades)-1], true}
	rings := marks(all, func(s shape) bool { return near(s.Right-s.Left, 10.8, 0.01) })
	n := 0
	for _, m := range g.Modes {
		if ns := m.Beats.Center * 1e9; m.Beats.N == 0 || ns < a.from[1] || ns > a.to[1] {
			continue // it isn't on the axis
		}
		if n == len(rings) || !near(math.Log(a.at(rings[n].X)), math.Log(m.Beats.Center*1e9), 0.02) {
			t.Fatalf("%s pays from %v s on: %d rings, and %v", m.Mode, m.Beats.Center, len(rings), rings)
		}
		if want := "from " + studies.Seconds(m.Beats); !slices.ContainsFunc(all, func(s shape) bool { return s.Text == want }) {
			t.Errorf("%q isn't written", want)
		}
		n++
	}
	if n == 0 || n != len(rings) {
		t.Errorf("%d rings for %d modes", len(rings), n)
	}
}
