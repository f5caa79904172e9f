package verdict

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/results"
)

// builds is a record of two builds in the same rounds, the new one slower by a factor, with noise of 3 % a sample.
func builds(rounds int, factor float64, seed uint64) *results.Record {
	rng := rand.New(rand.NewPCG(seed, 1))
	rec := &results.Record{}
	for round := 1; round <= rounds; round++ {
		for _, mode := range []string{"serial", "goroutines", "processes"} {
			for i, f := range []float64{1, factor} {
				rec.Samples = append(rec.Samples, results.Sample{Round: round, Baseline: "serial", Items: 1,
					Cell: results.Cell{Workload: "w", Mode: mode, Workers: 1, Build: []string{"old", "new"}[i]},
					Wall: scale(100*ms, f*(1+0.03*rng.NormFloat64()))})
			}
		}
	}
	return rec
}

func TestABuildThatIsSlowerIsFoundInEveryCell(t *testing.T) {
	rec := builds(40, 1.1, 1)
	twoCores(t, rec, 0.02)
	c := CompareBuilds(rec, "old", "new")
	if len(c.Cells) != 3 || !c.Paired {
		t.Fatalf("%+v", c)
	}
	for _, cell := range c.Cells {
		if !cell.differs() || !cell.slower(0.05) || cell.slower(0.15) || !near(cell.Wall.Center, 1.1, 0.02) {
			t.Errorf("%+v", cell)
		}
	}
	if s := c.Sentences(); len(s) != 3 || !strings.Contains(s[0], "new takes 1.") {
		t.Errorf("%q", s)
	}
}

func TestABuildSeldomDiffersFromItself(t *testing.T) {
	comparisons := testkit.Times(60, 300)
	found := 0
	for seed := range uint64(comparisons) {
		for _, cell := range CompareBuilds(builds(30, 1, seed), "old", "new").Cells {
			if cell.differs() || cell.slower(0) {
				found++
			}
		}
	}
	if found > testkit.Times(1, 3) { // 0.1 and 0.6 expected
		t.Errorf("%d of %d comparisons of a build with itself found a difference", found, comparisons)
	}
}

func TestRecordsOfDifferentWorkAreRefused(t *testing.T) {
	was := results.Run{Hosts: []results.Machine{{CPUModel: "A", CoresAllowed: []int{0, 1}}},
		Plan: results.Plan{Workloads: []results.PlannedWorkload{{Name: "w", Size: 10}}}}
	if r := refuse(was, was); len(r) != 0 {
		t.Errorf("a run is refused beside itself: %q", r)
	}
	for _, c := range []struct {
		change func(*results.Run)
		want   string
	}{
		{func(r *results.Run) { r.Hosts = []results.Machine{{CPUModel: "B", CoresAllowed: []int{0, 1}}} },
			"the processor differs: A then, B now"},
		{func(r *results.Run) { r.Hosts = []results.Machine{{CPUModel: "A", CoresAllowed: []int{0}}} },
			"the number of allowed cores differs: 2 then, 1 now"},
		{func(r *results.Run) { r.Plan.Workloads = []results.PlannedWorkload{{Name: "w", Size: 20}} },
			"the work of w differs: 10 items a pass then, 20 items a pass now"},
	} {
		is := was
		c.change(&is)
		got := strings.Join(refuse(was, is), "; ")
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestRecordsOfDifferentEpochsAreRefused(t *testing.T) {
	run := func(hidden float64, trip time.Duration) results.Run {
		return results.Run{Hosts: []results.Machine{{Epoch: &results.Epoch{HiddenShare: hidden, RoundTrip: trip}}}}
	}
	together := func(hidden float64) results.Run {
		r := run(0.01, 200)
		r.Hosts[0].Epoch.HiddenTogether = &hidden
		return r
	}
	was := run(0.01, 200)
	for _, c := range []struct {
		is   results.Run
		want string
	}{
		{run(0.015, 260), ""},
		{run(0.09, 200), "the epoch differs: 1.0 % of the time was missing then, 9.0 % now"},
		{run(0.01, 900), "the epoch differs: a cache line went between two cores in 200ns then, 900ns now"},
		{results.Run{Hosts: []results.Machine{{}}}, ""},
	} {
		if got := strings.Join(refuse(was, c.is), "; "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if got := refuse(was, together(0.5)); len(got) > 0 {
		t.Errorf("what an older record doesn't have was compared: %q", got)
	}
	if got, want := strings.Join(refuse(together(0.01), together(0.5)), "; "), "the epoch differs: with all cores busy, "+
		"1.0 % of the time was missing then, 50.0 % now"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
