package costs

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A madeMode is a mode whose costs are known.
type madeMode struct {
	name        string
	n           int
	limit, cost float64 // cost: what a share adds to the wall, s
	start       float64 // s
	atOnce      int
	shares      []int64
}

var madeShares = []int64{20, 200, 2000, 20_000, 80_000, 400_000}

// madeModes have the costs of a share of 5 ns in serial, 80 ns in goroutines, 20 µs in processes-pipe.
func madeModes() []madeMode {
	return []madeMode{
		{name: "serial", n: 1, limit: 1, cost: 5e-9, start: 1e-6, atOnce: 1, shares: madeShares},
		{name: "goroutines", n: 2, limit: 2, cost: 40e-9, start: 4e-6, atOnce: 2, shares: madeShares},
		{name: "gil", n: 2, limit: 1, cost: 60e-9, start: 4e-6, atOnce: 1, shares: madeShares},
		{name: "processes-pipe", n: 2, limit: 2, cost: 10e-6, start: 20e-3, atOnce: 2, shares: madeShares[:4]},
	}
}

// madeGrain makes rounds in which a wall is off by some of its length, and every tenth is disturbed.
func madeGrain(modes []madeMode, rounds int, noise, others float64) *GrainRun {
	const work = 20e-3
	rng := rand.New(rand.NewPCG(1, 2))
	seconds := func(x float64) time.Duration { return time.Duration(x * 1e9) }
	off := func() float64 {
		if rng.IntN(10) == 0 {
			return 3
		}
		return 1 + noise*rng.NormFloat64()
	}
	run := &GrainRun{Workers: 2, Cores: 2, Work: seconds(work), Host: results.Machine{CoresLogical: 2}}
	for _, m := range modes {
		run.Modes = append(run.Modes, GrainCell{m.name, m.n, m.atOnce, m.shares})
	}
	for r := range rounds {
		for _, m := range modes {
			s := GrainSample{Round: r + 1, Mode: m.name, Start: seconds(m.start * off())}
			for _, k := range m.shares {
				s.Walls = append(s.Walls, seconds((work/m.limit+float64(k)*m.cost)*off()))
			}
			run.Samples = append(run.Samples, s)
		}
		run.Rounds = append(run.Rounds, results.Round{Round: r + 1, Wall: time.Second, Others: &others})
	}
	return run
}

func grainMode(t *testing.T, g *Grain, name string) GrainMode {
	t.Helper()
	for _, m := range g.Modes {
		if m.Mode == name {
			return m
		}
	}
	t.Fatalf("no mode %s", name)
	return GrainMode{}
}

func TestGrainFindsTheCostsThatWereMade(t *testing.T) {
	g := SummarizeGrain(madeGrain(madeModes(), 30, 0.01, 0), 1)
	goroutines, pipe := grainMode(t, g, "goroutines"), grainMode(t, g, "processes-pipe")
	for name, c := range map[string]struct {
		got  stats.Estimate
		want float64
		near float64
	}{
		"start of a process":          {pipe.Start, 10e-3, 0.02},
		"share of goroutines":         {goroutines.Share, 80e-9, 0.05},
		"share of processes-pipe":     {pipe.Share, 20e-6, 0.05},
		"limit of goroutines":         {goroutines.Limit, 2, 0.02},
		"goroutines beat serial":      {goroutines.Beats, (80e-9 - 2*5e-9) / (2 - 1), 0.1},
		"processes-pipe beats serial": {pipe.Beats, (20e-6 - 2*5e-9) / (2 - 1), 0.1},
		"processes-pipe is near":      {pipe.Near, (20e-6 - 1.05*80e-9) / 0.05, 0.4},
		"starting processes-pipe":     {pipe.Pays, 20e-3 * 2 / (2 - 1), 0.05},
	} {
		if math.Abs(c.got.Center/c.want-1) > c.near {
			t.Errorf("%s: %v, made from %v", name, c.got.Center, c.want)
		}
		if !c.got.HasInterval() || c.got.Lo > c.got.Center || c.got.Hi < c.got.Center || c.got.N != 30 {
			t.Errorf("%s: %+v", name, c.got)
		}
	}
	if math.Abs(g.Serial.Share.Center/5e-9-1) > 0.2 {
		t.Errorf("a serial share costs %v, 5 ns were made", g.Serial.Share)
	}
	if got := len(pipe.Points); got != 4 || pipe.Points[0].Length != time.Millisecond {
		t.Errorf("%d points: %+v", got, pipe.Points)
	}
}

func TestGrainSaysFromWhereAModePays(t *testing.T) {
	g := SummarizeGrain(madeGrain(madeModes(), 30, 0.01, 0), 1)
	for mode, wants := range map[string][]string{
		"goroutines": {"goroutines beat serial on 2 workers from shares of 7", " ns (", "pays from jobs of "},
		"processes-pipe": {"processes-pipe beats serial on 2 workers from shares of 2",
			"within 5 % of goroutines from ", "starting the workers pays from jobs of "},
		"gil": {"gil doesn't beat serial by 5 % at any share length", "on 2 workers"},
	} {
		words := grainMode(t, g, mode).Words
		for _, want := range wants {
			if !strings.Contains(words, want) {
				t.Errorf("%s: %q doesn't say %q", mode, words, want)
			}
		}
	}
	if words := grainMode(t, g, "goroutines").Words; strings.Contains(words, "of goroutines") {
		t.Errorf("goroutines are compared with themselves: %s", words)
	}
}

func TestGrainSaysUpToWhereAModeIsNotNear(t *testing.T) {
	modes := madeModes()
	modes[3].cost = 100e-6
	m := grainMode(t, SummarizeGrain(madeGrain(modes, 12, 0.005, 0), 1), "processes-pipe")
	if m.Near.N != 0 || !strings.Contains(m.Words, "not within 5 % of goroutines even with shares of 1.0 ms") {
		t.Errorf("%s: %+v", m.Words, m.Near)
	}
}

func TestGrainDoesNotSayThatAModeIsBehindWhereNoiseHidesIt(t *testing.T) {
	modes := madeModes()
	modes[3].cost, modes[3].limit = 1e-9, 1.89 // 5.8 % behind
	m := grainMode(t, SummarizeGrain(madeGrain(modes, 12, 0.05, 0), 1), "processes-pipe")
	if strings.Contains(m.Words, "not within") {
		t.Errorf("%s: %+v", m.Words, m.Behind)
	}
}

func TestGrainBelowTheShortestLengthGoesAlongTheLine(t *testing.T) {
	modes := madeModes()
	modes[1].cost = 15e-9
	m := grainMode(t, SummarizeGrain(madeGrain(modes, 30, 0.01, 0), 1), "goroutines")
	if want := 2*15e-9 - 2*5e-9; math.Abs(m.Beats.Center/want-1) > 0.1 {
		t.Errorf("%+v, made from %v", m.Beats, want)
	}
}

func TestGrainIsTheSameFromTheSameSeed(t *testing.T) {
	run := madeGrain(madeModes(), 12, 0.05, 0)
	a, _ := json.Marshal(SummarizeGrain(run, 3))
	b, _ := json.Marshal(SummarizeGrain(run, 3))
	if string(a) != string(b) {
		t.Error("two summaries of one run differ")
	}
}

func TestGrainOfFewRoundsHasNoInterval(t *testing.T) {
	g := SummarizeGrain(madeGrain(madeModes(), 4, 0.01, 0), 1)
	m := grainMode(t, g, "goroutines")
	if m.Beats.HasInterval() || !strings.Contains(m.Words, "no interval: needs 6 rounds") {
		t.Errorf("%s: %+v", m.Words, m.Beats)
	}
}

func TestGrainOnABusyMachineIsInconclusive(t *testing.T) {
	g := SummarizeGrain(madeGrain(madeModes(), 12, 0.01, 1.5), 1)
	for _, m := range g.Modes {
		if !strings.HasSuffix(m.Words, "inconclusive, the machine was busy.") {
			t.Error(m.Words)
		}
	}
}

func TestGrainRestsOnTheQuietRoundsWhereTheyAreEnough(t *testing.T) {
	run := madeGrain(madeModes(), 20, 0.01, 1.5)
	for i := range 8 {
		run.Rounds[2*i].Others = new(0.0)
	}
	g := SummarizeGrain(run, 1)
	if g.Rounds != 8 || g.Conditions.Verdict != conditions.Quiet ||
		!strings.Contains(strings.Join(g.Notes, " "), "the 8 quiet rounds of 20") {
		t.Errorf("%d rounds, %s: %q", g.Rounds, g.Conditions.Verdict, g.Notes)
	}
	if words := grainMode(t, g, "goroutines").Words; !strings.Contains(words, "beat serial") {
		t.Error(words)
	}
}

func TestGrainWithoutRoundsSaysSo(t *testing.T) {
	g := SummarizeGrain(madeGrain(madeModes(), 0, 0, 0), 1)
	for _, m := range g.Modes {
		if !strings.Contains(m.Words, "nothing was measured") {
			t.Error(m.Words)
		}
	}
	if _, err := json.Marshal(g); err != nil {
		t.Error(err)
	}
}

func TestGrainComparesTheLengthsThatSerialHasToo(t *testing.T) {
	modes := madeModes()
	modes[0].shares = modes[0].shares[:2]
	if m := grainMode(t, SummarizeGrain(madeGrain(modes, 8, 0.01, 0), 1), "goroutines"); len(m.Points) != 2 {
		t.Errorf("%d points of 2", len(m.Points))
	}
}

func TestRoundsThatLackAModeAreLeftOut(t *testing.T) {
	run := madeGrain(madeModes(), 10, 0.01, 0)
	run.Samples = run.Samples[1:]
	if g := SummarizeGrain(run, 1); g.Rounds != 9 {
		t.Errorf("%d rounds of 9", g.Rounds)
	}
}

func TestSecondsHaveTheUnitOfTheirSize(t *testing.T) {
	for s, want := range map[float64]string{0: "0 ns", 4.2e-9: "4.2 ns", 41e-9: "41 ns", 999.7e-9: "1.0 µs",
		20e-6: "20 µs", 0.031: "31 ms", 1.5: "1.5 s", 120: "120 s"} {
		if got := Seconds(s); got != want {
			t.Errorf("%v is %q, %q expected", s, got, want)
		}
	}
}

func TestIntervalOfSecondsHasOneUnitAndEndsThatDiffer(t *testing.T) {
	for want, e := range map[string]stats.Estimate{
		"40 ns (35–48 ns)":                    {Center: 40e-9, Lo: 35e-9, Hi: 48e-9},
		"20.0 µs (19.9–20.2 µs)":              {Center: 20e-6, Lo: 19.9e-6, Hi: 20.2e-6},
		"0.0 ns (0.0–3.0 ns)":                 {Center: 0, Lo: 0, Hi: 3e-9},
		"137 µs (134–765 µs)":                 {Center: 137e-6, Lo: 134e-6, Hi: 765e-6},
		"too small to be seen (-45 to 39 ns)": {Center: -15e-9, Lo: -45e-9, Hi: 39e-9},
	} {
		e.N, e.Confidence = 10, 0.95
		if got := SecondsOf(e); got != want {
			t.Errorf("%q, %q expected", got, want)
		}
	}
}

func TestLargeNumbersHaveNoDecimalsAndCostsBelowZeroAWord(t *testing.T) {
	large := stats.Estimate{Center: 1e7, Lo: 9e6, Hi: 1.1e7, Confidence: 0.95, N: 8}
	if got := large.String(); got != "10000000 (9000000–11000000)" {
		t.Error(got)
	}
	for _, c := range []struct {
		center, lo, hi float64
		want           string
	}{
		{-2.7e-6, -15.5e-6, 17.5e-6, "too small to be seen (-15.5 to 17.5 µs)"},
		{-9e-6, -12e-6, -3e-6, "-9.0 µs (-12.0 to -3.0 µs)"},
		{40e-9, 35e-9, 48e-9, "40 ns (35–48 ns)"},
		{8.2e-9, 0.3e-9, 60.4e-6, "8.2 ns (0.3 ns–60 µs)"},
		{0, 0, 60.4e-6, "0.0 µs (0.0–60.4 µs)"},
	} {
		if got := SecondsOf(stats.Estimate{Center: c.center, Lo: c.lo, Hi: c.hi, Confidence: 0.95,
			N: 8}); got != c.want {
			t.Errorf("%q, %q expected", got, c.want)
		}
	}
}
