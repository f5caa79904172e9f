package scaling

import (
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"corerace/results"
)

// run makes a record in which a mode follows the USL, round 0 included, on a quiet machine with 8 cores.
func run(rng *rand.Rand, mode string, workers []int, rounds int, sigma, kappa, noise float64) *results.Record {
	rec := &results.Record{}
	rec.Run.Hosts = []results.Machine{{CoresLogical: 8}}
	for round := range rounds + 1 {
		rec.Rounds = append(rec.Rounds, results.Round{Round: round, Wall: time.Second, Others: new(0.0),
			Steal: new(0.0), Contention: new(0.01)})
		pace := 0.2 * rng.NormFloat64()
		for _, n := range workers {
			wall := math.Exp(pace+noise*rng.NormFloat64()) / uslCapacity(sigma, kappa, float64(n))
			if round == 0 {
				wall *= 3 // the warm-up
			}
			rec.Samples = append(rec.Samples, results.Sample{Round: round, Baseline: "serial", Items: 100,
				Cell: results.Cell{Workload: "primes", Mode: mode, Workers: n},
				Wall: time.Duration(wall * float64(time.Second))})
		}
	}
	return rec
}

func fresh() *rand.Rand { return rand.New(rand.NewPCG(9, 9)) }

func TestRecordIsComparedWithItsOwnModeOnly(t *testing.T) {
	rec := run(fresh(), "goroutines", []int{4, 1, 2}, 8, 0.1, 0.01, 0)
	for round := range 9 { // a serial mode that is twice as fast
		rec.Samples = append(rec.Samples, results.Sample{Round: round, Items: 100, Wall: time.Second / 2,
			Cell: results.Cell{Workload: "primes", Mode: "serial", Workers: 1}})
	}
	all := FromRecord(rec, 8)
	if len(all) != 1 || all[0].Workload != "primes" || all[0].Mode != "goroutines" || len(all[0].Rounds) != 8 {
		t.Fatalf("%+v", all)
	}
	for i, n := range []int{1, 2, 4} {
		p := all[0].Points[i]
		if p.Workers != n || p.Speedup.N != 8 || !p.Speedup.HasInterval() {
			t.Errorf("%+v", p)
		}
		near(t, "speedup", p.Speedup.Center, uslCapacity(0.1, 0.01, float64(n)), 1e-6)
		near(t, "throughput", p.Throughput, p.Speedup.Center, 1e-12)
		near(t, "efficiency", p.Efficiency.Hi*float64(n), p.Speedup.Hi, 1e-12)
	}
}

func TestRecordGivesItsLawBack(t *testing.T) {
	rec := run(fresh(), "goroutines", []int{1, 2, 3, 4, 6, 8}, 12, 0.05, 0.02, 0.01)
	f := Analyse(FromRecord(rec, 8)[0])
	if !f.Identifiable || f.USL.Kappa.Lo > 0.02 || f.USL.Kappa.Hi < 0.02 || f.Peak.Lo > uslPeak(0.05, 0.02) {
		t.Errorf("%+v", f)
	}
	if f.USL.Kappa.Method != methodBootstrap || f.USL.Kappa.N != 12 || f.KarpFlatt.Trend != trendRising {
		t.Errorf("%+v", f)
	}
	near(t, "slope", f.KarpFlatt.Slope.Center, 0.02, 0.004)
	says(t, f, "USL (model): throughput peaks at")
}

func TestWorkersAboveTheCoresAreLeftOut(t *testing.T) {
	rec := run(fresh(), "goroutines", []int{1, 2, 4, 8, 16}, 6, 0.1, 0, 0.01)
	for cores, want := range map[int]int{2: 2, 4: 4, 7: 4, 0: 8, 100: 16} {
		s := FromRecord(rec, cores)[0]
		if s.most() != want {
			t.Errorf("%d cores: up to %d workers, want %d", cores, s.most(), want)
		}
		if left := strings.Contains(strings.Join(s.LeftOut, " "), "16 workers are more than the"); left != (want < 16) {
			t.Errorf("%q", s.LeftOut)
		}
	}
	rec.Run.Hosts[0].CPUQuota = 2.5
	if s := FromRecord(rec, 0)[0]; s.most() != 2 {
		t.Errorf("a quota of 2.5 cores lets %d workers in", s.most())
	}
	rec.Run.Hosts = nil
	if s := FromRecord(rec, 0)[0]; s.most() != 1 {
		t.Errorf("without a host, %d workers are let in", s.most())
	}
}

// What the machine bears no claim about isn't fitted: no law, no fraction, no sentence about either.
func TestNothingIsFittedToWhatBearsNoClaim(t *testing.T) {
	for _, c := range []struct {
		others *float64
		rounds int
		doubt  string
	}{
		{new(0.0), 8, ""},
		{new(0.0), 2, "Inconclusive: 2 rounds were measured, an interval needs 6."},
		{new(7.0), 8, "Inconclusive: the machine was busy"},
		{nil, 8, "Inconclusive: conditions unknown"},
	} {
		rec := run(fresh(), "goroutines", []int{1, 2, 3, 4, 6, 8}, c.rounds, 0.05, 0.02, 0.01)
		for i := range rec.Rounds {
			rec.Rounds[i].Others, rec.Rounds[i].Contention = c.others, c.others
		}
		f := Analyse(FromRecord(rec, 8)[0])
		if f.Doubt != c.doubt && (c.doubt == "" || !strings.HasPrefix(f.Doubt, c.doubt)) {
			t.Errorf("the doubt is %q, %q expected", f.Doubt, c.doubt)
		}
		fitted := f.USL.Kappa.N + f.Amdahl.Sigma.N + f.Gustafson.Alpha.N + len(f.KarpFlatt.Fractions) + len(f.Words) + len(f.Law)
		if fitted > 0 != (c.doubt == "") || len(f.Points) != 6 {
			t.Errorf("in doubt %q: %+v", c.doubt, f)
		}
	}
}

func TestUnsoundSamplesTakeTheirRoundWithThem(t *testing.T) {
	rec := run(fresh(), "goroutines", []int{1, 2, 4}, 8, 0.1, 0, 0.01)
	for i := range rec.Samples {
		s := &rec.Samples[i]
		switch {
		case s.Round == 2 && s.Workers == 4:
			s.Error = "a guard broke"
		case s.Round == 5 && s.Workers == 2:
			s.Items = 50
		case s.Round == 6 && s.Workers == 1:
			s.Wall = 0
		}
	}
	rec.Samples = append(rec.Samples, rec.Samples[3]) // a second sample of the same cell and round
	s := FromRecord(rec, 8)[0]
	if len(s.Rounds) != 5 || s.Points[1].Speedup.N != 5 {
		t.Errorf("%d rounds", len(s.Rounds))
	}
	if !strings.Contains(s.Doubt, "5 rounds were measured, an interval needs 6") {
		t.Errorf("the doubt is %q", s.Doubt)
	}
}

func TestACellThatMostlyFailsIsLeftOutAlone(t *testing.T) {
	rec := run(fresh(), "goroutines", []int{1, 2, 4}, 8, 0.1, 0, 0.01)
	for i := range rec.Samples {
		if s := &rec.Samples[i]; s.Workers == 4 && s.Round != 3 {
			s.Error = "a worker died"
		}
	}
	s := FromRecord(rec, 8)[0]
	if s.most() != 2 || len(s.Rounds) != 8 || len(s.LeftOut) != 1 || !strings.Contains(s.LeftOut[0], "1 of 8") {
		t.Errorf("%+v", s)
	}
}

func TestAModeWithoutOneWorkerSaysSo(t *testing.T) {
	f := Analyse(FromRecord(run(fresh(), "goroutines", []int{2, 4}, 8, 0.1, 0, 0.01), 8)[0])
	says(t, f, "No round has a sound sample of it with one worker")
	if f.Law != "" || len(f.Points) != 0 {
		t.Errorf("%+v", f)
	}
	if _, err := f.Predict(1); err == nil {
		t.Error("a prediction from nothing")
	}
	if all := FromRecord(&results.Record{}, 8); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestTheSmallRecordHasASeriesForEveryParallelMode(t *testing.T) {
	file, err := os.Open("../testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rec, err := results.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	all := FromRecord(rec, 0)
	if len(all) != 6 { // two workloads; goroutines, gil and processes
		t.Fatalf("%d series", len(all))
	}
	for i, s := range all {
		if want := []string{"goroutines", "gil", "processes"}[i%3]; s.Mode != want {
			t.Errorf("series %d is of %s, want the plan's order: %s", i, s.Mode, want)
		}
		f := Analyse(s)
		checkFit(t, f)
		if s.Mode == "gil" {
			says(t, f, "2 workers are slower than one")
		}
		if e := f.KarpFlatt.Fractions[0].Serial; s.Mode == "gil" && (e.Center < 0.9 || !e.HasInterval()) {
			t.Errorf("the serial fraction under a lock is %+v", e)
		}
	}
}

func TestVarianceLeavesOutWhatRoundsShare(t *testing.T) {
	rng := fresh()
	var rows [][]float64
	const noise = 0.05
	for range 2000 {
		pace := rng.NormFloat64()
		row := make([]float64, 4)
		for i := range row {
			row[i] = float64(1+i) * math.Exp(pace+noise*rng.NormFloat64())
		}
		rows = append(rows, row)
	}
	for _, v := range logVariances(rows) {
		near(t, "variance", v, noise*noise, noise*noise/5)
	}
	for _, rows := range [][][]float64{nil, {{1, 2}}, {{1}, {2}}} {
		for _, v := range logVariances(rows) {
			if v != 0 {
				t.Errorf("%v has a variance of %v", rows, v)
			}
		}
	}
}

func TestManyRoundsAreGrouped(t *testing.T) {
	s := noisy(fresh(), []int{1, 2, 4}, 1000, 0.1, 0, 0.05)
	g := grouped(s.Rounds)
	if len(g) != maxGroups || len(g[0]) != 3 {
		t.Fatalf("%d groups", len(g))
	}
	if f := Analyse(s); !f.Amdahl.Sigma.HasInterval() || f.Amdahl.Sigma.Lo > 0.1 || f.Amdahl.Sigma.Hi < 0.1 {
		t.Errorf("%+v", f.Amdahl.Sigma)
	}
}
