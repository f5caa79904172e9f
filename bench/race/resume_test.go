package race

import (
	"errors"
	"testing"
	"time"

	"corerace/bench/machine"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/results"
	"corerace/workloads"
)

// cutRecord is a record of this machine that was cut after the warm-up and a round.
func cutRecord(t *testing.T) *results.Record {
	t.Helper()
	rec := &results.Record{Run: results.Run{Seed: "7", Hosts: []results.Machine{machine.Facts(t.Context())},
		Plan: results.Plan{
			Workloads: []results.PlannedWorkload{{Name: jobs.Counting.Name, Size: jobs.Counting.Size, Passes: 10,
				Share: 10, Pass: time.Microsecond}},
			Modes:   []results.PlannedMode{{Name: "serial", Baseline: "serial"}},
			Workers: []int{1}, Rounds: 2, Target: time.Millisecond,
		}}}
	for round := range 2 {
		rec.Samples = append(rec.Samples, results.Sample{Round: round,
			Cell: results.Cell{Workload: jobs.Counting.Name, Mode: "serial", Workers: 1}})
		rec.Rounds = append(rec.Rounds, results.Round{Round: round})
	}
	return rec
}

func resume(t *testing.T, rec *results.Record) (*Race, error) {
	t.Helper()
	return Resume(t.Context(), rec, []*workloads.Workload{jobs.Counting},
		[]*mode.Mode{mode.Serial(), mode.Goroutines(), process.Processes()})
}

func TestAPlanIsCheckedBeforeItIsGoneOnWith(t *testing.T) {
	for want, spoil := range map[string]func(*results.Plan){
		"no numbers of workers":         func(p *results.Plan) { p.Workers = nil },
		"neither rounds nor a budget":   func(p *results.Plan) { p.Rounds = 0 },
		"1 workers twice":               func(p *results.Plan) { p.Workers = []int{1, 2, 1} },
		"mode serial twice":             func(p *results.Plan) { p.Modes = append(p.Modes, p.Modes[0]) },
		"workload counting twice":       func(p *results.Plan) { p.Workloads = append(p.Workloads, p.Workloads[0]) },
		"plans nothing":                 func(p *results.Plan) { p.Workloads = nil },
		"1000000000 passes, which take": func(p *results.Plan) { p.Workloads[0].Passes = 1e9 },
		"0 passes in shares of 10":      func(p *results.Plan) { p.Workloads[0].Passes = 0 },
		"10 passes in shares of 1001":   func(p *results.Plan) { p.Workloads[0].Share = 1001 },
		"100 passes, which take": func(p *results.Plan) {
			p.Workloads[0].Baselines = []results.PlannedBaseline{{Baseline: "x", Passes: 100, Share: 1,
				Pass: time.Hour}}
		},
		"0 passes in shares of 1": func(p *results.Plan) {
			p.Workloads[0].Baselines = []results.PlannedBaseline{{Baseline: "x", Share: 1, Pass: time.Hour}}
		},
	} {
		rec := cutRecord(t)
		spoil(&rec.Run.Plan)
		_, err := resume(t, rec)
		jobs.WantError(t, err, want)
	}
	rec := cutRecord(t)
	rec.Samples[1].Build = "old"
	_, err := resume(t, rec)
	jobs.WantError(t, err, "two builds")
}

func TestARecordThatOnlyLacksItsEndGetsItsEnd(t *testing.T) {
	rec := cutRecord(t)
	rec.Run.Plan.Rounds = 1
	r, err := resume(t, rec)
	if err != nil {
		t.Fatal(err)
	}
	var got tape
	if err := r.Run(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Samples) != 0 || got.Record.End == nil || got.Record.End.Reason != ReasonRounds {
		t.Errorf("%d samples, end %v", len(got.Samples), got.Record.End)
	}
}

func TestARecordWithoutSamplesIsGoneOnWithUnderItsOwnFirstLine(t *testing.T) {
	rec := cutRecord(t)
	rec.Samples, rec.Rounds = nil, nil
	r, err := resume(t, rec)
	if err != nil {
		t.Fatal(err)
	}
	got := oneRun{stop: errors.New("a second first line")}
	if err := r.Run(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Samples) == 0 || got.Record.End == nil {
		t.Errorf("%d samples, end %v", len(got.Samples), got.Record.End)
	}
}

// A oneRun is a sink for what is behind the first line.
type oneRun struct {
	tape
	stop error
}

func (o *oneRun) Run(results.Run) error { return o.stop }

func TestNoRoundIsMeasuredTwiceThoughItsSamplesCannotBeRead(t *testing.T) {
	rec := cutRecord(t)
	rec.Samples = rec.Samples[:1]
	r, err := resume(t, rec)
	if err != nil || r.Done() != 2 {
		t.Fatalf("%d rounds are done: %v", r.Done(), err)
	}
}
