package race

import (
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/machine"
	"corerace/results"
)

func TestCoresAndQuotasThatChangeAreNoted(t *testing.T) {
	var tape tape
	race := &Race{Machine: results.Machine{CoresAllowed: []int{0, 1}}, exp: &Experiment{}}
	g := &going{Race: race, sink: &tape, start: time.Now()}
	var lines []results.Round
	for round, now := range []machine.Reading{
		{Allowed: []int{0, 1}}, {Allowed: []int{0}}, {Allowed: []int{0}, Quota: 0.5}, {Allowed: []int{0, 1}},
	} {
		line := results.Round{Round: round}
		if err := g.granted(&line, now); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if lines[0].CoresAllowed != nil || !slices.Equal(lines[1].CoresAllowed, []int{0}) || *lines[2].CPUQuota != 0.5 ||
		lines[3].CoresAllowed != nil || lines[3].CPUQuota != nil {
		t.Errorf("%+v", lines)
	}
	var texts []string
	for _, n := range tape.Notes {
		texts = append(texts, n.Text)
	}
	want := "in round 1 the cores that it may use changed from 0-1 to 0\n" +
		"in round 2 its CPU quota changed from none to 0.5\n" +
		"in round 3 the cores that it may use changed from 0 to 0-1 and its CPU quota changed from 0.5 to none"
	if got := strings.Join(texts, "\n"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
