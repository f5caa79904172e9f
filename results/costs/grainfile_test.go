package costs

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

// grainFile is a run as grain writes it.
func grainFile(t testing.TB, run *GrainRun) []byte {
	t.Helper()
	b, err := json.MarshalIndent(map[string]any{"grain": map[string]string{"doubt": "whatever"}, "run": run}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAFileOfGrainIsReadBack(t *testing.T) {
	run := madeGrain(madeModes(), 7, 0.01, 0)
	run.Seed = "18446744073709551615"
	got, seed, err := ReadGrain(bytes.NewReader(grainFile(t, run)))
	if err != nil || seed != math.MaxUint64 || !reflect.DeepEqual(got, run) {
		t.Errorf("%v, seed %d, %+v", err, seed, got)
	}
}

// What is wrong with a file of grain is said with its place.
func TestAFileThatIsntGrainIsRefused(t *testing.T) {
	for want, spoil := range map[string]func(r *GrainRun){
		"run.seed is":                  func(r *GrainRun) { r.Seed = "many" },
		"run.workers is 0":             func(r *GrainRun) { r.Workers = 0 },
		"run.work_ns is -1":            func(r *GrainRun) { r.Work = -1 },
		"run.modes are 1":              func(r *GrainRun) { r.Modes = r.Modes[:1] },
		"run.host: cores_logical":      func(r *GrainRun) { r.Host.CoresLogical = -1 },
		"run.rounds[1]: wall_ns":       func(r *GrainRun) { r.Rounds[1].Wall = -1 },
		"run.modes[1].mode is":         func(r *GrainRun) { r.Modes[1].Mode = r.Modes[0].Mode },
		"run.modes[0].workers is":      func(r *GrainRun) { r.Modes[0].Workers = 1 << 30 },
		"run.modes[0].at_once is":      func(r *GrainRun) { r.Modes[0].AtOnce = -1 },
		"run.modes[2].shares are 0":    func(r *GrainRun) { r.Modes[2].Shares = nil },
		"run.modes[2].shares aren't":   func(r *GrainRun) { r.Modes[2].Shares = []int64{0, 1} },
		"run.samples[0].mode is":       func(r *GrainRun) { r.Samples[0].Mode = "other" },
		"run.samples[0].walls_ns are":  func(r *GrainRun) { r.Samples[0].Walls = nil },
		"run.samples[0].walls_ns[0]":   func(r *GrainRun) { r.Samples[0].Walls[0] = -1 },
		"run.samples[0].start_ns is":   func(r *GrainRun) { r.Samples[0].Start = 2 * time.Hour },
		"no run in it":                 nil,
		"line 3: the JSON of grain":    nil,
		"it is longer than 8 MiB":      nil,
		"the JSON of grain expected: ": nil,
	} {
		run := madeGrain(madeModes(), 7, 0.01, 0)
		run.Seed = "1"
		run.Modes[0].Shares = append([]int64(nil), run.Modes[0].Shares...)
		var data []byte
		switch {
		case spoil != nil:
			spoil(run)
			data = grainFile(t, run)
		case strings.HasPrefix(want, "no run"):
			data = []byte(`{"grain": {}}`)
		case strings.HasPrefix(want, "line 3"):
			data = []byte("{\n\"run\": {\n\"workers\": \"two\"}}")
		case strings.HasPrefix(want, "it is longer"):
			data = bytes.Repeat([]byte(" "), maxGrainBytes+1)
		}
		if _, _, err := ReadGrain(bytes.NewReader(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// Whatever a file holds, it is refused or summed up.
func FuzzReadGrain(f *testing.F) {
	run := madeGrain(madeModes()[:2], 1, 0.01, 0)
	run.Seed = "1"
	f.Add(grainFile(f, run))
	f.Add([]byte(`{"run":{"seed":"1","workers":1,"work_ns":1,"modes":[{"mode":"a","workers":1,"shares":[1]},` +
		`{"mode":"b","workers":1,"shares":[1,1]}],"samples":[{"round":1,"mode":"a","walls_ns":[0]}],"rounds":[{"round":1}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if run, seed, err := ReadGrain(bytes.NewReader(data)); err == nil && len(data) < 4096 {
			SummarizeGrain(run, seed)
		}
	})
}
