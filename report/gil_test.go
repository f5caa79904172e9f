package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/page"
	"corerace/report/studies"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/locks"
)

// gilRecord is a short record of experiments on locks.
func gilRecord() *results.Record {
	rec := &results.Record{End: &results.End{Reason: "rounds"}}
	spread := func(d time.Duration) *results.Spread {
		return results.NewSpread([]time.Duration{d * 9 / 10, d, d * 11 / 10})
	}
	for round := 1; round <= 6; round++ {
		for _, subject := range []string{"gil-multicore", "python3.11"} {
			rec.GIL = append(rec.GIL,
				results.GIL{Round: round, Experiment: results.GILSlices, Subject: subject, Threads: 2, Interval: 5e6,
					Wall: 1e9, Switches: 190, Slices: spread(5_200_000)},
				results.GIL{Round: round, Experiment: results.GILSlowdown, Subject: subject, Threads: 2, Interval: 5e6,
					Wall: 101e6, SerialWall: 1e8},
				results.GIL{Round: round, Experiment: results.GILConvoy, Subject: subject, Threads: 1, Interval: 5e6,
					Wall: 1e9, RoundTrips: 190, Latency: spread(5_100_000)},
				results.GIL{Round: round, Experiment: results.GILBlocking, Subject: subject, Threads: 4, Interval: 5e6,
					Wall: 25e6, SerialWall: 1e8, Released: true},
				results.GIL{Round: round, Experiment: results.GILUpdates, Subject: subject, Threads: 2, Interval: 5e6,
					Wall: 1e9, Updates: 100, LostUpdates: 30, Called: true},
			)
		}
	}
	for i := range rec.GIL {
		rec.GIL[i].Others = new(0.02)
	}
	return rec
}

func TestGILTablesHaveEveryExperimentAndTheComparison(t *testing.T) {
	rec := gilRecord()
	var out bytes.Buffer
	if err := text.GIL(&out, rec, locks.SummarizeGIL(rec), text.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"5.20 ms", "190", "1.01×", "5.10 ms", "let go", "0.25×", "30.0 %",
		"gil-multicore beside python3.11", "holds, within 5 %"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

func TestGILPageAndChartsCanBeDrawn(t *testing.T) {
	rec := gilRecord()
	s := locks.SummarizeGIL(rec)
	figures := figure.GILFigures(rec, s)
	if len(figures) != 4 {
		t.Errorf("%d charts, 4 expected", len(figures))
	}
	for _, f := range figures {
		var svg bytes.Buffer
		if err := f.SVG(&svg, chart.Dark); err != nil || !strings.Contains(svg.String(), "python3.11") {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	var html bytes.Buffer
	if err := page.WriteGIL(&html, rec, s, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`id="gil-convoy"`, "not measured", "holds, within 15 %"} {
		if !strings.Contains(html.String(), want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if err := page.WriteGIL(&html, &results.Record{}, locks.SummarizeGIL(&results.Record{}), true); err != nil {
		t.Errorf("an empty record: %v", err)
	}
}

func TestGILTargetsAreATable(t *testing.T) {
	var out bytes.Buffer
	targets := []locks.GILTarget{{Number: 1, What: "a", Wanted: "1 to 2", Measured: "1.5", Holds: true},
		{Number: 2, What: "b", Measured: "7"}, {What: "c"}, {What: "d", Measured: "1", Busy: true}}
	if err := text.GILTargets(&out, targets, text.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"holds", "doesn't hold", "not measured", "machine busy"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

func TestTraceHasCoresWorkersAndHolders(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, heldDocument(), "trace", Options{}); err != nil {
		t.Fatal(err)
	}
	var trace struct {
		TraceEvents []struct {
			Ph  string  `json:"ph"`
			Pid int     `json:"pid"`
			Ts  float64 `json:"ts"`
			Dur float64 `json:"dur"`
		} `json:"traceEvents"`
	}
	if err := json.Unmarshal(out.Bytes(), &trace); err != nil {
		t.Fatal(err)
	}
	n := map[int]int{}
	for _, e := range trace.TraceEvents {
		if e.Ts < 0 || e.Dur < 0 {
			t.Errorf("%+v", e)
		}
		if e.Ph != "M" {
			n[e.Pid]++
		}
	}
	const cores, workers, lock = 1, 2, 3 // the groups of tracks, in their order
	if n[cores] == 0 || n[workers] == 0 || n[lock] == 0 || n[lock]%2 != 0 {
		t.Errorf("events by group: %v", n)
	}
}

func TestRenderGILHasEveryFormatAndNoOther(t *testing.T) {
	rec := gilRecord()
	for format, n := range map[string]int{"table": 1, "html": 1, "json": 1, "svg": 4, "png": 4, "pdf": 4} {
		if files, err := RenderGIL(rec, format, Options{}); err != nil || len(files) != n || len(files[0].Data) == 0 {
			t.Errorf("%s: %v, %d files, %d expected", format, err, len(files), n)
		}
	}
	if _, err := RenderGIL(rec, "csv", Options{}); err == nil {
		t.Error("csv was written")
	}
	if _, err := RenderGIL(&results.Record{}, "svg", Options{}); err != ErrNoFigures {
		t.Errorf("the charts of nothing: %v", err)
	}
}

// Every setting has its row in the picture, or there the reason why it has no figures; beyond its room rows are counted.
func TestEverySettingHasItsRowOrAReason(t *testing.T) {
	rec := gilRecord()
	for i := range rec.GIL {
		if g := &rec.GIL[i]; g.Experiment == results.GILSlices && g.Subject == "gil-multicore" {
			g.Slices, g.Switches = nil, 0
		}
	}
	s := locks.SummarizeGIL(rec)
	for _, p := range studies.GILPictures(s) {
		if len(p.Rows) != 2 {
			t.Errorf("%s: %d rows of 2 settings", p.Name, len(p.Rows))
		}
		if p.Name == "gil-slices" && (p.Rows[0].Mid != 0 || p.Rows[0].Text != "no wait was seen") {
			t.Errorf("%+v", p.Rows[0])
		}
	}
	var svg bytes.Buffer
	if err := figure.GILFigures(rec, s)[0].SVG(&svg, chart.Light); err != nil || !strings.Contains(svg.String(),
		"no wait was seen") {
		t.Errorf("%v: the chart doesn't say why", err)
	}
	for n := range 40 {
		more := s.Rows[0]
		more.Interval += time.Duration(n+1) * time.Millisecond
		s.Rows = append(s.Rows, more, more)
	}
	if p := studies.GILPictures(s)[0]; p.More != 22 || !strings.Contains(p.Legend(), "22 more rows in the table") {
		t.Errorf("%d rows and %d more: %s", len(p.Rows), p.More, p.Legend())
	}
}

func TestAPageInDoubtShowsWhatWasPredictedAndNothingThatWasMeasured(t *testing.T) {
	rec := gilRecord()
	for i := range rec.GIL {
		rec.GIL[i].Others = new(1.5)
	}
	rec.Answers = []results.Answer{{Lesson: "ticks", Question: "longer", Text: "more", From: new(1.15), Unit: "x",
		Outcome: results.OutcomeUnclear}}
	var html bytes.Buffer
	if err := page.WriteGIL(&html, rec, locks.SummarizeGIL(rec), false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"nothing could be told yet", "There are no pictures of what was measured:"} {
		if !strings.Contains(html.String(), want) {
			t.Errorf("the page has no %q", want)
		}
	}
}
