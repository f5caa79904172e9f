package report

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/internal/course"
	"corerace/results/locks"
)

// A written is a text of an SVG.
type written struct {
	X      float64 `xml:"x,attr"`
	Y      float64 `xml:"y,attr"`
	Size   float64 `xml:"font-size,attr"`
	Weight int     `xml:"font-weight,attr"`
	Anchor string  `xml:"text-anchor,attr"`
	Turned string  `xml:"transform,attr"`
	Text   string  `xml:",chardata"`
}

// span is from where to where the text goes, by a measure of how wide a line is.
func (w written) span(width func(chart.Hand, string) vg.Length) (from, to vg.Length) {
	h := chart.Hand{Size: vg.Length(w.Size), Weight: chart.Regular}
	switch w.Weight {
	case 500:
		h.Weight = chart.Medium
	case 600:
		h.Weight = chart.Semibold
	}
	wide := width(h, w.Text)
	from = vg.Length(w.X)
	switch w.Anchor {
	case "middle":
		from -= wide / 2
	case "end":
		from -= wide
	}
	return from, from + wide
}

// everyFigure are figures of every kind, some with long names and some in doubt.
func everyFigure() []figure.Figure {
	long := course.Course{Workloads: []string{strings.Repeat("workload", 8)},
		Modes:   []string{"python-interpreters:python=3.13,start=forkserver", "processes-pipe:chunk=64,encode=json"},
		Workers: []int{1, 2, 64}, Rounds: 6, Cores: 2, Wall: time.Second}
	d := course.Fixture(long)
	course.AddTimes(d)
	d.Summary.Verdicts[0].Best.Mode, d.Summary.Verdicts[0].Next.Mode = long.Modes[0], long.Modes[1]
	all := append(figure.Figures(course.Fixture(course.EightCores)), figure.Figures(d)...)
	all = append(all, figure.Figures(heldDocument())...)
	rec := gilRecord()
	all = append(all, figure.GILFigures(rec, locks.SummarizeGIL(rec))...)
	rec.GIL = rec.GIL[:len(rec.GIL)/3] // too few rounds
	all = append(all, figure.GILFigures(rec, locks.SummarizeGIL(rec))...)
	grainRun, grain := madeGrain()
	talkRun, talk := madeTalk()
	return append(all, figure.GrainFigure(grainRun, grain), figure.TalkFigure(talkRun, talk))
}

// Nothing that is written in a figure leaves its sheet, and its headline is never cut, whatever font a reader has.
func TestEveryTextOfEveryFigureIsOnTheSheet(t *testing.T) {
	for _, f := range everyFigure() {
		var b bytes.Buffer
		if err := f.SVG(&b, chart.Light); err != nil {
			t.Fatal(err)
		}
		var sheet struct {
			Texts []written `xml:"text"`
		}
		if err := xml.Unmarshal(b.Bytes(), &sheet); err != nil {
			t.Fatal(err)
		}
		head := ""
		for _, w := range sheet.Texts {
			if w.Turned != "" {
				continue
			}
			measure := chart.WidthOf
			if w.X == float64(chart.Margin) && (w.Y < 60 || w.Y > 285) {
				measure = chart.WidestOf // headline, subtitle, source
			}
			if w.Weight == 600 && w.X == float64(chart.Margin) && w.Y < 50 {
				head += w.Text
			}
			if from, to := w.span(measure); from < 0 || to > chart.FigureWidth || w.Y < w.Size*0.7 {
				t.Errorf("%s: %q goes from %.0f to %.0f at %.0f", f.Name, w.Text, from, to, w.Y)
			}
		}
		if got := strings.ReplaceAll(head, " ", ""); got != strings.ReplaceAll(f.Title, " ", "") {
			t.Errorf("%s: the headline is %q, want %q", f.Name, head, f.Title)
		}
	}
}
