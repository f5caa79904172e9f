package report

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/recorded"
	"corerace/results/verdict"
)

// pictured are documents whose pictures are measured: made up, with all there is, and two that were recorded.
func pictured(t *testing.T) map[string]*content.Document {
	t.Helper()
	all := map[string]*content.Document{"told": told()}
	for _, name := range []string{"two-cores-quiet", "two-cores-busy"} {
		rec, err := recorded.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: name}
	}
	return all
}

// each measures the figures of a kind, and says how many there were.
func each(t *testing.T, kind string, measure func(t *testing.T, d *content.Document, workload string, all []shape)) {
	t.Helper()
	n := 0
	for name, d := range pictured(t) {
		for _, f := range figure.Figures(d) {
			if !strings.HasPrefix(f.Name, kind) || f.Name == "cores" {
				continue
			}
			n++
			workload := ""
			if f.Section >= 0 {
				workload = d.Workloads()[f.Section]
			}
			t.Run(name+"/"+f.Name, func(t *testing.T) { measure(t, d, workload, drawing(t, f)) })
		}
	}
	if n == 0 {
		t.Errorf("there is no figure %s", kind)
	}
}

// inkOf is a token as a file of SVG has it.
func inkOf(token chart.Token) string {
	c := chart.Themes[chart.Light][token]
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

// ofMode is whether a colour is one of those that modes have.
func ofMode(colour string) bool {
	return slices.ContainsFunc(append([]chart.Token{chart.Fg}, chart.SeriesColours...), func(t chart.Token) bool {
		return inkOf(t) == colour
	})
}

// A bar of the answer is as long as its number, and its interval goes from the lower to the upper end.
func TestTheBarsOfTheAnswerAreAsLongAsTheirNumbers(t *testing.T) {
	each(t, figure.Answer, func(t *testing.T, d *content.Document, _ string, all []shape) {
		a := axisOf(t, all, "×", false, false)
		bars := marks(all, func(s shape) bool { return s.Stroke == "" && ofMode(s.Fill) })
		spans := marks(all, func(s shape) bool { return s.Width == 1.4 && s.Right > s.Left })
		answers, _ := content.Answers(d)
		for _, group := range answers {
			for _, b := range group.Bars {
				want := []float64{b.Cell.Measured.Center}
				estimates := [][2]float64{{b.Cell.Measured.Lo, b.Cell.Measured.Hi}}
				if b.Projected {
					want = append([]float64{b.Cell.Projected.Center}, want...)
					estimates = append([][2]float64{{b.Cell.Projected.Lo, b.Cell.Projected.Hi}}, estimates...)
				}
				for i, w := range want {
					if len(bars) == 0 || !near(a.at(bars[0].Right), w, 0.01) || !near(a.at(bars[0].Left), 0, 0.01) {
						t.Fatalf("%s: a bar of %v for %v", b.Cell.Mode, bars, w)
					}
					bars = bars[1:]
					if content.IsBaseline(b.Cell) {
						continue
					}
					if len(spans) == 0 || !near(a.at(spans[0].Left), estimates[i][0], 0.01) ||
						!near(a.at(spans[0].Right), estimates[i][1], 0.01) {
						t.Fatalf("%s: an interval of %v for %v", b.Cell.Mode, spans, estimates[i])
					}
					spans = spans[1:]
				}
			}
		}
		if len(bars)+len(spans) > 0 {
			t.Errorf("%d bars and %d intervals are nobody's", len(bars), len(spans))
		}
	})
}

// Dots, marker and interval of a row of rounds stand at their numbers, and the number is written beside them.
func TestTheRoundsStandAtTheirNumbers(t *testing.T) {
	each(t, "rounds-", func(t *testing.T, d *content.Document, workload string, all []shape) {
		a, dots, rows := axisOf(t, all, "×", false, false), d.Dots(workload), 0
		var cell verdict.CellSummary
		workers, seen := 0, 0
		for _, s := range all {
			if n, ok := strings.CutSuffix(strings.TrimSuffix(s.Text, "s"), " worker"); ok {
				workers, _ = strconv.Atoi(n)
			}
			for _, c := range d.Cells(workload) {
				if s.Text == legible.CleanName(c.Mode) && c.Workers == workers {
					cell, seen = c, 0
				}
			}
			switch {
			case s.Text == "" && s.Right-s.Left == 4.6 || near(s.Right-s.Left, 4.6, 0.001) && s.Opacity < 1:
				if !slices.ContainsFunc(dots[cell.Cell], func(x content.Dot) bool { return near(a.at(s.X), x.Ratio, 0.01) }) {
					t.Errorf("%s ×%d: a dot at %.3f", cell.Mode, cell.Workers, a.at(s.X))
				}
				seen++
			case s.Width == 1.6:
				if m := cell.Measured; !near(a.at(s.Left), m.Lo, 0.01) || !near(a.at(s.Right), m.Hi, 0.01) || seen == 0 {
					t.Errorf("%s ×%d: an interval from %.3f to %.3f for %v, behind %d dots", cell.Mode, cell.Workers,
						a.at(s.Left), a.at(s.Right), m, seen)
				}
				rows++
			case s.Size == 10.5 && strings.HasSuffix(s.Text, "×") && s.Y < 300:
				if want := legible.Times(cell.Measured.Center); rows > 0 && s.Text != want && s.X > 400 {
					t.Errorf("%s ×%d: %s is written for %s", cell.Mode, cell.Workers, s.Text, want)
				}
			}
		}
		if rows == 0 {
			t.Error("no row has an interval")
		}
	})
}

// Every line of a speedup chart goes through its mode's speedups.
func TestTheLinesOfSpeedupGoThroughTheirNumbers(t *testing.T) {
	each(t, "speedup-", func(t *testing.T, d *content.Document, workload string, all []shape) {
		a, looks := axisOf(t, all, "×", true, false), figure.LooksOf([]string{"goroutines", "gil", "processes"})
		for mode, look := range looks {
			lines := marks(all, func(s shape) bool { return s.Width == 2.2 && s.Stroke == inkOf(look.Colour) })
			if len(lines) != 1 {
				t.Fatalf("%s has %d lines", mode, len(lines))
			}
			i := 0
			for _, c := range d.Cells(workload) {
				if c.Mode != mode {
					continue
				}
				if i == len(lines[0].Points) || !near(a.at(lines[0].Points[i][1]), c.Measured.Center, 0.03) {
					t.Fatalf("%s ×%d: the line goes through %v, want %v", mode, c.Workers, lines[0].Points, c.Measured.Center)
				}
				i++
			}
		}
	})
}

// A part of a bar of time is as wide as the share that is written in it, and all parts together are the whole bar.
func TestThePartsOfTimeAreAsWideAsTheirShares(t *testing.T) {
	each(t, "time-", func(t *testing.T, d *content.Document, workload string, all []shape) {
		right := 0.0
		for _, s := range all {
			right = max(right, s.Right)
		}
		written := 0
		var bars [][2]float64 // the edges of the parts of the row that is drawn
		left := math.Inf(1)
		for i, s := range all {
			if s.Text == "" && s.Stroke == "" && s.Bottom-s.Top > 10.5 && s.Right-s.Left > 1 {
				bars, left = append(bars, [2]float64{s.Left, s.Right}), min(left, s.Left)
			}
			share, ok := strings.CutSuffix(s.Text, " %")
			percent, err := strconv.ParseFloat(share, 64)
			if !ok || err != nil || all[i-1].Text != "" || s.Y < all[i-1].Top || s.Y > all[i-1].Bottom {
				continue
			}
			written++
			part := bars[len(bars)-1]
			for _, b := range slices.Backward(bars) { // the patch below the letters is within its part
				if b[0] <= part[0] && b[1] >= part[1] && math.Abs((b[0]+b[1])/2-s.X) < 0.2 {
					part = b
				} else {
					break
				}
			}
			if got := 100 * (part[1] - part[0]) / (right - left); !near(got, percent, 1) {
				t.Errorf("%v %% is written in a part of %.1f %%", percent, got)
			}
		}
		if written == 0 {
			t.Error("no share is written")
		}
		for _, x := range verdict.Times(d.Record) {
			if x.Workload == workload && x.Mode == "gil" && x.Cell.Workers == 2 && !slices.ContainsFunc(all, func(s shape) bool {
				return s.Text == legible.Percent(float64(x.Workers[0].Lock)/float64(x.Workers[0].Total()))
			}) {
				t.Error("the share of the lock isn't written")
			}
		}
	})
}

var costParts = regexp.MustCompile(`(starts in|moves for|computes for) ([\d.]+ [nµm]?s)`)

// The parts of what processes cost are as long as the words beside them.
func TestWhatProcessesCostIsAsLongAsItsWords(t *testing.T) {
	each(t, "costs-", func(t *testing.T, _ *content.Document, _ string, all []shape) {
		a := axisOf(t, all, "", false, false)
		rows := 0
		for i, s := range all {
			parts := costParts.FindAllStringSubmatch(s.Text, -1)
			if parts == nil {
				continue
			}
			rows++
			end, next := 0.0, i+1
			for _, p := range parts {
				d, err := time.ParseDuration(strings.ReplaceAll(p[2], " ", ""))
				if err != nil {
					t.Fatal(err)
				}
				end += float64(d) / 1e6
				for next < len(all) && (all[next].Stroke != "" || all[next].Right <= 0) {
					next++
				}
				if d < time.Millisecond { // too short to be drawn
					if near(a.at(all[next].Right), end, 0.02*a.to[1]) && len(parts) > 1 && p[1] != "computes for" &&
						all[next].Right-all[next].Left < 2 {
						next++
					}
					continue
				}
				from, to := a.at(all[next].Left), a.at(all[next].Right)
				if !near(to, end, 0.006*a.to[1]) || !near(from, end-float64(d)/1e6, 0.006*a.to[1]) {
					t.Errorf("%q: the part %q goes from %.1f to %.1f ms, want to %.1f", s.Text, p[0], from, to, end)
				}
				next++
			}
		}
		if rows == 0 {
			t.Error("no bar has words")
		}
	})
}

// A lane ends where its length stands on the axis, which is written at its end.
func TestALaneIsAsLongAsTheModeTook(t *testing.T) {
	each(t, "cores-", func(t *testing.T, _ *content.Document, _ string, all []shape) {
		a, lanes := axisOf(t, all, "", false, false), 0
		for i, s := range all {
			if i == 0 || !strings.HasSuffix(all[i-1].Text, "worker") && !strings.HasSuffix(all[i-1].Text, "workers") {
				continue
			}
			d, err := time.ParseDuration(strings.ReplaceAll(s.Text, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := a.at(s.X-8), float64(d)/1e6; !near(got, want, 0.006*a.to[1]) {
				t.Errorf("a lane of %s ends at %.1f ms", s.Text, got)
			}
			lanes++
		}
		if lanes == 0 {
			t.Error("there is no lane")
		}
	})
}

// Every hold of a lock lies where it was, in the row of its worker, and the stretch that words are about is as long as
// they say.
func TestTheHoldsOfALockLieWhereTheyWere(t *testing.T) {
	each(t, "lock-", func(t *testing.T, d *content.Document, workload string, all []shape) {
		a := axisOf(t, all, "", false, false)
		var words, stretch, drawn shape
		for _, s := range all {
			switch {
			case strings.Contains(s.Text, "has the lock for"):
				words = s
			case s.Width == 1 && s.Right > s.Left && stretch.Right == 0:
				stretch = s
			case s.Stroke == "" && len(s.Points) > 8 && drawn.Points == nil:
				drawn = s
			}
		}
		said := regexp.MustCompile(`for ([\d.]+) ms`).FindStringSubmatch(words.Text)
		if said == nil {
			t.Fatalf("the words are %q", words.Text)
		}
		if ms, _ := strconv.ParseFloat(said[1], 64); !near(a.at(stretch.Right)-a.at(stretch.Left), ms, 0.01*a.to[1]) {
			t.Errorf("%q stands over a stretch of %.2f ms", words.Text, a.at(stretch.Right)-a.at(stretch.Left))
		}
		var boxes [][2]float64 // from and worker's height
		for i := 0; i+3 < len(drawn.Points); i += 4 {
			boxes = append(boxes, [2]float64{drawn.Points[i][0], drawn.Points[i][1]})
		}
		var round int
		for _, s := range all {
			if m := regexp.MustCompile(`^round (\d+),`).FindStringSubmatch(s.Text); m != nil {
				round, _ = strconv.Atoi(m[1])
			}
		}
		var most results.Holds // those of the most workers are drawn
		for _, h := range d.Record.Holds {
			if h.Round == round && h.Workload == workload && h.Mode == "gil" && !h.Twin && h.Workers > most.Workers {
				most = h
			}
		}
		if len(most.Holds) < 2 || len(boxes) < 2 {
			t.Fatalf("%d holds, %d drawn", len(most.Holds), len(boxes))
		}
		for i, x := range most.Holds[:min(len(most.Holds), len(boxes))] {
			if from := float64(x.From) / 1e6; !near(a.at(boxes[i][0]), from, 0.003*a.to[1]) {
				t.Errorf("hold %d begins at %.2f ms, and is drawn at %.2f", i, from, a.at(boxes[i][0]))
			}
			if i > 0 && (boxes[i][1] == boxes[i-1][1]) != (x.Worker == most.Holds[i-1].Worker) {
				t.Errorf("hold %d of worker %d lies in another one's row", i, x.Worker)
			}
		}
	})
}

// Every kind of figure of a run has a test above, or elsewhere one that is named here: none can be forgotten.
func TestEveryKindOfPictureIsHeldToItsNumbers(t *testing.T) {
	held := map[string]string{"answer": "", "rounds": "", "speedup": "", "time": "", "costs": "", "cores": "", "lock": "",
		"matrix": "", "grain": "", "predictions": "figure.TestPredictionsStandBesideWhatWasMeasured"}
	d := told()
	addGrain(d)
	d.Record.Answers = []results.Answer{{Lesson: "l", Question: "q", Text: "2", Number: new(2.0), To: new(3.0),
		Measured: &results.Range{Value: 1, Lo: 0.9, Hi: 1.1}, Outcome: "high"}}
	for _, f := range figure.Figures(d) {
		kind, _, _ := strings.Cut(f.Name, "-")
		if _, ok := held[kind]; !ok {
			t.Errorf("no test holds %s to its numbers", f.Name)
		}
	}
}
