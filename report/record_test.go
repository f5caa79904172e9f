package report

import (
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// The whole way: a record from a file, through its summary, into every format.
func TestARecordFromAFile(t *testing.T) {
	rec, err := results.ReadFile("../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	d := &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: "small.jsonl"}
	for _, f := range Formats() {
		for _, file := range render(t, d, f.Name) {
			if len(file.Data) == 0 {
				t.Errorf("%s is empty", file.Name)
			}
		}
	}
	page := breakable(render(t, d, "html")[0].Data)
	for _, v := range d.Summary.Verdicts {
		if !strings.Contains(page, strings.ReplaceAll(v.Sentence(), "'", "&#39;")) {
			t.Errorf("the page doesn't say: %s", v.Sentence())
		}
	}
}

// A dot is drawn for each round that an estimate rests on, and for no other.
func TestDotsAreWhatTheEstimateRestsOn(t *testing.T) {
	rec, err := results.ReadFile("../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	d := &content.Document{Record: rec, Summary: verdict.Summarize(rec)}
	for _, c := range d.Summary.Cells {
		all := d.Dots(c.Workload)
		var num, den []float64
		for _, dot := range all[c.Cell] {
			num, den = append(num, dot.Ratio), append(den, 1)
		}
		if got := stats.PairedRatio(num, den); got.N != c.Measured.N || c.Measured.N == 0 ||
			got.Center/c.Measured.Center-1 > 1e-9 {
			t.Errorf("%v: the dots give %v, the summary %v", c.Cell, got, c.Measured)
		}
	}
}
