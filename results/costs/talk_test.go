package costs

import (
	"math"
	"strings"
	"testing"

	"corerace/results"
)

// madeTalk is a run of two ways over eight rounds: a channel of 1 µs and a pipe of 20 µs a round trip, ten times as
// fast in a stream.
func madeTalk(rounds int) *TalkRun {
	run := &TalkRun{Sizes: []int{8, 65536}, Host: results.Machine{CoresLogical: 2},
		Cells:   []TalkCell{{"channel", "goroutines"}, {"counter", "goroutines"}, {"pipe", "processes"}},
		NotHere: []string{"ring between processes: no memfd"}}
	for r := range rounds {
		wobble := 1 + 0.01*math.Sin(float64(r))
		for _, c := range run.Cells {
			trip := map[string]float64{"channel": 1e-6, "counter": 5e-9, "pipe": 20e-6}[c.Way] * wobble
			for _, size := range run.Sizes {
				if c.Way == "counter" && size > 8 {
					continue
				}
				s := TalkSample{Round: r + 1, Way: c.Way, Between: c.Between, Size: size, Trip: trip, Trips: 100,
					PerSecond: 10 / trip, Messages: 1000}
				if size == 8 {
					s.Trip99 = 3 * trip
				}
				run.Samples = append(run.Samples, s)
			}
		}
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: 1e9, Others: new(0.0), Steal: new(0.0)})
	}
	return run
}

func TestTalkIsEstimatedByWayAndSize(t *testing.T) {
	sum := SummarizeTalk(madeTalk(8))
	if sum.Rounds != 8 || len(sum.Lines) != 3 || len(sum.Lines[1].Points) != 1 {
		t.Fatalf("%+v", sum)
	}
	p, ok := sum.Lines[2].At(8)
	if !ok || math.Abs(p.Trip.Center-20e-6) > 1e-6 || !p.Trip.HasInterval() || p.Trip.Lo > p.Trip.Center ||
		math.Abs(p.PerSecond.Center-500e3) > 1e4 || p.Trip99.N != 8 {
		t.Errorf("%+v", p)
	}
	if p, _ := sum.Lines[2].At(65536); p.Trip99.N != 0 {
		t.Errorf("a 99th percentile that no round tells: %+v", p.Trip99)
	}
	if _, ok := sum.Lines[1].At(65536); ok {
		t.Error("the counter has a point that wasn't measured")
	}
}

func TestTalkSaysTheCheapestWayAndWhatIsMissing(t *testing.T) {
	sum := SummarizeTalk(madeTalk(8))
	words := strings.Join(append(sum.Words, sum.Notes...), "\n")
	for _, want := range []string{"Between goroutines, 8 B go to and fro fastest by channel: in 1.00 µs",
		"in a stream a message costs 100 ns.",
		"Between processes, 8 B go to and fro fastest by pipe", "ring between processes: no memfd"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in\n%s", want, words)
		}
	}
	if strings.Contains(words, "by counter") {
		t.Error("a counter carries no bytes")
	}
	run := madeTalk(8)
	for i := range run.Rounds {
		run.Rounds[i].Others = new(1.5)
	}
	if words := SummarizeTalk(run).Words; len(words) != 1 || !strings.Contains(words[0], "Inconclusive") {
		t.Errorf("%q", words)
	}
	if sum := SummarizeTalk(&TalkRun{}); len(sum.Lines) != 0 || len(sum.Words) != 0 {
		t.Errorf("%+v", sum)
	}
}

func TestSizesAndNumbersForPeople(t *testing.T) {
	for n, want := range map[int]string{8: "8 B", 1000: "1000 B", 1024: "1 KiB", 1536: "1536 B", 65536: "64 KiB",
		1 << 20: "1 MiB", 1 << 30: "1 GiB"} {
		if got := ByteSize(n); got != want {
			t.Errorf("ByteSize(%d) = %q, %q expected", n, got, want)
		}
	}
	for x, want := range map[float64]string{24: "24", 999: "999", 1700: "1.7 k", 276e3: "276 k", 999.6e3: "1.0 M",
		17e6: "17 M", 4.2e9: "4.2 G"} {
		if got := Many(x); got != want {
			t.Errorf("Many(%g) = %q, %q expected", x, got, want)
		}
	}
}

// What is measured beside races judges as they do.
func TestNothingIsClaimedWhereConditionsAreUnknown(t *testing.T) {
	run := madeTalk(8)
	for i := range run.Rounds {
		run.Rounds[i].Others = nil
	}
	words := SummarizeTalk(run).Words
	if len(words) != 1 || !strings.HasPrefix(words[0], "Inconclusive, conditions unknown") {
		t.Errorf("%q", words)
	}
}
