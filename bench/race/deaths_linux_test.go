package race

import (
	"os"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit/jobs"
	"corerace/results"
	"corerace/workloads"
)

// recoveryRace is a race in which a worker dies in the second sample of processes.
func recoveryRace(t *testing.T, noRecover bool, got *tape) error {
	t.Helper()
	jobs.Faults(t)
	w := jobs.WorkloadNamed(t, "dies-once")
	e := &Experiment{Workloads: []*workloads.Workload{w}, Modes: []*mode.Mode{mode.Serial(), process.Processes()},
		Workers: []int{2}, Rounds: 2,
		NoRecover: noRecover, Target: time.Millisecond, unprobed: true}
	dir := os.Getenv(jobs.FaultEnv)
	armed := false
	got.onSample = func(s results.Sample) {
		if !armed && s.Mode == "processes" {
			armed = true
			os.WriteFile(dir+"/dies", nil, 0o600)
		}
	}
	return race(t, e, got)
}

func TestRunRecordsADeathAndGoesOn(t *testing.T) {
	var got tape
	if err := recoveryRace(t, false, &got); err != nil {
		t.Fatal(err)
	}
	var recovered int
	for _, s := range got.Samples {
		if s.Recovered {
			recovered++
		}
	}
	if recovered != 1 || len(got.Deaths) != 1 || got.Record.End == nil {
		t.Fatalf("%d samples are recovered, deaths %+v, end %v", recovered, got.Deaths, got.Record.End)
	}
	if d := got.Deaths[0]; d.Workload != "dies-once" || d.Mode != "processes" || d.Workers != 2 || d.Round > 1 ||
		d.T <= 0 {
		t.Errorf("death %+v", d)
	}
}

func TestRunThatMustNotRecoverFails(t *testing.T) {
	var got tape
	err := recoveryRace(t, true, &got)
	jobs.WantError(t, err, `^dies-once, processes ×2: worker \d \(pid \d+\): killed by signal 9 \(killed\)$`)
	if len(got.Deaths) > 0 {
		t.Errorf("deaths %+v", got.Deaths)
	}
}
