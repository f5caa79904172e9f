package pools

import (
	"os"
	"slices"
	"strings"
	"testing"

	"corerace/bench"
	"corerace/bench/child"
	"corerace/bench/cost/rounds"
	"corerace/bench/language/python"
	"corerace/bench/testkit"
	"corerace/bench/testkit/pythons"
	"corerace/results/costs"
	"corerace/workloads"
)

func TestMain(m *testing.M) {
	child.Hook()
	bench.Hook(workloads.Empty(), workloads.Spin())
	os.Exit(m.Run())
}

// A plain run leaves out the rows that differ from others in size or in Python's way to start alone. Where rows are
// picked nobody is killed, so it kills by itself.
func TestEveryRowIsMeasuredOnBothSides(t *testing.T) {
	p := Pools{Python: pythons.First(t, 3, 8), Plan: rounds.Plan{Rounds: 1, Seed: 3}}
	testkit.TempStaysEmpty(t)
	wanted := Names()
	if !testkit.Long() {
		wanted = slices.DeleteFunc(wanted, func(name string) bool {
			return strings.HasSuffix(name, "-16m") || name == "memory-spawn" || name == "memory-forkserver"
		})
		p.Only = wanted
	}
	run, err := p.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	samples := map[string]costs.PoolsSample{}
	for _, s := range run.Samples {
		samples[s.Row] = s
	}
	for _, r := range run.Rows {
		s, ok := samples[r.Name]
		switch {
		case r.NotHere != "":
			t.Logf("%s: not here, %s", r.Name, r.NotHere)
		case !ok || s.Ours <= 0 || s.Theirs <= 0:
			t.Errorf("%s: %+v", r.Name, s)
		}
	}
	if len(run.Rows) != len(wanted) {
		t.Errorf("%d rows of %d", len(run.Rows), len(wanted))
	}
	faults := run.Faults
	if len(p.Only) > 0 {
		faults = killed(t, p)
	}
	if len(faults) != 3 {
		t.Errorf("%d killed", len(faults))
	}
	for _, f := range faults {
		if f.NotHere == "" && (f.Answered+f.Failed+f.Silent != f.Tasks || f.Seconds <= 0) {
			t.Errorf("%+v", f)
		}
		if f.Who == "multiprocessing.Pool" && f.Silent != 1 {
			t.Errorf("a pool whose worker was killed answers: %+v", f)
		}
	}
}

// killed kills a worker on each side, as in a round.
func killed(t *testing.T, p Pools) []costs.PoolsFault {
	t.Helper()
	p.Only = []string{"trip-pipe"}
	g := &going{Pools: &p}
	defer g.Close()
	if err := g.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	faults, err := g.kill(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

func TestOnlyTheRowsThatWereAskedForAreMeasured(t *testing.T) {
	p := Pools{Python: pythons.First(t, 3, 8), Only: []string{"trip-apply"}, Plan: rounds.Plan{Rounds: 2}}
	run, err := p.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(run.Rows) != 1 || len(run.Samples) != 2 || len(run.Faults) != 0 || len(run.Rounds) != 3 {
		t.Errorf("%d rows, %d samples, %d killed, %d rounds", len(run.Rows), len(run.Samples), len(run.Faults),
			len(run.Rounds))
	}
}

func TestWhatCannotBeMeasuredIsRefused(t *testing.T) {
	good := &python.Interpreter{Version: "3.11.7"}
	for want, p := range map[string]Pools{
		"no Python":     {Plan: rounds.Plan{Rounds: 1}},
		"too old":       {Plan: rounds.Plan{Rounds: 1}, Python: &python.Interpreter{Version: "2.7.18"}},
		"when to stop":  {Python: good},
		"row \"nothing": {Plan: rounds.Plan{Rounds: 1}, Python: good, Only: []string{"nothing"}},
	} {
		if _, err := p.Run(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q expected: %v", want, err)
		}
	}
}

func TestRowsHaveNamesOfTheirOwnAndABarThatPythonIsHeldTo(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range rows() {
		if seen[r.Name] || r.What == "" || r.Ours == "" || r.Theirs == "" || r.ours == nil || r.theirs == nil {
			t.Errorf("%+v", r.PoolsRow)
		}
		if r.Beside == "" && r.Bar != 0 && r.Bar < 1 {
			t.Errorf("%s: slower than Python is good enough", r.Name)
		}
		seen[r.Name] = true
	}
}

func TestPrivateMemoryIsThatOfTwoLines(t *testing.T) {
	const rollup = "00400000-7fff r--p [rollup]\nRss:  5000 kB\nPss:  900 kB\nPrivate_Clean:  16 kB\n" +
		"Private_Dirty:  784 kB\nSwap: 0 kB\n"
	if got, err := parsePrivate(rollup); err != nil || got != 800*1024 {
		t.Errorf("%d, %v", got, err)
	}
	for _, bad := range []string{"", "Private_Clean: 16 kB\n", strings.Replace(rollup, "784", "-784", 1),
		strings.Replace(rollup, "784", "x", 1)} {
		if _, err := parsePrivate(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
