package verdict

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
)

// unpairedRecord has cells of modes as another tool measured them, each with its own number of samples.
func unpairedRecord(walls map[string][]time.Duration, order ...string) *results.Record {
	rec := &results.Record{End: &results.End{}, Run: results.Run{
		Imported: &results.Imported{Tool: "hyperfine", Version: "2.0.0", Unpaired: true}}}
	for _, mode := range order {
		for i, w := range walls[mode] {
			rec.Samples = append(rec.Samples, results.Sample{Round: i + 1, Baseline: order[0], Wall: w, Items: 1,
				Cell: results.Cell{Workload: "commands", Mode: mode, Workers: 1}})
		}
	}
	return rec
}

// around are samples near a time.
func around(center time.Duration, n int) (all []time.Duration) {
	for i := range n {
		all = append(all, center+time.Duration(i%7-3)*center/1000)
	}
	return all
}

// However clear the figures are, what wasn't measured together is no verdict; the sentence says so, with the ratio.
func TestUnpairedIsNeverDecided(t *testing.T) {
	s := Summarize(unpairedRecord(map[string][]time.Duration{"a": around(200*ms, 40), "b": around(100*ms, 100)}, "a", "b"))
	v := s.Verdicts[0]
	if v.Decided || v.Equivalent || !v.Unpaired || v.Best.Mode != "b" || !near(v.Ratio.Center, 2, 0.01) ||
		v.Ratio.Lo <= 1 {
		t.Errorf("%+v", v)
	}
	sentence := v.Sentence()
	for _, want := range []string{"no verdict, unpaired", "b ×1 came out 2.00", "one after the other"} {
		if !strings.Contains(sentence, want) {
			t.Errorf("%q lacks %q", sentence, want)
		}
	}
	if b := s.Cells[1]; !near(b.Measured.Center, 2, 0.01) || b.Rounds != 100 || b.WithStart.N != 0 || b.Inflation.N != 0 {
		t.Errorf("%+v", b)
	}
	if !strings.Contains(strings.Join(s.Warnings, "\n"), "imported from hyperfine 2.0.0") {
		t.Errorf("warnings %q", s.Warnings)
	}
}

func TestUnpairedThatCantBeToldApart(t *testing.T) {
	s := Summarize(unpairedRecord(map[string][]time.Duration{"a": around(100*ms, 40), "b": around(100*ms, 40)}, "a", "b"))
	if v := s.Verdicts[0]; v.Equivalent || v.Decided || !strings.Contains(v.Sentence(), "can't be told apart") {
		t.Errorf("%q", v.Sentence())
	}
}

// Where only means are left, their standard errors give the interval.
func TestUnpairedMeans(t *testing.T) {
	rec := unpairedRecord(map[string][]time.Duration{"a": {300 * ms}, "b": {100 * ms}}, "a", "b")
	for i := range rec.Samples {
		rec.Samples[i].Of = &results.Mean{N: 50, Error: rec.Samples[i].Wall / 100}
	}
	m := Summarize(rec).Cells[1].Measured
	if !near(m.Center, 3, 1e-9) || !m.HasInterval() || m.Lo < 2.8 || m.Hi > 3.2 || m.N != 50 {
		t.Errorf("%+v", m)
	}
}

// Records of another tool are compared by the time of a call, however many calls a sample is told as.
func TestUnpairedRecordsAreComparedByTheCall(t *testing.T) {
	old := unpairedRecord(map[string][]time.Duration{"a": around(100*ms, 20)}, "a")
	is := unpairedRecord(map[string][]time.Duration{"a": around(1500*ms, 20)}, "a")
	for i := range is.Samples {
		is.Samples[i].Items = 10
	}
	c := Compare(old, is, "old", "new")
	if len(c.Refused) > 0 || !c.Imported || len(c.Cells) != 1 || !near(c.Cells[0].Wall.Center, 1.5, 0.01) {
		t.Errorf("%+v", c)
	}
	if len(c.Sentences()) > 0 {
		t.Errorf("%q, want no claim", c.Sentences())
	}
	is.Run.Imported.Tool = "vitest"
	if c := Compare(old, is, "old", "new"); len(c.Refused) != 1 {
		t.Errorf("refused %q, want the tools", c.Refused)
	}
}
