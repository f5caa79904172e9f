package figure

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/results"
)

func someAnswers() []results.Answer {
	at := time.Date(2026, 2, 3, 9, 31, 0, 0, time.UTC)
	return []results.Answer{
		{At: at, Lesson: "l", Question: "lock", Text: "same", Unit: "x", From: new(0.87), To: new(1.15)},
		{At: at, Lesson: "l", Question: "quarter", Text: "2", Number: new(2.0), Unit: "x",
			Measured: &results.Range{Value: 1.58, Lo: 1.5, Hi: 1.66}, Outcome: results.OutcomeHigh},
		{At: at, Lesson: "l", Question: "noisy", Text: "twice", Unit: "x", From: new(1.6), Outcome: results.OutcomeUnclear},
		{At: at, Lesson: "l", Question: "check", Text: "yes", Outcome: results.OutcomeRight}, // no figure
		{At: at, Lesson: "l", Question: "lock", Text: "same", Unit: "x", From: new(0.87), To: new(1.15),
			Measured: &results.Range{Value: 1.01, Lo: 0.99, Hi: 1.03}, Outcome: results.OutcomeRight},
	}
}

func TestPredictionsStandBesideWhatWasMeasured(t *testing.T) {
	rec := &results.Record{Answers: someAnswers()}
	f, ok := predictionsFigure(rec, "a machine")
	if !ok || f.Title != "Of 2 predictions that could be told, 1 fits" || len(f.Data.Rows) != 3 {
		t.Fatalf("%v: %s, rows %v", ok, f.Title, f.Data.Rows)
	}
	for _, want := range []string{"lock: predicted 0.87 to 1.15×, measured 1.01× (0.99–1.03), fits.",
		"quarter: predicted 2×, measured 1.58× (1.5–1.66), too high.", "noisy: predicted 1.6× or more, can't be told."} {
		if !strings.Contains(f.Alt, want) {
			t.Errorf("%q isn't said in %q", want, f.Alt)
		}
	}
	var svg bytes.Buffer
	if err := f.SVG(&svg, chart.Light); err != nil {
		t.Fatal(err)
	}
	bars := strings.Count(svg.String(), `fill="#0072b2"`)
	if bars != 2 {
		t.Errorf("%d bars, of two answers something may be said", bars)
	}
	if _, ok := predictionsFigure(&results.Record{}, ""); ok {
		t.Error("a picture of no answers")
	}
}

func TestPredictionsOfAnySizeCanBeDrawn(t *testing.T) {
	rec := &results.Record{}
	for i, x := range []float64{0, 1e-9, 1e9, 1e300, -1} {
		a := someAnswers()[1]
		a.Attempt, a.Number = i, &x
		a.Measured = &results.Range{Value: x, Lo: x, Hi: x}
		rec.Answers = append(rec.Answers, a)
	}
	for i := range 30 {
		a := someAnswers()[0]
		a.Attempt = 10 + i
		rec.Answers = append(rec.Answers, a)
	}
	f, ok := predictionsFigure(rec, "")
	if !ok || len(f.Data.Rows) != maxPredictions || !strings.Contains(strings.Join(f.Lines, " "), "17 more answers") {
		t.Fatalf("%d rows, %v", len(f.Data.Rows), f.Lines)
	}
	if _, err := f.Inline(); err != nil {
		t.Error(err)
	}
}
