package verdict

import (
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// busyRecord is eight rounds on two cores with the workers' accounts: another program takes half of a core from the
// second worker, as one foreign spinner does, in the rounds of busy.
func busyRecord(busy map[int]bool) *results.Record {
	rec := &results.Record{End: &results.End{T: time.Minute},
		Run: results.Run{Hosts: []results.Machine{{CoresLogical: 2}}}}
	for round := range 9 {
		r := results.Round{Round: round, Wall: time.Second, Others: new(0.0), Steal: new(0.0)}
		serial, one, wait := 300*ms, 150*ms, time.Duration(0)
		if busy[round] {
			*r.Others, wait = 1, 100*ms
			one = 200 * ms
		}
		rec.Rounds = append(rec.Rounds, r)
		rec.Samples = append(rec.Samples,
			results.Sample{Round: round, Cell: results.Cell{Workload: "w", Mode: "serial", Workers: 1},
				Baseline: "serial", Wall: serial, Items: 1,
				CPU: results.CPU{Workers: serial}, GOMAXPROCS: 1, Pool: &results.PoolTime{OnCPU: serial},
				PerWorker: make([]results.Worker, 1)},
			results.Sample{Round: round, Cell: results.Cell{Workload: "w", Mode: "processes", Workers: 2},
				Baseline: "serial", Wall: one, Items: 1,
				CPU:       results.CPU{Workers: 300 * ms},
				PerWorker: []results.Worker{{OnCPU: 300*ms - one, Wait: wait}, {OnCPU: one}}})
	}
	return rec
}

func everyRound() map[int]bool {
	all := map[int]bool{}
	for i := range 9 {
		all[i] = true
	}
	return all
}

func TestABusyMachineGetsNoVerdictButAProjection(t *testing.T) {
	s := Summarize(busyRecord(everyRound()))
	if s.Conditions.Verdict != conditions.Inconclusive || s.Conditions.QuietRounds != 0 {
		t.Errorf("conditions %+v", s.Conditions)
	}
	cell := s.Cells[1]
	if !near(cell.Measured.Center, 1.5, 1e-9) || !near(cell.Projected.Center, 2, 1e-9) ||
		!near(cell.Inflation.Center, 1, 1e-9) {
		t.Errorf("measured %v, projected %v, inflation %v", cell.Measured, cell.Projected, cell.Inflation)
	}
	v := s.Verdicts[0]
	if v.Decided || !v.Busy {
		t.Errorf("%+v", v)
	}
	want := "w: inconclusive, the machine was busy. Projected to an idle " +
		"machine, processes ×2 are 2.00× as fast as serial."
	if got := v.Sentence(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAProjectionNamesNothingAsFastAsItself(t *testing.T) {
	serial := results.Cell{Workload: "w", Mode: "python-serial", Workers: 1}
	threads := results.Cell{Workload: "w", Mode: "python-threads", Workers: 2}
	for _, c := range []struct {
		best, next           results.Cell
		bestSpeed, nextSpeed float64
		want                 string
	}{
		{serial, threads, 1, 0.93, "no mode beats python-serial: python-threads ×2 come closest, at 0.93×."},
		{serial, threads, 1, 1.4, "python-threads ×2 are 1.40× as fast as python-serial."},
		{threads, serial, 1.4, 1, "python-threads ×2 are 1.40× as fast as python-serial."},
	} {
		v := Verdict{Workload: "w", Baseline: "python-serial", Best: c.best, Next: c.next, Busy: true,
			Why:   "the machine was busy",
			Ratio: stats.Estimate{N: 8}, BestProjected: stats.Estimate{Center: c.bestSpeed, N: 8},
			NextProjected: stats.Estimate{Center: c.nextSpeed, N: 8}}
		want := "w: inconclusive, the machine was busy. Projected to an idle machine, " + c.want
		if got := v.Sentence(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAQuietMachineMeasuresWhatItProjects(t *testing.T) {
	s := Summarize(busyRecord(nil))
	cell := s.Cells[1]
	if s.Conditions.Verdict != conditions.Quiet || s.Conditions.QuietRounds != 8 || cell.Quiet.N != 0 {
		t.Errorf("conditions %+v, quiet %v", s.Conditions, cell.Quiet)
	}
	if !near(cell.Measured.Center, 2, 1e-9) || !near(cell.Projected.Center, 2, 1e-9) {
		t.Errorf("measured %v, projected %v", cell.Measured, cell.Projected)
	}
}

func TestQuietRoundsAreEstimatedBesideAllRounds(t *testing.T) {
	s := Summarize(busyRecord(map[int]bool{1: true, 2: true}))
	cell := s.Cells[1]
	if s.Conditions.Verdict != conditions.Quiet || s.Conditions.QuietRounds != 6 {
		t.Errorf("conditions %+v", s.Conditions)
	}
	if cell.Measured.N != 8 || cell.Quiet.N != 6 || !near(cell.Quiet.Center, 2, 1e-9) {
		t.Errorf("all rounds %v, quiet rounds %v", cell.Measured, cell.Quiet)
	}
}

func TestNoRoundIsQuietWhereTheHostTookMost(t *testing.T) {
	rec := busyRecord(map[int]bool{1: true, 2: true})
	rec.Run.Hosts[0].Epoch = &results.Epoch{HiddenShare: 0.65}
	s := Summarize(rec)
	if s.Conditions.QuietRounds != 0 || s.Cells[1].Quiet.N != 0 || s.Cells[1].Measured.N != 8 {
		t.Errorf("conditions %+v, quiet %v, all %v", s.Conditions, s.Cells[1].Quiet, s.Cells[1].Measured)
	}
}

func TestNoRoundsAreUnknownConditions(t *testing.T) {
	rec := busyRecord(nil)
	rec.Rounds = nil
	if c := Summarize(rec).Conditions; c.Verdict != conditions.Unknown {
		t.Errorf("%+v", c)
	}
}

func TestNoisyConditionsAreWarnedOf(t *testing.T) {
	rec := busyRecord(nil)
	for i := range rec.Rounds {
		rec.Rounds[i].Steal = new(0.4)
	}
	s := Summarize(rec)
	if s.Conditions.Verdict != conditions.Noisy ||
		!strings.Contains(strings.Join(s.Warnings, "\n"), "the machine was noisy") {
		t.Errorf("%+v %q", s.Conditions, s.Warnings)
	}
}
