package locks

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/stats"
)

// The model is off by a factor in every round. Whether that may be said hangs on the rounds.
func TestAModelIsJudgedOnlyWhereTheRoundsBearIt(t *testing.T) {
	for _, c := range []struct {
		rounds int
		others float64
		words  string // of the first figure
		doubt  string
	}{
		{8, 0.02, "doesn't hold: 5 % were allowed", ""},
		{3, 0.02, "can't be told: 3 rounds, an interval needs 6", ""},
		{8, 1.5, "can't be told: the machine was busy", "Inconclusive: the machine was busy"},
		{3, 1.5, "can't be told: the machine was busy", "Inconclusive: the machine was busy"},
	} {
		rec := &results.Record{}
		for round := 1; round <= c.rounds; round++ {
			for _, x := range []struct {
				subject string
				slice   float64
			}{{"gil-multicore", 10.3}, {"python3.11", 5.1}} {
				rec.GIL = append(rec.GIL, results.GIL{Round: round, Experiment: results.GILSlices, Subject: x.subject,
					Threads: 2, Interval: usualInterval,
					Wall: 1e9, Switches: 190, Slices: results.NewSpread([]time.Duration{time.Duration(x.slice * 1e6)})})
			}
			rec.Samples = append(rec.Samples, results.Sample{Round: round})
		}
		twoCores(t, rec, c.others)
		s := SummarizeGIL(rec)
		f := CompareGIL(s)[0].Figures[0]
		if f.Words() != c.words || f.Holds || !strings.HasPrefix(s.Doubt, c.doubt) || c.doubt == "" && s.Doubt != "" {
			t.Errorf("%d rounds beside %g cores of others: %q, in doubt %q", c.rounds, c.others, f.Words(), s.Doubt)
		}
		for _, x := range GILTargets(s) {
			if x.Measured != "" && (x.Open == "") != (c.doubt == "" && c.rounds >= stats.MinRounds) {
				t.Errorf("%d rounds beside %g cores of others, %s: open %q", c.rounds, c.others, x.What, x.Open)
			}
		}
	}
}

// A record that was cut before its first round was closed has lines and nothing else.
func TestLinesAloneAreJudgedAsRoundsAre(t *testing.T) {
	for _, c := range []struct {
		rounds int
		others *float64
		words  string // of the first figure
	}{
		{6, new(0.02), "holds, within 5 %"},
		{5, new(0.02), "can't be told: 5 rounds, an interval needs 6"},
		{6, nil, "can't be told: conditions unknown"},
		{6, new(1.5), "can't be told: the machine was busy"},
	} {
		lines := gilLines()
		lines = lines[:len(lines)*c.rounds/stats.MinRounds]
		for i := range lines {
			lines[i].Others = c.others
		}
		s := SummarizeGIL(&results.Record{GIL: lines})
		if got := CompareGIL(s)[0].Figures[0].Words(); got != c.words {
			t.Errorf("got %q, want %q", got, c.words)
		}
		judged := c.words[0] == 'h'
		for _, x := range GILTargets(s) {
			if x.Measured != "" && (x.Open == "") != judged || x.Holds && !judged {
				t.Errorf("%s, %s: %+v", c.words, x.What, x)
			}
		}
	}
}
