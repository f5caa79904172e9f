package race

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/results"
	"corerace/workloads"
)

// fakeMode takes as long as it is told, on the fake clock: serial takes the time of the workload, the others that
// over the number of workers.
func fakeMode(name string, opens *[]string) *mode.Mode {
	return &mode.Mode{Name: name, Doc: "Fake.", Open: func(_ context.Context, s mode.Spec) (mode.Pool, error) {
		if opens != nil {
			*opens = append(*opens, fmt.Sprintf("%s/%s/%d", s.Workload.Name, name, s.Workers))
		}
		return fakePool{s}, nil
	}}
}

type fakePool struct{ s mode.Spec }

func (p fakePool) Run(_ context.Context, j mode.Job) (mode.Outcome, error) {
	o := mode.Outcome{Start: time.Now(), Claim: "shared", Sum: p.s.Workload.Sum * uint64(j.Passes)}
	for range j.Passes {
		p.s.Workload.Run(0, p.s.Workload.Size) // sleeps on the fake clock
	}
	o.Wall = time.Since(o.Start)
	for i := range p.s.Workers {
		o.PerWorker = append(o.PerWorker, results.Worker{PID: 1 + i})
	}
	return o, nil
}

func (p fakePool) Close() error { return nil }

// sleeper is a workload whose pass takes d on the fake clock.
func sleeper(name string, d time.Duration) *workloads.Workload {
	return &workloads.Workload{Name: name, Doc: "Sleeps.", Size: 10, Sum: 10, Run: func(lo, hi int) uint64 {
		time.Sleep(d * time.Duration(hi-lo) / 10)
		return uint64(hi - lo)
	}}
}

// A tape is a sink that keeps everything, and fails after a number of samples if that is set.
type tape struct {
	results.Record
	failAfter int
	onSample  func(results.Sample)
}

var errFull = errors.New("disk full")

func (t *tape) Run(r results.Run) error { t.Record.Run = r; return nil }

func (t *tape) Sample(s results.Sample) error {
	if t.failAfter > 0 && len(t.Samples) == t.failAfter {
		return errFull
	}
	t.Samples = append(t.Samples, s)
	if t.onSample != nil {
		t.onSample(s)
	}
	return nil
}

func (t *tape) Cores(results.Cores) error { return nil }

func (t *tape) Own(results.Own) error { return nil }

func (t *tape) Holds(results.Holds) error { return nil }

func (t *tape) Round(r results.Round) error {
	t.Rounds = append(t.Rounds, r)
	return nil
}

func (t *tape) Death(d results.Death) error { t.Deaths = append(t.Deaths, d); return nil }

func (t *tape) Note(n results.Note) error { t.Notes = append(t.Notes, n); return nil }

func (t *tape) End(e results.End) error { t.Record.End = &e; return nil }

// race plans and runs an experiment on the fake clock.
func race(t *testing.T, e *Experiment, to *tape) error {
	t.Helper()
	r, err := e.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r.Run(t.Context(), to)
}

func fakeExperiment() *Experiment {
	return &Experiment{
		Workloads: []*workloads.Workload{sleeper("a", 10*time.Millisecond), sleeper("b", 10*time.Millisecond)},
		Modes:     []*mode.Mode{fakeMode("serial", nil), fakeMode("fast", nil)},
		Workers:   []int{1, 2},
		Seed:      7,
		unprobed:  true,
	}
}
