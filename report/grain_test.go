package report

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/costs"
)

// madeGrain is a grain with one mode that pays and one that doesn't.
func madeGrain() (*costs.GrainRun, *costs.Grain) {
	run := &costs.GrainRun{Workers: 2, Cores: 2, Work: 20 * time.Millisecond, Started: fixtureTime,
		Host: results.Machine{CPUModel: "Test CPU", CoresLogical: 2},
		Modes: []costs.GrainCell{
			{Mode: "serial", Workers: 1, AtOnce: 1, Shares: []int64{200, 2000, 20_000}},
			{Mode: "goroutines", Workers: 2, AtOnce: 2, Shares: []int64{200, 2000, 20_000}},
			{Mode: "processes-pipe", Workers: 2, AtOnce: 2, Shares: []int64{200, 2000}},
		}}
	limit, cost := []float64{1, 2, 2}, []float64{0, 20e-9, 10e-6}
	for r := range 8 {
		for i, c := range run.Modes {
			s := costs.GrainSample{Round: r + 1, Mode: c.Mode, Start: time.Duration(i+1) * time.Millisecond}
			for j, k := range c.Shares {
				wall := (20e-3/limit[i] + float64(k)*cost[i]) * (1 + 0.003*math.Sin(float64(7*r+3*i+j)))
				s.Walls = append(s.Walls, time.Duration(wall*1e9))
			}
			run.Samples = append(run.Samples, s)
		}
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: time.Second,
			Others: new(0.0), Steal: new(0.0)})
	}
	return run, costs.SummarizeGrain(run, 1)
}

var fixtureTime = time.Date(2026, 11, 22, 10, 15, 0, 0, time.UTC)

func TestGrainTableShowsCostsAndBreakEvens(t *testing.T) {
	run, g := madeGrain()
	var b bytes.Buffer
	if err := text.Grain(&b, run, g, text.Options{Width: 150}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Test CPU", "8 rounds of a job of 20 ms", "a share", "near goroutines from", "100 µs",
		"processes-pipe beats serial on 2 workers", "Nothing is moved yet"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := text.Grain(&b, run, g, text.Options{ASCII: true}); err != nil ||
		strings.ContainsFunc(b.String(), func(r rune) bool { return r > 127 }) {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestGrainFigureNamesModesAndMarksBreakEvens(t *testing.T) {
	run, g := madeGrain()
	f := figure.GrainFigure(run, g)
	var b bytes.Buffer
	if err := f.SVG(&b, chart.Light); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"processes-pipe: shares must be longer than", ">goroutines</text>", ">ideal</text>",
		">10 µs</text>", "length of a share, log scale", "Test CPU"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in the chart", want)
		}
	}
	b.Reset()
	if err := f.PNG(&b, chart.Dark, 48); err != nil || b.Len() == 0 {
		t.Error(err)
	}
}

func TestGrainFigureOfABusyMachineMarksNothing(t *testing.T) {
	run, _ := madeGrain()
	for i := range run.Rounds {
		run.Rounds[i].Others = new(1.5)
	}
	f := figure.GrainFigure(run, costs.SummarizeGrain(run, 1))
	if !strings.Contains(f.Title, "inconclusive") {
		t.Error(f.Title)
	}
	if err := f.SVG(new(bytes.Buffer), chart.Light); err != nil {
		t.Error(err)
	}
}

func TestGrainFigureWithoutRoundsIsDrawn(t *testing.T) {
	run, _ := madeGrain()
	run.Samples, run.Rounds = nil, nil
	f := figure.GrainFigure(run, costs.SummarizeGrain(run, 1))
	var b bytes.Buffer
	if err := f.SVG(&b, chart.Light); err != nil || !strings.Contains(b.String(), "Nothing was measured") {
		t.Errorf("%v", err)
	}
}
