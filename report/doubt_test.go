package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results"
	"corerace/results/costs"
	"corerace/results/locks"
)

// busyRound is a round in which others had three quarters of two cores.
func busyRound(t *testing.T, round int) (r results.Round) {
	t.Helper()
	if err := json.Unmarshal([]byte(`{"wall_ns":1000000000,"others":1.5,"steal":0,"contention":0.75}`),
		&r); err != nil {
		t.Fatal(err)
	}
	r.Round = round
	return r
}

// Every figure of a busy machine says so before the tables, shows no figure in them, and fades.
func TestABusyMachineIsSaidBeforeAndInPlaceOfTheFigures(t *testing.T) {
	var rounds []results.Round
	for round := 1; round <= 8; round++ {
		rounds = append(rounds, busyRound(t, round))
	}
	grainRun, _ := madeGrain()
	talkRun, _ := madeTalk()
	poolsRun, _ := madePools()
	grainRun.Rounds, talkRun.Rounds, poolsRun.Rounds = rounds, rounds, rounds
	grain, talk, pools := costs.SummarizeGrain(grainRun, 1), costs.SummarizeTalk(talkRun),
		costs.SummarizePools(poolsRun)
	gil := gilRecord()
	gil.Rounds, gil.Run.Hosts = rounds, []results.Machine{{CoresLogical: 2}}
	for _, c := range []struct {
		what  string
		write func(*bytes.Buffer) error
		not   []string
	}{
		{"grain", func(b *bytes.Buffer) error { return text.Grain(b, grainRun, grain, text.Options{}) },
			[]string{"beats serial on", "doesn't beat", "1.9"}},
		{"talk", func(b *bytes.Buffer) error { return text.Talk(b, talkRun, talk, text.Options{}) },
			[]string{"fastest by", "21 µs", "387 k"}},
		{"pools", func(b *bytes.Buffer) error { return text.Pools(b, poolsRun, pools, text.Options{}) },
			[]string{"yes", "14.0×", "130 ms"}},
		{"gil", func(b *bytes.Buffer) error { return text.GIL(b, gil, locks.SummarizeGIL(gil), text.Options{}) },
			[]string{"holds", "5.20 ms", "1.01×", "0.25×"}},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		said, tables := strings.Index(b.String(), "Inconclusive: the machine was busy"),
			strings.Index(b.String(), "───")
		if said < 0 || tables < said {
			t.Errorf("%s doesn't say it before its tables:\n%s", c.what, b.String())
		}
		for _, not := range c.not {
			if strings.Contains(b.String(), not) {
				t.Errorf("%s says %q:\n%s", c.what, not, b.String())
			}
		}
	}
	for _, f := range append(figure.GILFigures(gil, locks.SummarizeGIL(gil)), figure.GrainFigure(grainRun, grain),
		figure.TalkFigure(talkRun, talk)) {
		var b bytes.Buffer
		if err := f.SVG(&b, chart.Light); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.Title, "inconclusive") || !strings.Contains(b.String(), "opacity") {
			t.Errorf("%q isn't faded", f.Title)
		}
	}
}
