package report

import (
	"bytes"
	"strings"
	"testing"

	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/costs"
)

// madeTalk is a run with ways between goroutines and processes.
func madeTalk() (*costs.TalkRun, *costs.Talk) {
	run := &costs.TalkRun{Sizes: []int{8, 1 << 20}, Started: fixtureTime,
		Host: results.Machine{CPUModel: "Test CPU", CoresLogical: 2},
		Cells: []costs.TalkCell{{Way: "channel", Between: "goroutines"}, {Way: "counter", Between: "goroutines"},
			{Way: "pipe", Between: "processes"}}}
	times := map[string][2]float64{"channel": {4e-7, 2e-6}, "counter": {5e-9, 0}, "pipe": {2e-5, 1e-3}}
	for r := range 8 {
		for _, c := range run.Cells {
			for i, size := range run.Sizes {
				if trip := times[c.Way][i] * (1 + 0.01*float64(r)); trip > 0 {
					run.Samples = append(run.Samples,
						costs.TalkSample{Round: r + 1, Way: c.Way, Between: c.Between, Size: size, Trip: trip,
							Trip99: 2 * trip, Trips: 100, PerSecond: 8 / trip, Messages: 1000})
				}
			}
		}
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: 1e9, Others: new(0.0), Steal: new(0.0)})
	}
	return run, costs.SummarizeTalk(run)
}

func TestTalkTableHasThreeFiguresByWayAndSize(t *testing.T) {
	run, sum := madeTalk()
	var b bytes.Buffer
	if err := text.Talk(&b, run, sum, text.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Test CPU", "8 rounds · quiet", "1 MiB", "Round trip, median",
		"Round trip, 99th percentile", "Messages a second, streamed",
		"between processes", "21 µs ±", "387 k ±", "fastest by channel"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := text.Talk(&b, run, sum, text.Options{ASCII: true}); err != nil ||
		strings.ContainsFunc(b.String(), func(r rune) bool { return r > 127 }) {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestTalkCSVHasARowASample(t *testing.T) {
	run, _ := madeTalk()
	run.Samples[0].Way = "=formula()"
	run.Samples[1].Trip99 = 0
	var b bytes.Buffer
	if err := text.TalkCSV(&b, run); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\r\n")
	if len(lines) != 1+len(run.Samples) || !strings.HasPrefix(lines[0], "round,between,way,size_bytes,") {
		t.Errorf("%d lines, the first is %q", len(lines), lines[0])
	}
	if !strings.Contains(lines[1], "'=formula()") || !strings.Contains(lines[2], ",2e-06,,100,") {
		t.Errorf("%q\n%q", lines[1], lines[2])
	}
}

func TestTalkFigureHasARowAWay(t *testing.T) {
	run, sum := madeTalk()
	f := figure.TalkFigure(run, sum)
	var b bytes.Buffer
	if err := f.SVG(&b, chart.Light); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"What one message costs", ">goroutines</text>", ">pipe</text>", ">10 µs</text>",
		"21 µs – 1.0 ms", "bar: a round trip of 1 MiB", "Test CPU"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in the chart", want)
		}
	}
	b.Reset()
	if err := f.PNG(&b, chart.Dark, 48); err != nil || b.Len() == 0 {
		t.Error(err)
	}
}

func TestTalkFigureOfNothingOrOfNonsenseIsDrawn(t *testing.T) {
	run, _ := madeTalk()
	run.Samples = nil
	var b bytes.Buffer
	if err := figure.TalkFigure(run, costs.SummarizeTalk(run)).SVG(&b, chart.Light); err != nil ||
		!strings.Contains(b.String(), "Nothing was measured") {
		t.Error(err)
	}
	run, _ = madeTalk()
	for i := range run.Samples {
		run.Samples[i].Trip *= 1e300
		run.Samples[i].PerSecond *= 1e-300
	}
	if err := figure.TalkFigure(run, costs.SummarizeTalk(run)).SVG(&b, chart.Light); err != nil {
		t.Error(err)
	}
	run.Sizes = nil
	if err := figure.TalkFigure(run, costs.SummarizeTalk(run)).SVG(&b, chart.Light); err != nil {
		t.Error(err)
	}
	run, _ = madeTalk()
	for i := range run.Rounds {
		run.Rounds[i].Others = new(1.5)
	}
	if f := figure.TalkFigure(run, costs.SummarizeTalk(run)); !strings.Contains(f.Title, "inconclusive") {
		t.Error(f.Title)
	}
}
