package verdict

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"corerace/results"
)

// twoCores is a machine that was quiet or not in a number of rounds.
func twoCores(t testing.TB, rec *results.Record, others float64) {
	t.Helper()
	rec.Run.Hosts = []results.Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}}}
	rounds := map[int]bool{}
	for _, s := range rec.Samples {
		if rounds[s.Round] {
			continue
		}
		rounds[s.Round] = true
		var r results.Round
		line := fmt.Sprintf(`{"round":%d,"wall_ns":1000000000,"others":%g,"steal":0,"contention":%g}`, s.Round, others,
			others/2)
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		rec.Rounds = append(rec.Rounds, r)
	}
}

func TestNoDifferenceIsFoundOnlyWhereOneWouldHaveBeen(t *testing.T) {
	for _, c := range []struct {
		rounds int
		others float64
		want   string
	}{
		{60, 0.02, "No difference was found. One of 2.5 % or more would have been, 4 times in 5."},
		{13, 0.02, "w, serial ×1: can't be told after 13 rounds: the ratio is "},
		{8, 0.02, "w, serial ×1: can't be told after 8 rounds: the ratio is "},
		{1, 0.02, "It takes 12 rounds at least; how many more, the noise of the first will say."},
		{3, 0.02, "rounds would show a difference of 5 %."},
		{60, 1.5, ""},
	} {
		rec := builds(c.rounds, 1, 3)
		twoCores(t, rec, c.others)
		got := CompareBuilds(rec, "old", "new").Sentences()
		if c.want == "" && len(got) == 0 {
			continue
		}
		if c.want == "" || !strings.Contains(got[0], c.want) {
			t.Errorf("after %d rounds beside %g cores of others: %q, want %q", c.rounds, c.others, got, c.want)
		}
	}
}

func TestDoubtsStandInPlaceOfAVerdict(t *testing.T) {
	for _, c := range []struct {
		rounds int
		others float64
		want   string
	}{
		{20, 0.02, ""},
		{1, 0.02, "Inconclusive: 1 round was measured, an interval needs 6."},
		{20, 1.5, "Inconclusive: the machine was busy, other programs and the hypervisor " +
			"had 75 % of the cores' time in the median round."},
		{2, 1.5, "in the median round; 2 rounds were measured, an interval needs 6."},
	} {
		rec := builds(c.rounds, 4, 5)
		twoCores(t, rec, c.others)
		cmp := CompareBuilds(rec, "old", "new")
		got := strings.Join(cmp.Doubts(), " ")
		slower, open := cmp.Gate(0.05)
		if !strings.HasSuffix(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%d rounds beside %g: %q, want %q", c.rounds, c.others, got, c.want)
		}
		if c.want == "" && (len(slower) != 3 || len(open) != 0) || c.want != "" &&
			(len(slower) != 0 || len(open) != 3) {
			t.Errorf("%d rounds beside %g: %d cells are slower, %d open", c.rounds, c.others, len(slower), len(open))
		}
	}
	rec := builds(20, 4, 5)
	if got := CompareBuilds(rec, "old", "new").Doubts(); len(got) != 1 ||
		got[0] != "Inconclusive: conditions unknown, what other programs used of the cores isn't known; 0 rounds "+
			"were measured, an interval needs 6." {
		t.Errorf("a record that tells nothing of its conditions: %q", got)
	}
}

// The machine is busy in two rounds of three. The quiet ones are enough.
func TestABusyMachineIsJudgedByItsQuietRounds(t *testing.T) {
	quiet, busy := builds(36, 4, 5), builds(36, 4, 5)
	twoCores(t, quiet, 0.02)
	twoCores(t, busy, 1.5)
	for i := range quiet.Rounds {
		if i%3 > 0 {
			quiet.Rounds[i] = busy.Rounds[i]
		}
	}
	c := CompareBuilds(quiet, "old", "new")
	if slower, _ := c.Gate(0.05); len(slower) != 3 || c.Runs[0].Rounds != 12 ||
		!strings.HasPrefix(strings.Join(c.Notes, ""), "Estimated from the 12 quiet rounds of 36") {
		t.Errorf("%d cells are slower: %+v", len(slower), c)
	}
}

// A cell passes the gate where it was shown not to be slower, not where nothing was shown.
func TestTheGateIsOpenWhereTheLimitLiesInTheInterval(t *testing.T) {
	rec := builds(40, 1, 9)
	for i := range rec.Samples { // 5 % slower, and up to 2 % more or less
		s := &rec.Samples[i]
		if s.Wall = 100 * ms; s.Build == "new" {
			s.Wall = scale(s.Wall, 1.05+0.02*math.Sin(float64(s.Round)))
		}
	}
	twoCores(t, rec, 0.02)
	c := CompareBuilds(rec, "old", "new")
	for _, x := range []struct {
		limit        float64
		slower, open int
	}{{0.01, 3, 0}, {0.05, 0, 3}, {0.10, 0, 0}} {
		if slower, open := c.Gate(x.limit); len(slower) != x.slower || len(open) != x.open {
			t.Errorf("above %g: %d slower, %d open; want %+v", x.limit, len(slower), len(open), x)
		}
	}
}

// ofCores is a run of goroutines that reach nine tenths of each core, on a machine with a number of cores.
func ofCores(t *testing.T, cores int, each float64) *results.Record {
	rng := rand.New(rand.NewPCG(uint64(cores), 4))
	rec := &results.Record{End: &results.End{}}
	for round := 1; round <= 12; round++ {
		for _, n := range []int{1, cores} {
			mode := "serial"
			wall := 1.0
			if n > 1 {
				mode, wall = "goroutines", 1/(each*float64(n))
			}
			rec.Samples = append(rec.Samples, results.Sample{Round: round, Baseline: "serial", Items: 1,
				Cell: results.Cell{Workload: "w", Mode: mode, Workers: n, Build: ""},
				Wall: scale(100*ms, wall*(1+0.005*rng.NormFloat64()))})
		}
	}
	twoCores(t, rec, 0.02)
	rec.Run.Hosts[0] = results.Machine{CPUModel: fmt.Sprintf("CPU with %d cores", cores), CoresLogical: cores}
	return rec
}

func TestMachinesOfOtherCoreCountsAreComparedByWhatTheyShare(t *testing.T) {
	c := Compare(ofCores(t, 2, 0.9), ofCores(t, 8, 0.72), "a", "b")
	if len(c.Refused) > 0 || len(c.Cells) > 0 || len(c.Best) != 1 || len(c.Runs) != 2 {
		t.Fatalf("%+v", c)
	}
	if b := c.Best[0]; b.OldWorkers != 2 || b.NewWorkers != 8 || !near(b.PerWorker.Center, 0.8, 0.01) ||
		b.PerWorker.Hi >= 1 {
		t.Errorf("%+v", b)
	}
	got := strings.Join(c.Sentences(), " ")
	if !strings.Contains(got, "w, goroutines: at best 1.80× with 2 workers in old, 5.76× with 8 workers in new; a "+
		"worker of new gives 0.80 (") {
		t.Errorf("%q", got)
	}
	if c := Compare(ofCores(t, 2, 0.9), ofCores(t, 2, 0.9), "a", "b"); len(c.Best) > 0 || len(c.Cells) != 1 {
		t.Errorf("as many cores: %+v", c)
	}
}

func TestSumsThatDifferBetweenBuildsAreSaid(t *testing.T) {
	rec := builds(12, 1, 2)
	for i := range rec.Samples {
		if rec.Samples[i].Build == "new" {
			rec.Samples[i].Sum = "42"
		}
	}
	c := CompareBuilds(rec, "old", "new")
	if len(c.Notes) != 1 || c.Notes[0] != "w: the sums of the two builds differ, so they may not do the same work." {
		t.Errorf("the notes are %q", c.Notes)
	}
}

// A comparison asks for more than an interval that leaves out 1: what it shows then is the interval that it asked of.
func TestWhatAComparisonCannotTellShowsTheIntervalThatItAskedOf(t *testing.T) {
	for rounds, want := range map[int]string{
		8:  "with 95 % confidence, and a comparison asks for 99.933 %, which 8 rounds can't have",
		16: ", with the 99.933 % confidence that a comparison asks for",
	} {
		rec := builds(rounds, 1, 3)
		for i := range rec.Samples {
			s := &rec.Samples[i]
			slower := 1.2 + 0.01*float64(s.Round)
			switch {
			case s.Build == "old":
				slower = 1
			case s.Round == 9: // no such round in the shorter one, of which all agree
				slower = 0.5
			case s.Round == 10:
				slower = 0.99
			}
			s.Wall = time.Duration(1e8 * slower)
		}
		twoCores(t, rec, 0.02)
		got := strings.Join(CompareBuilds(rec, "old", "new").Sentences(), "\n")
		if !strings.Contains(got, want) {
			t.Errorf("after %d rounds: %s\nwant %q", rounds, got, want)
		}
	}
}
