package talk

import (
	"context"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/cost/rounds"
	"corerace/bench/language"
	"corerace/bench/testkit"
	"corerace/bench/testkit/pythons"
)

func TestMain(m *testing.M) {
	child.Hook()
	Hook()
	os.Exit(m.Run())
}

// opened opens a way for messages of at most 1 MiB, or skips the test where it isn't here.
func opened(t *testing.T, w Way, host *language.Driver) pair {
	t.Helper()
	p, err := w.open(t.Context(), opening{largest: 1 << 20, python: host})
	if _, no := err.(*notHere); no {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

var testOrders = []order{{trip, 8, 50}, {stream, 8, 1000}, {trip, 4097, 20}, {stream, 100_001, 50},
	{stream, 1 << 20, 5}, {trip, 1 << 20, 3}, {trip, 15, 100}}

func TestEveryWayCarriesMessagesOfEverySize(t *testing.T) {
	for _, w := range Ways() {
		if w.Between == PyThreads || w.Between == PyProcs {
			continue
		}
		t.Run(w.String(), func(t *testing.T) { carry(t, w, opened(t, w, nil)) })
	}
}

func TestPythonsWaysCarryMessagesOfEverySize(t *testing.T) {
	in := pythons.First(t, 3, 8)
	testkit.TempStaysEmpty(t)
	host, err := language.Start(in.Path, pythonSource)
	if err != nil {
		t.Fatal(err)
	}
	defer host.Close()
	for _, w := range pythonWays() {
		t.Run(w.String(), func(t *testing.T) { carry(t, w, opened(t, w, host)) })
	}
}

func carry(t *testing.T, w Way, p pair) {
	for _, o := range testOrders {
		if w.sizeless {
			o.size = MinSize
		}
		f, err := p.exchange(t.Context(), o)
		switch {
		case err != nil:
			t.Fatalf("%+v: %v", o, err)
		case f.messages < o.count:
			t.Errorf("%+v: %d messages", o, f.messages)
		case o.pattern == trip && f.median <= 0, o.pattern == stream && f.perSecond <= 0:
			t.Errorf("%+v: %+v", o, f)
		case o.pattern == trip && o.count >= tailTrips && !w.sizeless && f.p99 < f.median:
			t.Errorf("%+v: the 99th percentile is %g, the median %g", o, f.p99, f.median)
		}
	}
}

func TestATalkMeasuresEveryCellInEveryRound(t *testing.T) {
	var ways []Way
	for _, w := range Ways() {
		if w.Between == Goroutines || w.Name == "ring" || w.Name == "pipe" || w.Name == "Pipe" {
			ways = append(ways, w)
		}
	}
	var told []int
	talk := Talk{Ways: ways, Sizes: []int{8, 1000}, Slice: time.Millisecond, Plan: rounds.Plan{Rounds: 2, Seed: 7,
		Progress: func(round int, _ time.Duration) { told = append(told, round) }}}
	run, err := talk.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, s := range run.Samples {
		seen[s.Way+" "+s.Between]++
		if s.Round < 1 || s.Trip <= 0 || s.PerSecond <= 0 || s.Trips < 4 || s.Messages < 4 {
			t.Errorf("%+v", s)
		}
	}
	for _, c := range run.Cells {
		want := 4
		if c.Way == "counter" {
			want = 2
		}
		if got := seen[c.Way+" "+c.Between]; got != want {
			t.Errorf("%v has %d samples, %d expected", c, got, want)
		}
	}
	if len(run.Cells)+len(run.NotHere) != len(ways) || len(run.NotHere) == 0 ||
		!strings.Contains(strings.Join(run.NotHere, "\n"), "Pipe between Python processes: no Python is used") {
		t.Errorf("%d ways, %d cells; not here: %q", len(ways), len(run.Cells), run.NotHere)
	}
	if len(told) != 3 || len(run.Rounds) != 3 {
		t.Errorf("rounds %v, %d recorded", told, len(run.Rounds))
	}
}

func TestATalkThatCannotBeIsRefused(t *testing.T) {
	ways := Ways()[:1]
	for name, talk := range map[string]Talk{
		"no way or no size": {Plan: rounds.Plan{Rounds: 1}, Sizes: []int{8}},
		"8 to 16777216":     {Plan: rounds.Plan{Rounds: 1}, Ways: ways, Sizes: []int{7}},
		"of 16777217 bytes": {Plan: rounds.Plan{Rounds: 1}, Ways: ways, Sizes: []int{MaxSize + 1}},
		"when to stop":      {Ways: ways, Sizes: []int{8}},
		"none of the ways":  {Plan: rounds.Plan{Rounds: 1}, Ways: pythonWays(), Sizes: []int{8}},
	} {
		if _, err := talk.Run(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACancelledTalkEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	talk := Talk{Ways: Ways()[:2], Sizes: []int{8}, Slice: time.Millisecond,
		Plan: rounds.Plan{Budget: time.Hour, Progress: func(int, time.Duration) { cancel() }}}
	if _, err := talk.Run(ctx); err == nil {
		t.Error("no error")
	}
}

// Round trips of 1 µs, by a clock that steps by 4 ms: but for one in 4,000 they take no time.
func TestACoarseClockTellsTheMeanTrip(t *testing.T) {
	const step = 4 * time.Millisecond
	if got := sliceOf(5*time.Millisecond, step); got != 200*time.Millisecond {
		t.Errorf("a slice of %v", got)
	}
	if got := sliceOf(0, 50*time.Nanosecond); got != defaultSlice {
		t.Errorf("with a fine clock a slice of %v", got)
	}
	times := make([]float64, 200_000)
	for i := 3999; i < len(times); i += 4000 {
		times[i] = step.Seconds()
	}
	if f := tripFigures(times, step); math.Abs(f.median/1e-6-1) > 1e-9 || f.p99 != 0 || f.messages != len(times) {
		t.Errorf("%+v", f)
	}
	fine := []float64{3e-6, 1e-6, 2e-6}
	if f := tripFigures(fine, 50*time.Nanosecond); f.median != 2e-6 {
		t.Errorf("with a fine clock %+v", f)
	}
	if got := perSecond(1000, 0); got != 0 {
		t.Errorf("a rate of %v in no time", got)
	}
}

func TestCountsFitTheSlice(t *testing.T) {
	const slice = 5 * time.Millisecond
	for _, c := range []struct {
		p    pattern
		each time.Duration
		want int
	}{
		{trip, time.Microsecond, 5000}, {trip, 100 * time.Microsecond, 100}, {trip, time.Millisecond, 25},
		{trip, time.Second, 4},
		{stream, 100 * time.Microsecond, 50}, {stream, 0, maxCount}, {stream, time.Minute, 4},
	} {
		if got := countFor(c.p, slice, c.each); got != c.want {
			t.Errorf("countFor(%d, %v) = %d, %d expected", c.p, c.each, got, c.want)
		}
	}
}
