package figure

import (
	"testing"
	"time"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

func TestTheMiddleRoundIsTheOneOfMedianLength(t *testing.T) {
	d := &content.Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	for round, wall := range []time.Duration{1, 9, 3, 5} {
		d.Record.Samples = append(d.Record.Samples, results.Sample{Round: round, Wall: wall})
		d.Record.Rounds = append(d.Record.Rounds, results.Round{Round: round})
	}
	if got := middleRound(d); got != 3 {
		t.Errorf("round %d, want 3: the warm-up doesn't count", got)
	}
}
